package io.sesam.talk.connector.freshteam;

import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.UnstableOrderReader;
import io.sesam.talk.http.WebConnector;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Writer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A connection to one Freshteam account. */
final class FreshteamConnector extends WebConnector {
    private static final Check CLOSING =
            Check.warning("Freshteam is being closed by its vendor: no subscription has been renewed since"
                    + " 2026-06-07, and an account can be used for 90 days after its subscription has ended");
    private static final Check NO_ROLES = Check.warning(
            "no employee can be created in Freshteam without a role: set roleIds to ids that GET" + " /roles returns");

    private final HttpApi api;
    private final List<String> roleIds;

    FreshteamConnector(HttpApi api, PluginContext context, List<String> roleIds) {
        super(
                api,
                FreshteamType.all(context).map(type -> part(api, type, roleIds)).toList());
        this.api = api;
        this.roleIds = roleIds;
    }

    private static Part part(HttpApi api, FreshteamType type, List<String> roleIds) {
        FreshteamRecords records = new FreshteamRecords(api, type);
        Optional<Writer> writer = Optional.of(new FreshteamWriter(api, type, roleIds));
        return new Part(
                type.spec(),
                new UnstableOrderReader("Freshteam", type.passes().size(), FreshteamType.LAG, records),
                records.lookup(),
                writer.filter(any -> type.isEmployee()));
    }

    @Override
    protected Check checkSystem(Set<EntityType> types) {
        boolean people = types.contains(EntityType.PERSON);
        Check closing = people && roleIds.isEmpty() ? CLOSING.and(NO_ROLES) : CLOSING;
        Check key = people ? mayRead("employees") : Check.fine();
        if (!key.isFine()) {
            return closing.and(key);
        }
        Check branches = types.contains(EntityType.ORGANISATION) ? mayRead("branches") : Check.fine();
        return closing.and(branches).and(people && !roleIds.isEmpty() ? Check.trying(this::hasRoles) : Check.fine());
    }

    private Check mayRead(String what) {
        return Check.attempt(() -> api.read(ApiCall.get("/" + what).expectingList("")));
    }

    private Check hasRoles() {
        List<String> existing = JsonValues.items(
                        api.read(ApiCall.get("/roles").expectingList("")).json())
                .flatMap(role -> JsonValues.text(role, "id").stream())
                .toList();
        return existing.containsAll(roleIds)
                ? Check.fine()
                : Check.problem(
                        "roleIds contains a role that does not exist in Freshteam; existing roles: " + existing);
    }
}
