package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a connector promises of reading what Talk itself wrote: it is no edit, and it hides none (R18, R19). */
final class OwnWritePromises {
    private OwnWritePromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        List<ConnectorPromise> promises = new ArrayList<>();
        boolean readable = trial.of(spec.type()).canRead();
        if (readable && spec.inserts()) {
            promises.add(new ConnectorPromise(
                    "what was inserted is not news in the next reading", OwnWritePromises::isNoNews));
        }
        if (readable && spec.updates()) {
            promises.add(new ConnectorPromise(
                    "an edit is read although Talk wrote the record just after", OwnWritePromises::seesBefore));
            promises.add(new ConnectorPromise(
                    "an edit is read although Talk wrote the record just before", OwnWritePromises::seesAfter));
        }
        return promises;
    }

    /** Either it does not come at all, or as it was told when it was written. */
    private static void isNoNews(ConnectorTrial trial) {
        trial.put(3);
        PageSequence before = trial.readAll();
        Outcome outcome = trial.write(trial.insert(trial.sample()));
        String id = WritePromises.applied(outcome);
        PageSequence after = trial.readAfter(before);
        assertThat(after.records().keySet()).as("what comes after an insert").isSubsetOf(id);
        RecordSnapshot again = after.records().get(id);
        if (again != null
                && outcome instanceof Outcome.Applied applied
                && applied.after().isPresent()) {
            assertThat(again.fields())
                    .as("what was told when it was written")
                    .isEqualTo(applied.after().get().fields());
        }
        assertThat(trial.readAfter(after).changes().stream()
                        .filter(change -> !change.id().equals(id)))
                .as("what comes after that")
                .isEmpty();
    }

    /** The write names another field and rests on it alone, so that the edit is no conflict. */
    private static void seesBefore(ConnectorTrial trial) {
        String id = trial.put(3).keySet().iterator().next();
        PageSequence before = trial.readAll();
        Fields edit = ChangePromises.change(trial);
        trial.world().change(id, edit);
        otherField(trial).ifPresent(field -> {
            Fields write = trial.only(
                    field,
                    trial.sample().said(trial.spec().schema().index(field)).orElseThrow());
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
