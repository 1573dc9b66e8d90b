package io.sesam.talk.connector.crmoffice;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Schema;
import io.sesam.talk.simulators.SimCrmOffice;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An account as its users see it. */
final class CrmOfficeWorld implements ConnectorWorld {
    private static final Map<String, String> COMPANY = Map.of("name", "name");
    private static final Map<String, String> USER =
            Map.of("firstname", "firstName", "lastname", "lastName", "email", "email");

    private final TestClock clock = TestClock.create();
    private final SimCrmOffice account = SimCrmOffice.start(clock);
    private int users;

    /** Returns settings with a new refresh token. Each token is valid once. */
    @Override
    public Map<String, ?> settings() {
        return Map.of(
                "tenant",
                "acme",
                "baseUrl",
                account.uri().toString(),
                "tokenUrl",
                account.tokenUri().toString(),
                "oauth",
                Map.of(
                        "clientId", "talk",
                        "clientSecret", "canary-secret",
                        "refreshToken", account.tokens().connect()));
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
        if (isPerson(record.schema().type())) {
            String name = "user" + ++users + "@acme";
            account.addUser(name, attributes(record));
            return name;
        }
        return account.addCompany(attributes(record));
    }

    @Override
    public void change(String id, Fields changes) {
        if (isPerson(changes.schema().type())) {
            account.editUser(id, attributes(changes));
        } else {
            account.editCompany(id, attributes(changes));
        }
    }

    @Override
    public void delete(EntityType type, String id) {
        if (isPerson(type)) {
            account.removeUser(id);
        } else {
            account.removeCompany(id);
        }
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Map<String, JsonNode> rows = isPerson(type) ? account.users() : account.companies();
        Map<String, Fields> there = new HashMap<>();
        rows.forEach((id, row) -> {
            Fields.Builder fields = Fields.builder(isPerson(type) ? Person.SCHEMA : Organisation.SCHEMA);
            names(type).forEach((property, name) -> {
                if (row.has(name)) {
                    fields.text(
                            property,
                            row.path(name).isNull() ? "" : row.path(name).asText());
                }
            });
            there.put(id, fields.build());
        });
        return there;
    }

    private static Map<String, String> attributes(Fields record) {
        Map<String, String> attributes = new LinkedHashMap<>();
        names(record.schema().type())
                .forEach((property, name) -> record.originalText(record.schema().index(property))
                        .ifPresent(text -> attributes.put(name, text.isEmpty() ? null : text)));
        return attributes;
    }

    private static Map<String, String> names(EntityType type) {
        return isPerson(type) ? USER : COMPANY;
    }

    private static boolean isPerson(EntityType type) {
        return type.equals(EntityType.PERSON);
    }

    @Override
    public List<Breakage> breakages() {
        return List.of(
                Breakage.withoutList(
                        false,
                        () -> account.server()
                                .failAlways(request -> request.method().equals("GET"), new SimFault.Lacking(""))),
                Breakage.of("access withdrawn", ErrorCode.ACCESS_REFUSED, account.tokens()::revokeAll),
                new Breakage(
                        "the shapes of lists swapped", Set.of(ErrorCode.UNREADABLE), Set.of(), account::swapShapes),
                Breakage.of("the server down", ErrorCode.UNREACHABLE, account::close));
    }

    @Override
    public boolean tellsUnknown() {
        return true;
    }

    @Override
    public void close() {
        account.close();
    }
}
