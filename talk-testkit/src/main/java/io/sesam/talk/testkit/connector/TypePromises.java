package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.TypeChecks;
import io.sesam.talk.spi.Check;
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
                        trial -> TypeChecks.hasLimits(trial.spec())),
                new ConnectorPromise(
                        "it has a field, and every field can be read or written",
                        "Declare a FieldSpec for each property of the system, readable or writable.",
                        trial -> TypeChecks.hasFields(trial.spec())),
                new ConnectorPromise(
                        "required fields can be written",
                        "A required field needs FieldSpec.of or writeOnly; or drop required().",
                        trial -> TypeChecks.canWriteRequired(trial.spec())),
                new ConnectorPromise(
                        "a type with writable fields has a writer, and the other way round",
                        "Declare inserts(), updates() or archives() exactly where writer(type) returns one.",
                        trial -> TypeChecks.hasWriter(trial.connector(), trial.spec())),
                new ConnectorPromise(
                        "a type with readable fields has a reader",
                        "Return a reader where a field is readable; make all fields writeOnly where reading is impossible.",
                        trial -> TypeChecks.hasReader(trial.connector(), trial.spec())),
                new ConnectorPromise(
                        "a type whose deletions are found by complete listings has a lookup to confirm them",
                        "Return a Lookup from lookup(type): a record that is gone from a listing is asked for by id (R25).",
                        trial -> TypeChecks.canConfirm(trial.connector(), trial.spec())),
                new ConnectorPromise(
                        "types() and check() change nothing",
                        "types() and check() may only read.",
                        TypePromises::changesNothing));
    }

    private static void isNamedOnce(ConnectorTrial trial) {
        TypeChecks.isNamedOnce(trial.type(), trial.types(), trial.types());
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
