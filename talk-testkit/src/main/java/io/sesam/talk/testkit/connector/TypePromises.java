package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.util.List;

/** The promises about the facts of a type. */
final class TypePromises {
    private TypePromises() {}

    static List<ConnectorPromise> all() {
        return List.of(
                new ConnectorPromise(
                        "types() contains it once, and returns the same twice",
                        "List each type once, with the same facts while the system is the same.",
                        TypePromises::isNamedOnce),
                new ConnectorPromise(
                        "limits are at least one",
                        "Set readLimit and writeLimit to what one call of the system may hold.",
                        TypePromises::hasLimits),
                new ConnectorPromise(
                        "it has a field, and every field can be read or written",
                        "Declare a FieldSpec for each property of the system, readable or writable.",
                        TypePromises::hasFields),
                new ConnectorPromise(
                        "required fields can be written",
                        "A required field needs FieldSpec.of or writeOnly; or drop required().",
                        TypePromises::canGiveWhatIsRequired),
                new ConnectorPromise(
                        "a type with writable fields has a writer, and the other way round",
                        "Declare inserts(), updates() or archives() exactly where writer(type) returns one.",
                        TypePromises::hasWriter),
                new ConnectorPromise(
                        "a type with readable fields has a reader",
                        "Return a reader where a field is readable; make all fields writeOnly where reading is impossible.",
                        TypePromises::hasReader),
                new ConnectorPromise(
                        "a type whose deletions are found by complete listings has a lookup to confirm them",
                        "Return a Lookup from lookup(type): a record that is gone from a listing is asked for by id (R25).",
                        TypePromises::canConfirm),
                new ConnectorPromise(
                        "types() and check() change nothing",
                        "types() and check() may only read.",
                        TypePromises::changesNothing));
    }

    private static void isNamedOnce(ConnectorTrial trial) {
        assertThat(trial.types().stream().filter(spec -> spec.type().equals(trial.type())))
                .as("the number of times types() contains %s", trial.type())
                .hasSize(1);
        assertThat(facts(trial.of(trial.type()).spec()))
                .as("facts, requested again")
                .isEqualTo(facts(trial.spec()));
    }

    private static List<Object> facts(TypeSpec spec) {
        return List.of(
                spec.fields().stream().map(FieldSpec::name).toList(),
                spec.inserts(),
                spec.updates(),
                spec.archives(),
                spec.deletes(),
                spec.indexLag(),
                spec.readLimit(),
                spec.writeLimit());
    }

    private static void hasLimits(ConnectorTrial trial) {
        assertThat(trial.spec().readLimit()).as("readLimit").isPositive();
        assertThat(trial.spec().writeLimit()).as("writeLimit").isPositive();
        assertThat(trial.spec().indexLag()).as("indexLag").isGreaterThanOrEqualTo(Duration.ZERO);
    }

    private static void hasFields(ConnectorTrial trial) {
        assertThat(trial.spec().fields()).as("fields of an empty world").isNotEmpty();
        assertThat(trial.spec().fields()).as("fields").allMatch(field -> field.isReadable() || field.isWritable());
    }

    private static void canGiveWhatIsRequired(ConnectorTrial trial) {
        assertThat(trial.spec().fields())
                .as("required fields")
                .allMatch(field -> !field.isRequired() || field.isWritable());
    }

    private static void hasWriter(ConnectorTrial trial) {
        TypeSpec spec = trial.spec();
        boolean declared = spec.inserts() || spec.updates() || spec.archives();
        assertThat(trial.canWrite())
                .as("whether there is a writer, as declared by inserts, updates and archives")
                .isEqualTo(declared);
    }

    private static void hasReader(ConnectorTrial trial) {
        boolean readable = trial.spec().fields().stream().anyMatch(FieldSpec::isReadable);
        assertThat(trial.canRead())
                .as("whether there is a reader, as declared by the fields")
                .isEqualTo(readable);
    }

    private static void canConfirm(ConnectorTrial trial) {
        if (trial.spec().deletes() == Deletes.ID_SWEEP) {
            assertThat(trial.canLookUp()).as("whether there is a lookup (R25)").isTrue();
        }
    }

    private static void changesNothing(ConnectorTrial trial) {
        trial.put(3);
        var before = trial.world().list(trial.type());
        trial.connector().types();
        Check check = trial.connector().check();
        assertThat(check.isFine())
                .as("check() of a healthy world: %s", check.findings())
                .isTrue();
        assertThat(trial.world().list(trial.type()))
                .as("records after types() and check()")
                .isEqualTo(before);
    }
}
