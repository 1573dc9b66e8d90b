package io.sesam.talk.connector.hubspot;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Reference;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that writes arrive once, in few calls. A refused record does not affect the others. */
final class WritingTest {
    private final Portal portal = new Portal();

    @AfterEach
    void close() {
        portal.close();
    }

    private Operation insert(String id, String... namesAndValues) {
        return Operation.insert(id, portal.fields(Person.SCHEMA, namesAndValues));
    }

    @Test
    @Tag("case-5")
    void aContactThatExistsAlreadyIsAConflictThatNamesIt() {
        String there = portal.hubspot.create("contacts", Map.of("email", "taken@x.example", "firstname", "Kari"));

        Outcome outcome = portal.write(insert("a1", "email", "Taken@x.example", "firstname", "Ola"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.current().orElseThrow().id())
                                .isEqualTo(there));
        assertThat(portal.hubspot.properties("contacts", there).orElseThrow()).containsEntry("firstname", "Kari");
    }

    @Test
    @Tag("case-5")
    @Tag("R37")
    void aContactWithThatAddressAsItsSecondOneIsAConflictAndMatchesByIt() {
        String survivor = portal.hubspot.create("contacts", Map.of("email", "first@x.example"));
        String loser = portal.hubspot.create("contacts", Map.of("email", "second@x.example"));
        portal.hubspot.merge("contacts", survivor, loser);

        Outcome outcome = portal.write(insert("a1", "email", "second@x.example", "firstname", "Ola"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Conflict.class, conflict -> {
            assertThat(conflict.current().orElseThrow().id()).isEqualTo(survivor);
            assertThat(conflict.current().orElseThrow().matchValues())
                    .contains(Map.of("email", List.of("second@x.example")));
        });
        assertThat(portal.hubspot.ids("contacts")).containsExactly(survivor);
    }

    @Test
    @Tag("case-6")
    @Tag("R22")
    void oneRefusedRecordHoldsNoOtherUp() {
        Map<String, Outcome> outcomes = portal.write(List.of(
                insert("a1", "email", "one@x.example"),
                insert("a2", "email", "no address"),
                insert("a3", "email", "three@x.example")));

        assertThat(outcomes.get("a1")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("a2")).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get("a3")).isInstanceOf(Outcome.Applied.class);
        assertThat(portal.hubspot.ids("contacts")).hasSize(2);
        assertThat(portal.writeCalls()).isEqualTo(1);
    }

    @Test
    @Tag("case-6")
    @Tag("R22")
    void aBatchThatIsRefusedAsAWholeIsHalvedUntilTheCulpritIsFound() {
        String refusal =
                "{\"status\":\"error\",\"category\":\"VALIDATION_ERROR\",\"message\":\"one of them is wrong\"}";
        portal.hubspot
                .server()
                .fail(request -> request.path().endsWith("/batch/create"), new SimFault.Answer(400, refusal));

        Map<String, Outcome> outcomes =
                portal.write(List.of(insert("a1", "email", "one@x.example"), insert("a2", "email", "two@x.example")));

        assertThat(outcomes.values()).allMatch(Outcome.Applied.class::isInstance);
        assertThat(portal.hubspot.ids("contacts")).hasSize(2);
        assertThat(portal.writeCalls()).isEqualTo(3);
    }

    @Test
    @Tag("R21")
    void withATalkIdARecordIsMadeOnceHoweverOftenItIsSent() {
        portal.connector().fix();
        assertThat(portal.hubspot.hasProperty("companies", "talk_id")).isTrue();
        portal.hubspot.server().fail(request -> request.path().endsWith("/batch/upsert"), new SimFault.Reset(true));
        Operation insert = Operation.insert("op1", portal.fields(Organisation.SCHEMA, "name", "Acme"));

        portal.write(insert);
        portal.write(insert);

        assertThat(portal.hubspot.ids("companies")).hasSize(1);
        assertThat(portal.connector()
                        .lookup(ORGANISATION)
                        .orElseThrow()
                        .byOperation()
                        .orElseThrow()
                        .find(List.of("op1", "op2"), portal.clock.instant()))
                .containsOnlyKeys("op1");
    }

    @Test
    @Tag("R21")
    void withoutATalkIdALostAnswerIsUnknownAndNothingIsSentAgain() {
        portal.hubspot.server().fail(request -> request.path().endsWith("/batch/create"), new SimFault.Reset(true));

        Outcome outcome = portal.write(Operation.insert("op1", portal.fields(Organisation.SCHEMA, "name", "Acme")));

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(portal.hubspot.ids("companies")).hasSize(1);
        assertThat(portal.writeCalls()).isEqualTo(1);
    }

    @Test
    @Tag("R19")
    void aColleaguesEditSurvives() {
        String id = portal.hubspot.create("contacts", Map.of("email", "a@x.example", "firstname", "Kari"));
        portal.hubspot.edit("contacts", id, Map.of("firstname", "Karin"));

        Outcome outcome = portal.write(Operation.update(
                "u1",
                id,
                portal.fields(Person.SCHEMA, "firstname", "Kåre"),
                portal.fields(Person.SCHEMA, "firstname", "Kari"),
                null));

        assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
        assertThat(portal.hubspot.properties("contacts", id).orElseThrow()).containsEntry("firstname", "Karin");
        assertThat(portal.writeCalls()).isZero();
    }

    @Test
    @Tag("slow")
    void tenThousandChangedContactsAreWrittenInAHundredCalls() {
        List<Operation> updates = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String id =
                    portal.hubspot.create("contacts", Map.of("email", "p" + i + "@x.example", "firstname", "Before"));
            updates.add(Operation.update(
                    "u" + i,
                    id,
                    portal.fields(Person.SCHEMA, "firstname", "After"),
                    portal.fields(Person.SCHEMA, "firstname", "Before"),
                    null));
        }

        for (int from = 0; from < updates.size(); from += 100) {
            assertThat(portal.write(updates.subList(from, from + 100)).values())
                    .allMatch(Outcome.Applied.class::isInstance);
        }

        assertThat(portal.writeCalls()).isLessThanOrEqualTo(110);
        assertThat(portal.calls.count().writes()).isLessThanOrEqualTo(110);
        assertThat(portal.hubspot.ids("contacts"))
                .allMatch(id -> "After"
                        .equals(portal.hubspot
                                .properties("contacts", id)
                                .orElseThrow()
                                .get("firstname")));
    }

    @Test
    @Tag("R38")
    void aContactMovesFromItsOldCompanyToItsNewOne() {
        String old = portal.hubspot.create("companies", Map.of("name", "Old"));
        String next = portal.hubspot.create("companies", Map.of("name", "New"));
        String contact = portal.hubspot.create("contacts", Map.of("email", "a@x.example"));
        portal.hubspot.associate(contact, old);
        int index = Portal.EMPLOYED.index("organisation");

        Outcome outcome = portal.write(Operation.update(
                "u1",
                contact,
                portal.fields(Person.SCHEMA).toBuilder()
                        .slot(index, new Reference(ORGANISATION, next))
                        .build(),
                portal.fields(Person.SCHEMA).toBuilder()
                        .slot(index, new Reference(ORGANISATION, old))
                        .build(),
                null));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(portal.hubspot.companiesOf(contact)).containsExactly(next);
    }

    @Test
    @Tag("case-12")
    @Tag("R20")
    void whatThePortalMakesOfOurValueComesBackWithTheOutcome() {
        Outcome outcome = portal.write(insert("a1", "email", "Kari.Nordmann@X.example", "firstname", " Kari "));

        Outcome.Applied applied = (Outcome.Applied) outcome;
        assertThat(applied.after().orElseThrow().fields().text("email").known()).contains("kari.nordmann@x.example");
        assertThat(applied.after().orElseThrow().modified())
                .contains(portal.hubspot.modified("contacts", applied.recordId()));
        portal.clock.advance(Duration.ofMinutes(5));
        assertThat(portal.read(PERSON)).hasSize(1);
    }
}
