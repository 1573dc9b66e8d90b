package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Connectors that break a promise about successful writes, or about reading what Talk wrote. */
final class WriteMutants {
    private WriteMutants() {}

    private static Mutant of(String does, String promise, Supplier<Fault> faults) {
        return Mutant.of(does, "person: " + promise, faults);
    }

    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>(writes());
        mutants.addAll(ownWrites());
        return mutants;
    }

    private static List<Mutant> writes() {
        return List.of(
                of(
                        "does not send the last name of a new record",
                        "an insert creates one record with the requested values",
                        () -> Faults.sent(operation -> operation.kind() == Operation.Kind.INSERT
                                ? Faults.with(operation, without(operation.fields(), 1))
                                : operation)),
                of(
                        "sends an insert twice",
                        "an insert creates one record with the requested values",
                        () -> Faults.writing((world, honest, operations, log) -> {
                            honest.write(operations, log);
                            return honest.write(operations, log);
                        })),
                of(
                        "gives the outcomes of a batch to each other's operations",
                        "several inserts in one call create one record each",
                        () -> Faults.writing(WriteMutants::turned)),
                of(
                        "makes a call for each record, and announces none",
                        "a writer that makes a call for each record announces each (R21)",
                        () -> new Fault() {
                            @Override
                            public boolean announces() {
                                return false;
                            }
                        }),
                of(
                        "announces all calls of a batch at once",
                        "each call is announced before it is made and its outcome reported after it",
                        () -> Faults.writing(WriteMutants::atOnce)),
                of(
                        "replaces the whole record by what was changed",
                        "an update changes the named fields and no others",
                        () -> Faults.sent(operation -> operation.kind() == Operation.Kind.UPDATE
                                ? Faults.with(operation, blankWhereUnknown(operation.fields()))
                                : operation)),
                of(
                        "does not send blanks",
                        "an update with a blank clears the field",
                        () -> Faults.values(fields -> {
                            Fields.Builder sent = fields.toBuilder();
                            for (int i = 0; i < fields.schema().size(); i++) {
                                sent.slot(i, fields.slot(i) == Blank.BLANK ? null : fields.slot(i));
                            }
                            return sent.build();
                        })),
                of(
                        "takes the answer that nothing changed for a refusal",
                        "an update with the current values changes nothing",
                        () -> Faults.writing(WriteMutants::refusingWhatIsThere)),
                of(
                        "reports a record as archived, and leaves it",
                        "an archived record is gone, and no other",
                        () -> Faults.writing((world, honest, operations, log) -> {
                            Map<String, Outcome> outcomes = new LinkedHashMap<>();
                            operations.forEach(each -> outcomes.put(each.id(), Outcome.applied(each.existingId())));
                            return outcomes;
                        })));
    }

    private static Fields without(Fields fields, int index) {
        return fields.toBuilder().slot(index, null).build();
    }

    private static Fields blankWhereUnknown(Fields fields) {
        Fields.Builder sent = fields.toBuilder();
        for (int i = 0; i < fields.schema().size(); i++) {
            sent.slot(i, fields.slot(i) == null ? Blank.BLANK : fields.slot(i));
        }
        return sent.build();
    }

    private static Map<String, Outcome> turned(
            ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
        List<Outcome> outcomes = new ArrayList<>(honest.write(operations, log).values());
        Collections.reverse(outcomes);
        Map<String, Outcome> turned = new LinkedHashMap<>();
        operations.forEach(operation -> turned.put(operation.id(), outcomes.get(turned.size())));
        return turned;
    }

    private static Map<String, Outcome> atOnce(
            ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
        log.sending(operations);
        Map<String, Outcome> outcomes = honest.write(operations, WriteLog.NONE);
        operations.forEach(operation -> log.answered(operation, outcomes.get(operation.id())));
        return outcomes;
    }

    private static Map<String, Outcome> refusingWhatIsThere(
            ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>(honest.write(operations, log));
        operations.stream()
                .filter(operation -> operation.fields().equals(operation.basedOn()))
                .forEach(operation -> outcomes.put(operation.id(), new Outcome.Rejected("304 not modified")));
        return outcomes;
    }

    private static List<Mutant> ownWrites() {
        return List.of(
                of(
                        "answers a write with the values as Talk sent them",
                        "an inserted record is not reported as changed by the next reading",
                        () -> Faults.writing(WriteMutants::shouting)),
                of(
                        "skips a record whose last write is Talk's",
                        "an edit is read even if Talk wrote the record just after it",
                        () -> new Skipping(Duration.ZERO)),
                of(
                        "skips a record for a minute after Talk wrote it",
                        "an edit is read even if Talk wrote the record just before it",
                        () -> new Skipping(Duration.ofMinutes(1))));
    }

    private static Map<String, Outcome> shouting(
            ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>(honest.write(operations, log));
        outcomes.replaceAll((operation, outcome) ->
                outcome instanceof Outcome.Applied applied && applied.after().isPresent()
                        ? Outcome.applied(applied.after().get().with(0, "as sent"))
                        : outcome);
        return outcomes;
    }

    /** Leaves out of later readings what Talk wrote itself, by the time of the write. */
    private static final class Skipping implements Fault {
        private final Duration after;

        Skipping(Duration after) {
            this.after = after;
        }

        @Override
        public Map<String, Outcome> write(
                ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
            Map<String, Outcome> outcomes = honest.write(operations, log);
            outcomes.values().forEach(outcome -> {
                if (outcome instanceof Outcome.Applied applied) {
                    applied.after()
                            .flatMap(RecordSnapshot::modified)
                            .ifPresent(time -> world.shared.put(applied.recordId(), time));
                }
            });
            return outcomes;
        }

        @Override
        public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
            return Faults.with(
                    honest.read(request), change -> Optional.of(change).filter(each -> !isOwn(world, each)));
        }

        private boolean isOwn(ModelWorld world, Change change) {
            Object written = world.shared.get(change.id());
            return change instanceof RecordSnapshot record
                    && written instanceof Instant time
                    && !record.modified().orElseThrow().isAfter(time.plus(after));
        }
    }
}
