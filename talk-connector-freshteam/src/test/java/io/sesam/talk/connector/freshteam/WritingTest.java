package io.sesam.talk.connector.freshteam;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Value;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WritingTest {
    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    private static String reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).reason();
    }

    @Test
    @Tag("case-18")
    void nobodyIsEverMailed() {
        long id = office.hire(1);

        office.write(office.insert("Kari", "Hansen", "kari@acme.example"));
        office.write(office.update(id, Office.says("lastname", "Olsen"), Office.says("lastname", "Hansen")));

        assertThat(office.account.employees()).hasSize(2);
        assertThat(office.account.outbox()).isEmpty();
        assertThat(office.account.server().requests())
                .filteredOn(request -> !request.method().equals("GET"))
                .hasSize(2)
                .allMatch(request -> request.json().path("send_invite_email").isBoolean()
                        && !request.json().path("send_invite_email").asBoolean());
    }

    @Test
    @Tag("case-18")
    void withoutRolesNobodyIsMadeAndNobodyAsked() {
        Outcome outcome = Office.write(
                office.other(Map.of("roleIds", List.of())), office.insert("Kari", "Hansen", "kari@acme.example"));

        assertThat(reason(outcome)).contains("roleIds");
        assertThat(office.account.server().requests()).isEmpty();
    }

    @Test
    @Tag("case-18")
    void withoutAWorkEMailNobodyIsMade() {
        Fields person = Office.person("Kari", "Hansen", "");

        assertThat(reason(office.write(Operation.insert("o1", person)))).contains("work e-mail");
        assertThat(office.account.employees()).isEmpty();
        assertThat(office.connector.types().stream()
                        .filter(spec -> spec.type().equals(PERSON))
                        .flatMap(spec -> spec.fields().stream())
                        .filter(FieldSpec::isRequired)
                        .map(FieldSpec::name))
                .containsExactlyInAnyOrder("firstname", "lastname", "email");
    }

    @Test
    @Tag("case-18")
    void aRoleThatIsNotThereIsNamedInTheRefusal() {
        Outcome outcome = Office.write(
                office.other(Map.of("roleIds", List.of("99"))), office.insert("Kari", "Hansen", "kari@acme.example"));

        assertThat(reason(outcome)).contains("role_ids", "not present").doesNotContain("kari");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUpdateKeepsAllElseWhetherTheVendorReplacesOrNot(boolean replacing) {
        office.account.replacing(replacing);
        long branch = office.account.open(Map.of("name", "Oslo"));
        long id = office.account.hire(Map.ofEntries(
                Map.entry("first_name", "Kari"),
                Map.entry("last_name", "Hansen"),
                Map.entry("official_email", "kari@acme.example"),
                Map.entry("personal_email", "kari@home.example"),
                Map.entry("employee_id", "E007"),
                Map.entry("designation", "Captain"),
                Map.entry("joining_date", "2020-02-29"),
                Map.entry("gender", "female"),
                Map.entry("branch_id", branch),
                Map.entry("role_ids", office.account.roleIds()),
                Map.entry("work_numbers", List.of(Map.of("name", "Work", "number", "22 00 00 00"))),
                Map.entry("address", Map.of("street", "Storgata 1", "country_code", "NO", "zip_code", "0150")),
                Map.entry(
                        "communication_address",
                        Map.of("communication_city", "Oslo", "communication_country_code", "SE")),
                Map.entry("custom_field_values", Map.of("shoe_size_cf_str01", "44"))));
        JsonNode before = office.employee(id);

        Outcome outcome =
                office.write(office.update(id, Office.says("lastname", "Olsen"), Office.says("lastname", "Hansen")));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        JsonNode after = office.employee(id);
        assertThat(after.path("last_name").asText()).isEqualTo("Olsen");
        Set<String> changed = Set.of("last_name", "updated_at");
        before.properties().stream()
                .filter(attribute -> !changed.contains(attribute.getKey()))
                .forEach(attribute -> assertThat(after.path(attribute.getKey()))
                        .as(attribute.getKey())
                        .isEqualTo(attribute.getValue()));
    }

    @Test
    void aMaskedNumberIsNotWrittenBackWithItsAsterisks() {
        long id = office.account.hire(Map.of(
                "first_name",
                "Kari",
                "last_name",
                "Hansen",
                "official_email",
                "kari@acme.example",
                "phone_numbers",
                List.of(Map.of("name", "Mobile", "number", "*****678", "masked", true))));

        office.write(office.update(id, Office.says("lastname", "Olsen"), Office.says("lastname", "Hansen")));

        assertThat(office.requests("PUT").get(0).json().has("phone_numbers")).isFalse();
    }

    @Test
    @Tag("R19")
    void anEditThatNobodyHasReadYetStaysAndIsTold() {
        long id = office.hire(1);
        office.account.edit(id, Map.of("last_name", "Edited"));

        Outcome outcome =
                office.write(office.update(id, Office.says("lastname", "Olsen"), Office.says("lastname", "Hansen")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.current()
                                        .orElseThrow()
                                        .fields()
                                        .text("lastname"))
                                .isEqualTo(Value.of("Edited")));
        assertThat(office.requests("PUT")).isEmpty();
    }

    @Test
    void anUpdateOfWhoIsGoneIsAConflictAndMakesNobody() {
        long deleted = office.hire(1);
        long erased = office.hire(2);
        office.account.delete(deleted);
        office.account.erase(erased);

        for (long id : List.of(deleted, erased)) {
            assertThat(office.write(
                            office.update(id, Office.says("lastname", "Olsen"), Office.says("lastname", "Hansen"))))
                    .isInstanceOf(Outcome.Conflict.class);
        }
        assertThat(office.requests("PUT")).isEmpty();
    }

    @Test
    @Tag("R22")
    void aFieldThatTheRoleMayNotWriteParksThatPersonAlone() {
        long one = office.hire(1);
        long other = office.hire(2);
        office.account.forbid("gender");
        Operation gender = office.update(
                one,
                Fields.builder(Office.SCHEMA)
                        .set("gender", Value.of(Gender.FEMALE))
                        .build(),
                Fields.unknown(Office.SCHEMA));
        Operation name = office.update(other, Office.says("lastname", "Olsen"), Fields.unknown(Office.SCHEMA));

        Map<String, Outcome> outcomes =
                office.connector.writer(PERSON).orElseThrow().write(List.of(gender, name));

        assertThat(reason(outcomes.get(gender.id()))).contains("403", "role");
        assertThat(outcomes.get(name.id())).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    @Tag("R21")
    @Tag("acceptance-9")
    void aLostAnswerIsUnknownAndThePersonIsFoundByEMailAtOnce() {
        office.account.server().fail(request -> request.method().equals("POST"), new SimFault.Reset(true));

        Outcome outcome = office.write(office.insert("Kari", "Hansen", "kari@acme.example"));

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(office.requests("POST")).hasSize(1);
        Lookup.ByKey byKey =
                office.connector.lookup(PERSON).orElseThrow().byKey().orElseThrow();
        assertThat(byKey.find("email", "KARI@acme.example")).hasSize(1);
        assertThat(byKey.find("email", "kari@other.example")).isEmpty();
    }

    @Test
    @Tag("R21")
    void whoLeftIsFoundByEMailToo() {
        long id = office.hire(1);
        office.account.terminate(id);

        assertThat(office.connector
                        .lookup(PERSON)
                        .orElseThrow()
                        .byKey()
                        .orElseThrow()
                        .find("email", "person1@acme.example"))
                .extracting(io.sesam.talk.spi.RecordSnapshot::id)
                .containsExactly(String.valueOf(id));
    }

    @Test
    @Tag("R37")
    void anEMailThatIsTakenIsRefusedWithoutNamingIt() {
        office.hire(1);

        assertThat(reason(office.write(office.insert("Kari", "Hansen", "person1@acme.example"))))
                .contains("official_email", "unique")
                .doesNotContain("person1");
    }

    @Test
    @Tag("R38")
    void aPersonIsWrittenIntoABranchAndOutOfIt() {
        office.account.open(Map.of("name", "Head office"));
        long bergen = office.account.open(Map.of("name", "Bergen"));
        long id = office.hire(1);
        Fields inBergen = Fields.builder(Office.SCHEMA)
                .set("organisation", Value.of(new Reference(ORGANISATION, String.valueOf(bergen))))
                .build();

        office.write(office.update(id, inBergen, Fields.unknown(Office.SCHEMA)));
        assertThat(office.employee(id).path("branch_id").asLong()).isEqualTo(bergen);

        office.write(office.update(id, Office.says("organisation", ""), inBergen));
        assertThat(office.employee(id).path("branch_id").isNull()).isTrue();
    }

    @Test
    @Tag("R20")
    void theBranchThatFreshteamChoosesByItselfIsTold() {
        long head = office.account.open(Map.of("name", "Head office"));

        Outcome outcome = office.write(office.insert("Kari", "Hansen", "kari@acme.example"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(
                                        applied.after().orElseThrow().fields().reference("organisation"))
                                .isEqualTo(Value.of(new Reference(ORGANISATION, String.valueOf(head)))));
    }

    @Test
    void whenTheMinuteIsUsedUpWritingWaitsAndLosesNothing() {
        office.account.limit(10);
        List<Operation> batch = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> office.insert("Kari", "Hansen", "kari" + i + "@acme.example"))
                .toList();
        office.people(null);
        var before = office.clock.instant();

        Map<String, Outcome> outcomes =
                office.connector.writer(PERSON).orElseThrow().write(batch);

        assertThat(outcomes.values()).hasSize(10).allMatch(Outcome.Applied.class::isInstance);
        assertThat(office.account.employees()).hasSize(10);
        assertThat(Duration.between(before, office.clock.instant())).isGreaterThan(Duration.ofSeconds(30));
    }
}
