package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.ReadChecks;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The promises of a look-up. Answers are current, and an existing record is never reported as missing. */
final class LookupPromises {
    private LookupPromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        if (!trial.of(spec.type()).canLookUp()) {
            return List.of();
        }
        List<ConnectorPromise> promises = new ArrayList<>(List.of(
                new ConnectorPromise(
                        "a lookup by id finds existing records in their current state",
                        "Ask the system each time, keep no cache, and answer under the id that was asked for.",
                        LookupPromises::findsById),
                new ConnectorPromise(
                        "a lookup by id reports a missing record",
                        "Return Found.Missing for an id that the system does not know, such as 404.",
                        LookupPromises::tellsMissing),
                new ConnectorPromise(
                        "a lookup without ids returns nothing",
                        "Return an empty map for no ids, without a call.",
                        LookupPromises::answersNothing),
                new ConnectorPromise(
                        "a lookup by key finds exactly the records with that value",
                        "Compare the value exactly: many systems search by parts or words, so filter the answer.",
                        LookupPromises::findsByKey),
                new ConnectorPromise(
                        "a lookup by id answers every id",
                        "Answer Present, Missing or Merged for each id; leave one out only if its call failed.",
                        LookupPromises::answersAll)));
        if (spec.inserts() && trial.lookup().byOperation().isPresent()) {
            promises.add(new ConnectorPromise(
                    "a lookup by operation finds the record that an insert created, and no other (R21)",
                    "Store operation.id() with the record, search for exactly it, and answer under the operation's id.",
                    LookupPromises::findsByOperation));
        }
        return promises;
    }

    private static void findsById(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(4);
        String changed = there.keySet().iterator().next();
        assertThat(trial.lookup().byId(List.of(changed)))
                .as("answers before the change")
                .hasSize(1);
        Fields edit = ChangePromises.change(trial);
        trial.world().change(changed, edit);
        Map<String, Lookup.Found> found = trial.lookup().byId(there.keySet());
        assertThat(found.keySet())
                .as("ids with an answer")
                .isSubsetOf(there.keySet())
                .contains(changed);
        found.forEach((id, answer) -> {
            assertThat(answer).as("the answer for an existing record").isInstanceOf(Lookup.Found.Present.class);
            RecordSnapshot record = ((Lookup.Found.Present) answer).record();
            assertThat(record.id()).as("the id of the record").isEqualTo(id);
            Fields put = Optional.ofNullable(there.get(id)).orElseThrow();
            ValueComparison.asWasPut(trial.spec(), id.equals(changed) ? with(trial, put, edit) : put, record.fields());
        });
    }

    private static Fields with(ConnectorTrial trial, Fields put, Fields edit) {
        String property = ChangePromises.property(trial);
        return put.toBuilder().set(property, edit.get(property)).build();
    }

    private static void tellsMissing(ConnectorTrial trial) {
        List<String> ids = List.copyOf(trial.put(2).keySet());
        trial.world().delete(trial.type(), ids.get(0));
        Map<String, Lookup.Found> found = trial.lookup().byId(ids);
        assertThat(found.get(ids.get(0))).as("the answer for a deleted record").isEqualTo(new Lookup.Found.Missing());
        assertThat(found.get(ids.get(1)))
                .as("the answer for an existing record")
                .isInstanceOf(Lookup.Found.Present.class);
    }

    private static void answersNothing(ConnectorTrial trial) {
        trial.put(1);
        ReadChecks.answersNothing(trial.lookup());
    }

    private static void findsByKey(ConnectorTrial trial) {
        Optional<Lookup.ByKey> keys = trial.lookup().byKey();
        if (keys.isEmpty()) {
            return;
        }
        assertThat(keys.get().lag()).as("lag").isGreaterThanOrEqualTo(Duration.ZERO);
        Map<String, Fields> there = trial.put(3);
        String property = ChangePromises.property(trial);
        if (keys.get().properties().contains(property) && keys.get().lag().isZero()) {
            there.forEach((id, record) -> {
                String value =
                        record.originalText(record.schema().index(property)).orElseThrow();
                assertThat(ids(keys.get().find(property, value)))
                        .as("records with this %s", property)
                        .containsExactly(id);
            });
            assertThat(keys.get().find(property, "nobody@nowhere.invalid"))
                    .as("records with a value that no record has")
                    .isEmpty();
        }
    }

    private static void answersAll(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(Math.min(3, trial.spec().readLimit()));
        ReadChecks.answersAll(trial.lookup().byId(there.keySet()), there.keySet());
    }

    private static void findsByOperation(ConnectorTrial trial) {
        WritePromises.readIfPossible(trial);
        Instant since = trial.world().clock().instant().minus(Duration.ofMinutes(1));
        Operation one = trial.insert(trial.sample());
        Operation other = trial.insert(trial.sample());
        String id = WritePromises.applied(trial.write(one));
        WritePromises.applied(trial.write(other));
        trial.put(1);
        Lookup.ByOperation operations = trial.lookup().byOperation().orElseThrow();
        assertThat(operations.lag()).as("lag").isGreaterThanOrEqualTo(Duration.ZERO);
        trial.pass(operations.lag());
        Map<String, RecordSnapshot> found = operations.find(List.of(one.id(), "neversent1"), since);
        assertThat(found.keySet())
                .as("operations with a record, of one that created a record and one that was never sent")
                .containsExactly(one.id());
        RecordSnapshot record = Objects.requireNonNull(found.get(one.id()));
        assertThat(record.id())
                .as("the id of the record that the operation created")
                .isEqualTo(id);
        ValueComparison.asWasPut(trial.spec(), one.fields(), record.fields());
    }

    private static List<String> ids(Collection<RecordSnapshot> records) {
        return records.stream().map(RecordSnapshot::id).toList();
    }
}
