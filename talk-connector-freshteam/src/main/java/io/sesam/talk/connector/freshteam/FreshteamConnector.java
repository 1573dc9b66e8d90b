package io.sesam.talk.connector.freshteam;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Call;
import io.sesam.talk.http.Json;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One account. */
final class FreshteamConnector implements Connector {
    private static final Check CLOSING =
            Check.warning("Freshteam is being closed by its vendor: no subscription has been"
                    + " renewed since 2026-06-07, and an account can be used for 90 days after its own has ended");
    private static final Check NO_ROLES =
            Check.warning("no employee is made in Freshteam, because none can be without a"
                    + " role: set roleIds to ids that GET /roles lists");

    private final FreshteamClient client;
    private final List<String> roleIds;
    private final Map<EntityType, FreshteamType> types;

    FreshteamConnector(FreshteamClient client, Lent lent, List<String> roleIds) {
        this.client = client;
        this.roleIds = roleIds;
        this.types = FreshteamType.all(lent);
    }

    @Override
    public Check check() {
        Check closing = roleIds.isEmpty() ? CLOSING.and(NO_ROLES) : CLOSING;
        Check key = mayRead("employees");
        Check others = mayRead("branches").and(roleIds.isEmpty() ? Check.fine() : hasRoles());
        return key.isFine() ? closing.and(others) : closing.and(key);
    }

    private Check mayRead(String what) {
        return tried(() -> client.read(Call.get("/" + what)).isJson()
                ? Check.fine()
                : Check.problem("Freshteam lists its " + what + " as something that is no JSON"));
    }

    private Check hasRoles() {
        return tried(() -> {
            List<String> there = Json.items(client.read(Call.get("/roles")).json())
                    .flatMap(role -> Json.text(role, "id").stream())
                    .toList();
            return there.containsAll(roleIds)
                    ? Check.fine()
                    : Check.problem("roleIds names a role that Freshteam does not have; it has " + there);
        });
    }

    private static Check tried(java.util.function.Supplier<Check> probe) {
        try {
            return probe.get();
        } catch (TalkException e) {
            return Check.problem(String.join("; ", e.problems()));
        }
    }

    @Override
    public List<TypeSpec> types() {
        return types.values().stream().map(FreshteamType::spec).toList();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return Optional.ofNullable(types.get(type)).map(known -> new FreshteamReader(client, known));
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return Optional.ofNullable(types.get(type)).map(known -> new FreshteamLookup(client, known));
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return Optional.ofNullable(types.get(type))
                .filter(known -> known.spec().updates())
                .map(known -> new FreshteamWriter(client, known, roleIds));
    }

    @Override
    public void close() {
        client.close();
    }
}
