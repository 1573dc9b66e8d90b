package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The promises about values written and read again. */
final class RoundTripPromises {
    private RoundTripPromises() {}

    static List<ConnectorPromise> all(TypeSpec spec) {
        List<ConnectorPromise> promises = new ArrayList<>();
        if (!spec.inserts()) {
            return promises;
        }
        promises.add(new ConnectorPromise(
                "values of all kinds are read back with the same meaning (R4)", RoundTripPromises::meansTheSame));
        ValuePromises.text(spec)
                .filter(FieldSpec::isWritable)
                .ifPresent(field -> ValuePromises.TEXTS.forEach((what, text) -> {
                    if (field.render(text).isPresent()) {
                        promises.add(new ConnectorPromise(
                                "a text with " + what + " is read back as it was written (R4)",
                                each -> returns(each, field, text)));
                    }
                }));
        spec.fields().stream()
                .filter(field ->
                        field.isWritable() && ValuePromises.isVocabulary(spec, field) && !field.isVocabularyOnly())
                .forEach(field -> promises.add(new ConnectorPromise(
                        field + " outside the vocabulary is read back unchanged (R3)",
                        each -> staysOutside(each, field))));
        return promises;
    }

    private static void returns(ConnectorTrial trial, FieldSpec field, String text) {
        Fields record = trial.sample().toBuilder().say(field.name(), text).build();
        WritePromises.readIfPossible(trial);
        String id = WritePromises.applied(trial.write(trial.insert(record)));
        int index = trial.spec().schema().index(field.name());
        String expected = field.render(text).orElseThrow();
        assertThat(WritePromises.fields(trial.world().list(trial.type()), id).slot(index))
                .as("%s in the system", field)
                .isEqualTo(expected);
        if (trial.canRead()) {
            RecordSnapshot read = trial.readAll().records().get(id);
            assertThat(read).as("the written record, when everything is read").isNotNull();
            assertThat(Optional.ofNullable(read).orElseThrow().fields().slot(index))
                    .as("%s, read again", field)
                    .isEqualTo(expected);
        }
    }

    private static void meansTheSame(ConnectorTrial trial) {
        for (int i = 0; i < 20; i++) {
            Fields record = trial.sample();
            String id = WritePromises.applied(trial.write(trial.insert(record)));
            WritePromises.isAsAsked(
                    trial, record, WritePromises.fields(trial.world().list(trial.type()), id));
        }
    }

    private static void staysOutside(ConnectorTrial trial, FieldSpec field) {
        Fields record = trial.sample().toBuilder().say(field.name(), "Atlantis").build();
        String id = WritePromises.applied(trial.write(trial.insert(record)));
        Fields there = WritePromises.fields(trial.world().list(trial.type()), id);
        assertThat(there.said(trial.spec().schema().index(field.name())))
                .as("%s in the system", field)
                .contains("Atlantis");
    }
}
