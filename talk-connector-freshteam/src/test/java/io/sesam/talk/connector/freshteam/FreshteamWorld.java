package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Schema;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimFreshteam;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An account edited by its users, one edit per second. */
final class FreshteamWorld implements ConnectorWorld {
    private static final Map<String, String> EMPLOYEE =
            Map.of("firstname", "first_name", "lastname", "last_name", "email", "official_email", "gender", "gender");
    private static final Map<String, String> BRANCH =
            Map.of("name", "name", "address", "street", "zip", "zip", "country", "country_code");

    private final TestClock clock = TestClock.create();
    private final SimFreshteam account = SimFreshteam.start(clock);

    @Override
    public Map<String, ?> settings() {
        return Map.of(
                "apiKey",
                account.key(),
                "domain",
                "acme",
                "roleIds",
                List.of(String.valueOf(account.roleIds().get(1))),
                "baseUrl",
                account.uri().toString());
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Collection<Schema> schemas() {
        return List.of(Person.SCHEMA, Organisation.SCHEMA);
    }

    @Override
    public String put(Fields record) {
        clock.advance(Duration.ofSeconds(1));
        return String.valueOf(
                isPerson(record.schema().type()) ? account.hire(attributes(record)) : account.open(attributes(record)));
    }

    @Override
    public void change(String id, Fields changes) {
        clock.advance(Duration.ofSeconds(1));
        if (isPerson(changes.schema().type())) {
            account.edit(Long.parseLong(id), attributes(changes));
        } else {
            account.editBranch(Long.parseLong(id), attributes(changes));
        }
    }

    @Override
    public void delete(EntityType type, String id) {
        clock.advance(Duration.ofSeconds(1));
        if (isPerson(type)) {
            account.delete(Long.parseLong(id));
        } else {
            account.closeBranch(Long.parseLong(id));
        }
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Map<String, Fields> there = new HashMap<>();
        (isPerson(type) ? account.employees() : account.branches())
                .stream()
                        .filter(row -> !row.path("deleted").asBoolean())
                        .forEach(row -> there.put(row.path("id").asText(), fields(type, row)));
        return there;
    }

    private static Fields fields(EntityType type, JsonNode row) {
        Fields.Builder fields = Fields.builder(isPerson(type) ? Person.SCHEMA : Organisation.SCHEMA);
        names(type)
                .forEach(
                        (property, name) -> fields.text(property, row.path(name).asText("")));
        names(type).forEach((property, name) -> {
            if (row.path(name).isNull()) {
                fields.text(property, "");
            }
        });
        return fields.build();
    }

    private static Map<String, String> attributes(Fields record) {
        Map<String, String> attributes = new LinkedHashMap<>();
        names(record.schema().type())
                .forEach((property, name) -> record.originalText(record.schema().index(property))
                        .ifPresent(text -> attributes.put(name, text.isEmpty() ? null : text)));
        attributes.computeIfPresent("gender", (name, original) -> chosen(original));
        return attributes;
    }

    /** Returns one of the two genders that users can select. */
    private static String chosen(String original) {
        return Gender.parse(original).toString().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> names(EntityType type) {
        return isPerson(type) ? EMPLOYEE : BRANCH;
    }

    private static boolean isPerson(EntityType type) {
        return type.equals(EntityType.PERSON);
    }

    @Override
    public boolean shortenPages(int records) {
        account.paging().shorten(records);
        return true;
    }

    @Override
    public List<Breakage> breakages() {
        return List.of(
                Breakage.withoutList(
                        true, () -> account.server().failAlways(request -> true, new SimFault.Lacking(""))),
                Breakage.ring(account.paging()::ring),
                Breakage.of("the key revoked", ErrorCode.ACCESS_REFUSED, account::revokeKey),
                Breakage.of("the account not found", ErrorCode.ACCESS_REFUSED, () -> account.sunset(404)),
                Breakage.of("the account forbidden", ErrorCode.ACCESS_REFUSED, () -> account.sunset(403)),
                Breakage.of("the server down", ErrorCode.UNREACHABLE, account::close));
    }

    @Override
    public boolean noticesStaleDecisions() {
        return true;
    }

    @Override
    public void close() {
        account.close();
    }
}
