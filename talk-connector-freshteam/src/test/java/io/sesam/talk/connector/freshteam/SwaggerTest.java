package io.sesam.talk.connector.freshteam;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Value;
import io.sesam.talk.simulators.SimExchange;
import io.sesam.talk.spi.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Validates all requests and responses against the vendor's description. */
@Tag("slow")
final class SwaggerTest {
    private static Optional<Swagger> swagger = Optional.empty();

    private final Office office = new Office();

    @BeforeAll
    static void find() {
        swagger = Swagger.find();
        assumeTrue(swagger.isPresent(), "no copy of the vendor's description beside the project");
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void isAsDescribed(int atLeast) {
        List<SimExchange> exchanges = office.account.server().exchanges();
        assertThat(exchanges).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(exchanges.stream()
                        .flatMap(exchange -> swagger.orElseThrow().problems(exchange).stream())
                        .distinct()
                        .limit(20)
                        .toList())
                .isEmpty();
    }

    @Test
    void readingIsAsDescribed() {
        long branch = office.account.open(Map.of("name", "Oslo", "country_code", "NO"));
        for (int i = 0; i < 120; i++) {
            office.account.edit(office.hire(i), Map.of("branch_id", branch));
        }
        office.account.terminate(office.hire(200));
        office.account.delete(office.hire(201));

        Position end = office.people(null).end();
        office.people(end);
        office.read(ORGANISATION, null);
        office.connector.check();

        isAsDescribed(14);
    }

    @Test
    void writingIsAsDescribed() {
        long branch = office.account.open(Map.of("name", "Oslo", "country_code", "NO"));
        long id = office.account.hire(Map.of(
                "first_name",
                "Kari",
                "last_name",
                "Hansen",
                "official_email",
                "kari@acme.example",
                "branch_id",
                branch,
                "blood_group",
                "O+",
                "address",
                Map.of("street", "Storgata 1", "city", "Oslo", "country_code", "NO", "zip_code", ""),
                "communication_address",
                Map.of("communication_city", "Oslo", "same_as_residential", false),
                "custom_field_values",
                Map.of("shoe_size_cf_str01", "44")));

        Fields woman = Fields.builder(Office.SCHEMA)
                .set("gender", Value.of(Gender.FEMALE))
                .build();
        office.write(office.update(id, woman, Fields.unknown(Office.SCHEMA)));
        office.write(office.update(id, Office.says("gender", ""), woman));
        office.write(office.update(id, Office.says("organisation", ""), Fields.unknown(Office.SCHEMA)));
        office.write(office.insert("Ola", "Olsen", "ola@acme.example"));

        assertThat(office.account.employees()).hasSize(2);
        isAsDescribed(7);
    }

    @Test
    void lookingUpIsAsDescribed() {
        long id = office.hire(1);
        long branch = office.account.open(Map.of("name", "Oslo"));
        var people = office.connector.lookup(PERSON).orElseThrow();

        people.byId(List.of(String.valueOf(id), "77"));
        people.byKey().orElseThrow().find("email", "person1@acme.example");
        office.connector.lookup(ORGANISATION).orElseThrow().byId(List.of(String.valueOf(branch), "77"));

        isAsDescribed(8);
    }

    @Test
    void refusalsAreAsDescribed() {
        office.hire(1);
        office.write(office.insert("Kari", "Hansen", "person1@acme.example"));
        Office.write(office.other(Map.of("roleIds", List.of("99"))), office.insert("Kari", "Hansen", "k@acme.example"));
        office.account.sunset(401);
        assertThat(catchThrowable(() -> office.people(null))).isNotNull();
        office.account.sunset(403);
        assertThat(catchThrowable(() -> office.people(null))).isNotNull();
        office.account.sunset(0);
        office.account.limit(1);
        assertThat(catchThrowable(() -> {
                    office.people(null);
                    office.people(null);
                }))
                .isNull();

        isAsDescribed(6);
    }

    @Test
    void aRequestThatIsNotAsDescribedIsNoticed() {
        office.account.server().forget();
        office.connector.check();
        SimExchange exchange = office.account.server().exchanges().get(0);
        var wrong = new io.sesam.talk.simulators.SimRequest(
                "POST", "/api/employees", Map.of(), exchange.request().headers(), "{\"first_name\":\"K\"}");

        assertThat(swagger.orElseThrow().problems(new SimExchange(wrong, exchange.response())))
                .isNotEmpty();
    }
}
