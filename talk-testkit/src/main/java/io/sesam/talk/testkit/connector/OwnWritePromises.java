package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.PageSequence;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The promises about reading Talk's own writes. An own write is not reported as an edit, and hides no edit. */
final class OwnWritePromises {
    private OwnWritePromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        List<ConnectorPromise> promises = new ArrayList<>();
        boolean readable = trial.of(spec.type()).canRead();
        if (readable && spec.inserts()) {
            promises.add(new ConnectorPromise(
                    "an inserted record is not reported as changed by the next reading",
                    "Return the system's answer as Outcome.applied(record), with the values as the system holds them.",
                    OwnWritePromises::isNotReadAsEdit));
        }
        if (readable && spec.updates()) {
            promises.add(new ConnectorPromise(
                    "an edit is read even if Talk wrote the record just after it",
                    "Do not skip records by the time of the own write; Talk recognises its own values.",
                    OwnWritePromises::seesBefore));
            promises.add(new ConnectorPromise(
                    "an edit is read even if Talk wrote the record just before it",
                    "Do not skip records by the time of the own write; Talk recognises its own values.",
                    OwnWritePromises::seesAfter));
        }
        return promises;
    }

    /**
     * Asserts that an own insert is not read as an edit. It is not returned at all, or exactly as its outcome reported
     * it.
     */
    private static void isNotReadAsEdit(ConnectorTrial trial) {
        trial.put(3);
        PageSequence before = trial.readAll();
        Outcome outcome = trial.write(trial.insert(trial.sample()));
        String id = WritePromises.applied(outcome);
        PageSequence after = trial.readAfter(before);
        assertThat(after.records().keySet()).as("changes read after an insert").isSubsetOf(id);
        RecordSnapshot again = after.records().get(id);
        if (again != null
                && outcome instanceof Outcome.Applied applied
                && applied.after().isPresent()) {
            assertThat(answered(again.fields(), applied.after().get().fields()))
                    .as("the record as the outcome reported it")
                    .isEqualTo(applied.after().get().fields());
        }
        assertThat(trial.readAfter(after).changes().stream()
                        .filter(change -> !change.id().equals(id)))
                .as("changes read after that")
                .isEmpty();
    }

    /** Keeps the properties that are known in an answer, which may have fewer than a reading. */
    private static Fields answered(Fields read, Fields answer) {
        Fields.Builder rawValues = read.toBuilder();
        for (int i = 0; i < answer.schema().size(); i++) {
            if (answer.slot(i) == null) {
                rawValues.slot(i, null);
            }
        }
        return rawValues.build();
    }

    /**
     * Edits a record just before Talk writes another field. The write is decided on its own field alone, so that the
     * edit is no conflict.
     */
    private static void seesBefore(ConnectorTrial trial) {
        String id = trial.put(3).keySet().iterator().next();
        PageSequence before = trial.readAll();
        Fields edit = ChangePromises.change(trial);
        trial.world().change(id, edit);
        otherField(trial).ifPresent(field -> {
            Fields write = trial.only(
                    field,
                    trial.sample()
                            .originalText(trial.spec().schema().index(field))
                            .orElseThrow());
            trial.write(trial.update(id, write, Fields.unknown(trial.spec().schema())));
        });
        trial.reopen();
        ChangePromises.seesChange(trial, id, edit, trial.readAfter(before));
    }

    private static void seesAfter(ConnectorTrial trial) {
        String id = trial.put(3).keySet().iterator().next();
        PageSequence before = trial.readAll();
        trial.write(trial.update(
                id, ChangePromises.change(trial), Fields.unknown(trial.spec().schema())));
        Fields edit = ChangePromises.change(trial);
        trial.world().change(id, edit);
        trial.reopen();
        ChangePromises.seesChange(trial, id, edit, trial.readAfter(before));
    }

    private static Optional<String> otherField(ConnectorTrial trial) {
        return trial.spec().fields().stream()
                .filter(FieldSpec::isWritable)
                .map(FieldSpec::name)
                .filter(name -> !name.equals(ChangePromises.property(trial)))
                .findFirst();
    }
}
