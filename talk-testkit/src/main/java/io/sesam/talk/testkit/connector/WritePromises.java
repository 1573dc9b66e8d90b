package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The promises of a writer about successful operations. The requested values are written, and nothing else changes. */
final class WritePromises {
    private WritePromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        List<ConnectorPromise> promises = new ArrayList<>();
        if (spec.inserts()) {
            promises.add(new ConnectorPromise(
                    "an insert creates one record with the requested values",
                    "Send every known field, and return Outcome.applied with the new record's id.",
                    WritePromises::inserts));
            promises.add(new ConnectorPromise(
                    "several inserts in one call create one record each",
                    "Match answers to operations by id or place; at most writeLimit operations come in a batch.",
                    WritePromises::insertsMany));
            promises.add(new ConnectorPromise(
                    "a writer that makes a call for each record announces each (R21)",
                    "Make the writer a StepwiseWriter; or declare a WriteCost of fewer calls, if it makes fewer.",
                    WritePromises::announcesEachCall));
            if (trial.announcesCalls()) {
                promises.add(new ConnectorPromise(
                        "each call is announced before it is made and its outcome reported after it",
                        "StepwiseWriter: log.sending(…) before each call, log.answered(…) after it, for each operation.",
                        WritePromises::announces));
            }
        }
        if (spec.updates()) {
            promises.add(new ConnectorPromise(
                    "an update changes the named fields and no others",
                    "Send known fields only, by PATCH; where the system replaces whole records, read the record first.",
                    WritePromises::updates));
            promises.add(new ConnectorPromise(
                    "an update with a blank clears the field",
                    "Send what clears the field, such as null or an empty text; an unknown field is not sent.",
                    WritePromises::clears));
            promises.add(new ConnectorPromise(
                    "an update with the current values changes nothing",
                    "Return NoChange or Applied, and send nothing that differs.",
                    WritePromises::changesNothing));
        }
        if (spec.archives()) {
            promises.add(new ConnectorPromise(
                    "an archived record is gone, and no other",
                    "Archive exactly operation.existingId(), and report Applied.",
                    WritePromises::archives));
        }
        return promises;
    }

    private static void inserts(ConnectorTrial trial) {
        trial.put(3);
        readIfPossible(trial);
        Map<String, Fields> before = trial.world().list(trial.type());
        Fields record = trial.sample();
        String id = applied(trial.write(trial.insert(record)));
        Map<String, Fields> after = trial.world().list(trial.type());
        assertThat(after)
                .as("records after the insert")
                .containsAllEntriesOf(before)
                .hasSize(before.size() + 1);
        assertThat(after).as("records after the insert").containsKey(id);
        isAsAsked(trial, record, Optional.ofNullable(after.get(id)).orElseThrow());
    }

    private static void insertsMany(ConnectorTrial trial) {
        readIfPossible(trial);
        Map<String, Fields> asked = new HashMap<>();
        List<Operation> batch = new ArrayList<>();
        for (int i = 0; i < Math.min(12, trial.spec().writeLimit()); i++) {
            Operation operation = trial.insert(trial.sample());
            batch.add(operation);
            asked.put(operation.id(), operation.fields());
        }
        Map<String, Fields> byId = new HashMap<>();
        trial.write(batch).forEach((operation, outcome) -> byId.put(applied(outcome), fields(asked, operation)));
        Map<String, Fields> there = trial.world().list(trial.type());
        assertThat(there.keySet()).as("ids of the existing records").containsExactlyInAnyOrderElementsOf(byId.keySet());
        byId.forEach((id, record) -> isAsAsked(trial, record, fields(there, id)));
    }

    /** Without announcements, an interrupted batch leaves all its inserts in doubt instead of one. */
    private static void announcesEachCall(ConnectorTrial trial) {
        List<Operation> batch = new ArrayList<>();
        for (int i = 0; i < Math.min(3, trial.spec().writeLimit()); i++) {
            batch.add(trial.insert(trial.sample()));
        }
        if (batch.size() > 1 && trial.spec().writeCost().calls(batch) >= batch.size()) {
            assertThat(trial.announcesCalls())
                    .as(
                            "whether the writer announces its calls, as %d inserts take %d calls",
                            batch.size(), trial.spec().writeCost().calls(batch))
                    .isTrue();
        }
    }

    private static void announces(ConnectorTrial trial) {
        readIfPossible(trial);
        List<Operation> batch = new ArrayList<>();
        for (int i = 0; i < Math.min(3, trial.spec().writeLimit()); i++) {
            batch.add(trial.insert(trial.sample()));
        }
        Map<String, Integer> recordsWhenSent = new LinkedHashMap<>();
        Map<String, Outcome> reported = new HashMap<>();
        Map<String, Outcome> outcomes = trial.write(batch, new WriteLog() {
            @Override
            public void sending(List<Operation> operations) {
                operations.forEach(operation -> recordsWhenSent.put(
                        operation.id(), trial.world().list(trial.type()).size()));
            }

            @Override
            public void answered(Operation operation, Outcome outcome) {
                assertThat(recordsWhenSent).as("announced operations").containsKey(operation.id());
                reported.put(operation.id(), outcome);
            }
        });
        assertThat(reported).as("reported outcomes").isEqualTo(outcomes);
        assertThat(recordsWhenSent.values())
                .as("records that existed when each of %s inserts was announced", batch.size())
                .containsExactlyElementsOf(
                        IntStream.range(0, batch.size()).boxed().toList());
    }

    static Fields fields(Map<String, Fields> map, String key) {
        return Optional.ofNullable(map.get(key)).orElseThrow(() -> new AssertionError("nothing for " + key));
    }

    private static void updates(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(5);
        readIfPossible(trial);
        Map<String, Fields> before = trial.world().list(trial.type());
        for (FieldSpec field : writable(trial)) {
            String id = there.keySet().iterator().next();
            Fields held = fields(trial.world().list(trial.type()), id);
            Fields change = different(trial, field.name(), held);
            Outcome outcome = trial.write(trial.update(id, change, held));
            assertThat(applied(outcome)).as("the updated record").isEqualTo(id);
            Map<String, Fields> after = trial.world().list(trial.type());
            isAsAsked(
                    trial,
                    held.toBuilder().set(field.name(), change.get(field.name())).build(),
                    fields(after, id));
            others(before, id)
                    .forEach((other, fields) -> assertThat(after.get(other))
                            .as("another record, after %s was updated", field)
                            .isEqualTo(fields));
        }
    }

    private static Map<String, Fields> others(Map<String, Fields> records, String id) {
        Map<String, Fields> others = new HashMap<>(records);
        others.remove(id);
        return others;
    }

    private static Fields different(ConnectorTrial trial, String property, Fields held) {
        for (int i = 0; i < 100; i++) {
            Fields sample = trial.sample();
            if (!sample.get(property).equals(held.get(property))
                    && sample.get(property).known().isPresent()) {
                return Fields.builder(trial.spec().schema())
                        .set(property, sample.get(property))
                        .build();
            }
        }
        throw new AssertionError("no other value for " + property + " in " + trial.samples());
    }

    private static void clears(ConnectorTrial trial) {
        String id = trial.put(2).keySet().iterator().next();
        readIfPossible(trial);
        for (FieldSpec field : writable(trial)) {
            if (!field.isRequired() && field.isReadable()) {
                Fields held = fields(trial.world().list(trial.type()), id);
                trial.write(trial.update(id, trial.only(field.name(), ""), held));
                isAsAsked(
                        trial,
                        held.toBuilder().text(field.name(), "").build(),
                        fields(trial.world().list(trial.type()), id));
            }
        }
    }

    private static void changesNothing(ConnectorTrial trial) {
        String id = trial.put(3).keySet().iterator().next();
        readIfPossible(trial);
        Map<String, Fields> before = trial.world().list(trial.type());
        Fields held = fields(before, id);
        Fields.Builder asked = Fields.builder(trial.spec().schema());
        writable(trial).forEach(field -> asked.set(field.name(), held.get(field.name())));
        Outcome outcome = trial.write(trial.update(id, asked.build(), held));
        assertThat(outcome).as("the outcome").isInstanceOfAny(Outcome.NoChange.class, Outcome.Applied.class);
        assertThat(trial.world().list(trial.type())).as("records afterwards").isEqualTo(before);
    }

    private static void archives(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(4);
        readIfPossible(trial);
        List<String> ids = new ArrayList<>(there.keySet());
        Collections.reverse(ids);
        for (String id : ids) {
            Map<String, Fields> before = trial.world().list(trial.type());
            applied(trial.write(trial.archive(id, fields(before, id))));
            assertThat(trial.world().list(trial.type()))
                    .as("records afterwards")
                    .isEqualTo(others(before, id));
        }
    }

    /** Reads everything first, as the engine does before it writes. */
    static void readIfPossible(ConnectorTrial trial) {
        if (trial.canRead()) {
            trial.readAll();
        }
    }

    static String applied(Outcome outcome) {
        assertThat(outcome).as("the outcome").isInstanceOf(Outcome.Applied.class);
        return ((Outcome.Applied) outcome).recordId();
    }

    private static List<FieldSpec> writable(ConnectorTrial trial) {
        return trial.spec().fields().stream()
                .filter(FieldSpec::isWritable)
                .filter(field -> trial.spec()
                                .schema()
                                .property(trial.spec().schema().index(field.name()))
                                .kind()
                        != Kind.REFERENCE)
                .toList();
    }

    static void isAsAsked(ConnectorTrial trial, Fields asked, Fields held) {
        ValueComparison.asWasPut(trial.spec(), asked, held);
    }
}
