package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of writing by a profile, beside the contract. In the ledger, whose updates are whole, and at the desk. */
final class WritingTest {
    private final Ledger ledger = new Ledger();
    private final Desk desk = new Desk();
    private final Connector toLedger = connect("ledger.yaml", ledger);
    private final Connector toDesk = connect("desk.yaml", desk);

    private static Connector connect(String profile, SmallSystem system) {
        Map<String, Object> raw = new HashMap<>(system.secrets());
        raw.put("profile", SmallWorld.profile(profile));
        raw.put("baseUrl", system.server.uri().toString());
        return Place.open(Path.of(""), raw, Place.context(system.clock));
    }

    @AfterEach
    void close() {
        toLedger.close();
        toDesk.close();
        ledger.close();
        desk.close();
    }

    private static Fields person(String... saying) {
        Fields.Builder fields = Fields.builder(Place.PEOPLE);
        for (int i = 0; i < saying.length; i += 2) {
            fields.text(saying[i], saying[i + 1]);
        }
        return fields.build();
    }

    private static Operation update(String id, Fields changes) {
        return Operation.update("op1", id, changes, Fields.unknown(Place.PEOPLE), null);
    }

    @Test
    void whatIsWrittenBackWholeKeepsWhatTheProfileDoesNotKnow() {
        ObjectNode row = JsonValues.object().put("family", "Nordmann").put("shoe", 43);
        String id = ledger.make("/persons", row);

        Outcome outcome = Place.write(toLedger, update(id, person("lastname", "Hansen")));

        assertThat(outcome).isEqualTo(Outcome.applied(id));
        assertThat(ledger.rows("/persons").find(id).orElseThrow().path("shoe").asInt())
                .isEqualTo(43);
        assertThat(ledger.rows("/persons").find(id).orElseThrow().path("family").asText())
                .isEqualTo("Hansen");
    }

    @Test
    @Tag("R38")
    void aReferenceIsSentAsTheNumberThatItIsThereAndALocationTellsTheNewId() {
        Outcome outcome = Place.write(
                toLedger,
                Operation.insert("op1", person("lastname", "Hansen", "organisation", "101", "born", "1990-12-24")));

        String id = ((Outcome.Applied) outcome).recordId();
        ObjectNode made = ledger.rows("/persons").find(id).orElseThrow();
        assertThat(made.path("firm").isNumber()).isTrue();
        assertThat(made.path("born").asText()).isEqualTo("24.12.1990");
    }

    @Test
    @Tag("R4")
    void whatHasNoFormOverThereIsRefusedBeforeItIsSent() {
        for (Fields fields : List.of(person("lastname", "H", "born", "spring"), person("organisation", "seven"))) {
            assertThat(Place.write(toLedger, Operation.insert("op1", fields)))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            refused -> assertThat(refused.reason())
                                    .containsAnyOf("born", "organisation")
                                    .doesNotContain("spring")
                                    .doesNotContain("seven"));
        }
        assertThat(ledger.server.requests()).isEmpty();
    }

    @Test
    @Tag("R21")
    void aCreationWhoseAnswerIsLostIsAskedForAgainWithItsKeyAndMadeOnce() {
        desk.server.fail(request -> request.method().equals("POST"), new SimFault.Reset(true));

        Outcome outcome = Place.write(toDesk, Operation.insert("op7", person("email", "kari@acme.example")));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(desk.rows("/people").all()).hasSize(1);
        assertThat(desk.rows("/people").all().get(0).path("kind").asText()).isEqualTo("human");
    }

    @Test
    @Tag("R21")
    void aCreationWithoutAKeyWhoseAnswerIsLostIsUnknownAndNotSentAgain() {
        ledger.server.fail(request -> request.method().equals("POST"), new SimFault.Reset(true));

        Outcome outcome = Place.write(toLedger, Operation.insert("op7", person("lastname", "Hansen")));

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(ledger.rows("/persons").all()).hasSize(1);
    }

    @Test
    void whatCannotBeArchivedIsRefusedInWordsThatNameTheProfilesKey() {
        String id = ledger.make("/persons", JsonValues.object().put("family", "Nordmann"));

        Outcome outcome = Place.write(toLedger, Operation.archive("op1", id, Fields.unknown(Place.PEOPLE), null));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.reason()).contains("\"archive\""));
        assertThat(ledger.rows("/persons").all()).hasSize(1);
    }

    @Test
    void aPersonIsFoundByEMailInWhateverCase() {
        String id = desk.make("/people", JsonValues.object().put("email", "kari@acme.example"));
        desk.make("/people", JsonValues.object().put("email", "skari@acme.example"));

        Lookup.ByKey keys =
                toDesk.lookup(EntityType.PERSON).orElseThrow().byKey().orElseThrow();

        assertThat(keys.find("email", "kari@acme.example"))
                .extracting(found -> found.id())
                .containsExactly(id);
    }
}
