package io.sesam.talk.examples;

import io.sesam.talk.Talk;
import io.sesam.talk.host.HostSystem;
import io.sesam.talk.host.HostType;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.FieldSpec;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Keeps the application's own table of users and HubSpot in step. */
final class OwnUsersExample {
    private OwnUsersExample() {}

    static HostType users(UserTable table) {
        return HostType.of(
                        Person.SCHEMA,
                        List.of(
                                FieldSpec.of("firstname"),
                                FieldSpec.of("lastname"),
                                FieldSpec.of("email").required()),
                        table::changedAfter,
                        table::byId)
                .inserts(table::insert)
                .updates(table::update)
                .archives(table::delete);
    }

    static Talk open(UserTable table, Map<String, ?> hubspot, Clock clock) {
        return Talk.builder()
                .clock(clock)
                .connect("app", HostSystem.of(users(table)), Map.of())
                .connect("hubspot", "hubspot", hubspot)
                .trust("app", "hubspot")
                .build();
    }
}
