package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Reference;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Outcome;
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
                "values of all kinds are read back with the same meaning (R4)",
                "Write countries, genders and e-mail addresses in a form that the system gives back with the same meaning.",
                RoundTripPromises::meansTheSame));
        spec.fields().stream()
                .filter(field -> field.isReadable() && field.isWritable())
                .forEach(field -> target(spec, field)
                        .ifPresent(target -> promises.add(new ConnectorPromise(
                                field
                                        + " points to the record that it was given, and an update moves it or is refused (R38)",
                                "Write the target's id of this system, and read it back as a Reference or by text(property, id).",
                                trial -> pointsTo(trial, field, target)))));
        ValuePromises.text(spec)
                .filter(FieldSpec::isWritable)
                .ifPresent(field -> ValuePromises.TEXTS.forEach((what, text) -> {
                    if (field.render(text).isPresent()) {
                        promises.add(new ConnectorPromise(
                                "a text with " + what + " is read back as it was written (R4)",
                                "Encode texts for the wire (JSON, UTF-8), and declare what the system does to them by FieldSpec.",
                                each -> returns(each, field, text)));
                    }
                }));
        spec.fields().stream()
                .filter(field ->
                        field.isWritable() && ValuePromises.isVocabulary(spec, field) && !field.isVocabularyOnly())
                .forEach(field -> promises.add(new ConnectorPromise(
                        field + " outside the vocabulary is read back unchanged (R3)",
                        "Send the text as it is, or declare vocabularyOnly() if the system refuses it.",
                        each -> staysOutside(each, field))));
        return promises;
    }

    private static Optional<EntityType> target(TypeSpec spec, FieldSpec field) {
        return spec.schema().property(spec.schema().index(field.name())).target();
    }

    private static void pointsTo(ConnectorTrial trial, FieldSpec field, EntityType target) {
        if (trial.types().stream().noneMatch(spec -> spec.type().equals(target))) {
            ConnectorTrial.notShown("the world has no " + target + ". Add its schema to schemas().");
        }
        String one = trial.putOther(target);
        String other = trial.putOther(target);
        Fields record = trial.sample().toBuilder().text(field.name(), one).build();
        WritePromises.readIfPossible(trial);
        String id = WritePromises.applied(trial.write(trial.insert(record)));
        refersTo(trial, field, id, one);
        if (trial.spec().updates()) {
            Fields unseen = Fields.unknown(trial.spec().schema());
            Outcome outcome = trial.write(trial.update(id, trial.only(field.name(), other), unseen));
            boolean refused = outcome instanceof Outcome.Rejected;
            if (!refused) {
                WritePromises.applied(outcome);
            }
            refersTo(trial, field, id, refused ? one : other);
        }
    }

    private static void refersTo(ConnectorTrial trial, FieldSpec field, String id, String target) {
        int index = trial.spec().schema().index(field.name());
        Fields there = WritePromises.fields(trial.world().list(trial.type()), id);
        if (there.slot(index) instanceof Reference) {
            assertThat(there.originalText(index)).as("%s in the system", field).contains(target);
        }
        RecordSnapshot read = trial.readAll().records().get(id);
        assertThat(read).as("the written record, when everything is read").isNotNull();
        assertThat(Optional.ofNullable(read).orElseThrow().fields().originalText(index))
                .as("%s, read again", field)
                .contains(target);
    }

    private static void returns(ConnectorTrial trial, FieldSpec field, String text) {
        Fields record = trial.sample().toBuilder().text(field.name(), text).build();
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
        Fields record =
                trial.sample().toBuilder().text(field.name(), "Atlantis").build();
        String id = WritePromises.applied(trial.write(trial.insert(record)));
        Fields there = WritePromises.fields(trial.world().list(trial.type()), id);
        assertThat(there.originalText(trial.spec().schema().index(field.name())))
                .as("%s in the system", field)
                .contains("Atlantis");
    }
}
