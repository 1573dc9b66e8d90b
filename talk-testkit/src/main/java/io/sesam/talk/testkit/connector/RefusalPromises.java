package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The promises of a writer about refused operations. A refused operation changes nothing, does not affect the others,
 * and is identified.
 */
final class RefusalPromises {
    private RefusalPromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        if (!trial.of(spec.type()).canWrite()) {
            return List.of();
        }
        List<ConnectorPromise> promises = new ArrayList<>();
        promises.add(new ConnectorPromise(
                "no operations give no outcomes",
                "Return an empty map for an empty batch, without a call.",
                RefusalPromises::doesNothing));
        promises.add(new ConnectorPromise(
                "an undeclared kind of operation is refused",
                "Return Outcome.Rejected for kinds that TypeSpec does not declare.",
                RefusalPromises::refusesWhatIsNotDeclared));
        if (spec.updates()) {
            promises.add(new ConnectorPromise(
                    "an update of a deleted record is reported, and creates none",
                    "Map the system's 404 to Outcome.Conflict(Optional.empty()); never insert instead.",
                    RefusalPromises::reportsDeleted));
            promises.add(new ConnectorPromise(
                    "a failing operation does not affect the others (R22)",
                    "Handle each answer by itself; throw only when nothing was done.",
                    RefusalPromises::goesOn));
            if (trial.world().noticesStaleDecisions()) {
                promises.add(new ConnectorPromise(
                        "a record edited meanwhile is not changed, and is reported as a conflict (R19)",
                        "Compare with operation.basedOn() just before writing, or send the record's version as a precondition.",
                        RefusalPromises::noticesEdits));
                promises.add(new ConnectorPromise(
                        "an edit of another record does not affect an operation",
                        "Compare the operation's own record only.",
                        RefusalPromises::ignoresOthers));
            }
        }
        if (spec.archives() && trial.world().noticesStaleDecisions()) {
            promises.add(new ConnectorPromise(
                    "a record edited meanwhile is not archived (R19)",
                    "Compare with operation.basedOn() before archiving too.",
                    RefusalPromises::keepsEdited));
        }
        return promises;
    }

    private static void doesNothing(ConnectorTrial trial) {
        assertThat(trial.write(List.of())).as("outcomes of no operations").isEmpty();
    }

    private static void refusesWhatIsNotDeclared(ConnectorTrial trial) {
        TypeSpec spec = trial.spec();
        String id = trial.put(2).keySet().iterator().next();
        WritePromises.readIfPossible(trial);
        Map<String, Fields> before = trial.world().list(trial.type());
        Fields held = fields(before, id);
        List<Operation> batch = new ArrayList<>();
        if (!spec.inserts()) {
            batch.add(trial.insert(trial.sample()));
        }
        if (!spec.updates()) {
            batch.add(trial.update(id, ChangePromises.change(trial), held));
        }
        if (!spec.archives()) {
            batch.add(trial.archive(id, held));
        }
        trial.write(batch)
                .values()
                .forEach(outcome -> assertThat(outcome)
                        .as("the outcome of an undeclared operation")
                        .isInstanceOf(Outcome.Rejected.class));
        assertThat(trial.world().list(trial.type())).as("records afterwards").isEqualTo(before);
    }

    private static void reportsDeleted(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(3);
        WritePromises.readIfPossible(trial);
        String id = there.keySet().iterator().next();
        Fields held = fields(trial.world().list(trial.type()), id);
        trial.world().delete(trial.type(), id);
        Map<String, Fields> before = trial.world().list(trial.type());
        Outcome outcome = trial.write(trial.update(id, ChangePromises.change(trial), held));
        assertThat(outcome)
                .as("the outcome of an update of a deleted record")
                .isInstanceOfAny(Outcome.Conflict.class, Outcome.Rejected.class);
        assertThat(trial.world().list(trial.type())).as("records afterwards").isEqualTo(before);
    }

    private static void goesOn(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(3);
        WritePromises.readIfPossible(trial);
        List<String> ids = List.copyOf(there.keySet());
        Map<String, Fields> before = trial.world().list(trial.type());
        trial.world().delete(trial.type(), ids.get(1));
        List<Operation> batch = ids.stream()
                .map(id -> trial.update(id, ChangePromises.change(trial), fields(before, id)))
                .limit(trial.spec().writeLimit())
                .toList();
        Map<String, Outcome> outcomes = trial.write(batch);
        assertThat(outcomes.get(batch.get(0).id())).as("the operation before").isInstanceOf(Outcome.Applied.class);
        if (batch.size() > 2) {
            assertThat(outcomes.get(batch.get(1).id()))
                    .as("the failing operation")
                    .isNotInstanceOf(Outcome.Applied.class);
            assertThat(outcomes.get(batch.get(2).id()))
                    .as("the operation after")
                    .isInstanceOf(Outcome.Applied.class);
        }
        assertThat(trial.world().list(trial.type())).as("records afterwards").hasSize(2);
    }

    private static void noticesEdits(ConnectorTrial trial) {
        String id = trial.put(3).keySet().iterator().next();
        WritePromises.readIfPossible(trial);
        Fields held = fields(trial.world().list(trial.type()), id);
        Fields edit = ChangePromises.change(trial);
        trial.world().change(id, edit);
        Map<String, Fields> before = trial.world().list(trial.type());
        Outcome outcome = trial.write(trial.update(id, ChangePromises.change(trial), held));
        assertThat(outcome).as("the outcome").isInstanceOf(Outcome.Conflict.class);
        ((Outcome.Conflict) outcome).current().ifPresent(current -> {
            String property = ChangePromises.property(trial);
            assertThat(current.id()).as("the record in the conflict").isEqualTo(id);
            assertThat(current.fields().get(property)).as("its %s", property).isEqualTo(edit.get(property));
        });
        assertThat(trial.world().list(trial.type())).as("records afterwards").isEqualTo(before);
    }

    private static void ignoresOthers(ConnectorTrial trial) {
        List<String> ids = List.copyOf(trial.put(3).keySet());
        WritePromises.readIfPossible(trial);
        Map<String, Fields> before = trial.world().list(trial.type());
        Fields edit = ChangePromises.change(trial);
        trial.world().change(ids.get(1), edit);
        Outcome outcome =
                trial.write(trial.update(ids.get(0), ChangePromises.change(trial), fields(before, ids.get(0))));
        assertThat(outcome).as("the outcome").isInstanceOf(Outcome.Applied.class);
        String property = ChangePromises.property(trial);
        assertThat(fields(trial.world().list(trial.type()), ids.get(1)).get(property))
                .as("the edit of another record")
                .isEqualTo(edit.get(property));
    }

    private static void keepsEdited(ConnectorTrial trial) {
        String id = trial.put(2).keySet().iterator().next();
        WritePromises.readIfPossible(trial);
        Fields held = fields(trial.world().list(trial.type()), id);
        trial.world().change(id, ChangePromises.change(trial));
        Map<String, Fields> before = trial.world().list(trial.type());
        assertThat(trial.write(trial.archive(id, held))).as("the outcome").isInstanceOf(Outcome.Conflict.class);
        assertThat(trial.world().list(trial.type())).as("records afterwards").isEqualTo(before);
    }

    private static Fields fields(Map<String, Fields> map, String key) {
        return Optional.ofNullable(map.get(key)).orElseThrow(() -> new AssertionError("nothing for " + key));
    }
}
