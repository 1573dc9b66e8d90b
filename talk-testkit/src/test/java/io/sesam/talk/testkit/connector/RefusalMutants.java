package io.sesam.talk.testkit.connector;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Connectors that break a promise about writes that cannot be done. */
final class RefusalMutants {
    private RefusalMutants() {}

    private static Mutant of(String does, String promise, Supplier<Fault> faults) {
        return Mutant.of(does, "person: " + promise, faults);
    }

    static List<Mutant> all() {
        return List.of(
                of(
                        "sends an empty batch, which is refused",
                        "no operations give no outcomes",
                        () -> Faults.writing((world, honest, operations, log) -> {
                            if (operations.isEmpty()) {
                                throw new TalkException(ErrorCode.UNREADABLE, "400: the list of inputs is empty.");
                            }
                            return honest.write(operations, log);
                        })),
                of(
                        "archives, and does not declare it",
                        "an undeclared kind of operation is refused",
                        () -> Faults.types(spec -> TypeSpec.of(spec.schema(), spec.fields())
                                .inserts()
                                .updates()
                                .deletes(Deletes.FEED)
                                .writeCost(spec.writeCost())
                                .build())),
                of(
                        "inserts the record that it cannot update",
                        "an update of a deleted record is reported, and creates none",
                        () -> Faults.writing(RefusalMutants::upserting)),
                of(
                        "throws when one operation of a batch fails",
                        "a failing operation does not affect the others (R22)",
                        () -> Faults.writing((world, honest, operations, log) -> {
                            Map<String, Outcome> outcomes = honest.write(operations, log);
                            if (outcomes.values().stream().anyMatch(Outcome.Conflict.class::isInstance)) {
                                throw new TalkException(ErrorCode.UNREADABLE, "404 for a record of the batch.");
                            }
                            return outcomes;
                        })),
                of(
                        "writes without a look at the record",
                        "a record edited meanwhile is not changed, and is reported as a conflict (R19)",
                        () -> Faults.sent(RefusalMutants::blindly)),
                of(
                        "takes an edit of any record for a conflict",
                        "an edit of another record does not affect an operation",
                        AnyEdit::new),
                of(
                        "archives without a look at the record",
                        "a record edited meanwhile is not archived (R19)",
                        () -> Faults.sent(RefusalMutants::blindly)));
    }

    private static Operation blindly(Operation operation) {
        return switch (operation.kind()) {
            case INSERT -> operation;
            case UPDATE ->
                Operation.update(
                        operation.id(),
                        operation.existingId(),
                        operation.fields(),
                        Fields.unknown(operation.fields().schema()),
                        null);
            case ARCHIVE ->
                Operation.archive(
                        operation.id(),
                        operation.existingId(),
                        Fields.unknown(operation.basedOn().schema()),
                        null);
        };
    }

    private static Map<String, Outcome> upserting(
            ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>(honest.write(operations, log));
        for (Operation operation : operations) {
            if (outcomes.get(operation.id()) instanceof Outcome.Conflict) {
                outcomes.putAll(honest.write(List.of(Operation.insert(operation.id(), operation.fields())), log));
            }
        }
        return outcomes;
    }

    /** Compares the latest record of the whole table with what it has read. */
    private static final class AnyEdit implements Fault {
        private List<String> read = List.of();

        private static List<String> state(ModelWorld world, EntityType type) {
            return world.system.table(type).ids().stream()
                    .map(id -> id + world.system.table(type).text(id, "email"))
                    .toList();
        }

        @Override
        public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
            Page page = honest.read(request);
            read = type.equals(EntityType.PERSON) ? state(world, type) : read;
            return page;
        }

        @Override
        public Map<String, Outcome> write(
                ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
            if (state(world, EntityType.PERSON).equals(read)) {
                return honest.write(operations, log);
            }
            Map<String, Outcome> outcomes = new LinkedHashMap<>();
            operations.forEach(operation -> outcomes.put(operation.id(), new Outcome.Conflict(Optional.empty())));
            return outcomes;
        }
    }
}
