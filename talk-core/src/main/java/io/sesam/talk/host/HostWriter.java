package io.sesam.talk.host;

import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes by the host's functions, one record at a time. Each is looked at before, so that no edit is overwritten (R19). */
record HostWriter(HostType type, HostRecords records) implements StepwiseWriter {
    @Override
    public Map<String, Outcome> write(List<Operation> operations, WriteLog log) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            log.sending(List.of(operation));
            Outcome outcome = written(operation);
            log.answered(operation, outcome);
            outcomes.put(operation.id(), outcome);
        }
        return outcomes;
    }

    private Outcome written(Operation operation) {
        try {
            return switch (operation.kind()) {
                case INSERT ->
                    type.insert
                            .map(function -> Outcome.applied(function.insert(operation.fields())))
                            .orElseGet(HostWriter::undeclared);
                case UPDATE ->
                    type.update
                            .map(function -> stale(operation)
                                    .orElseGet(() -> Outcome.applied(
                                            function.update(operation.existingId(), operation.fields()))))
                            .orElseGet(HostWriter::undeclared);
                case ARCHIVE ->
                    type.archive.map(function -> archived(operation, function)).orElseGet(HostWriter::undeclared);
            };
        } catch (HostRefusalException e) {
            return new Outcome.Rejected(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Outcome.Unknown(
                    "the application failed with " + e.getClass().getSimpleName() + "; see its log");
        }
    }

    private Outcome archived(Operation operation, HostType.Archive function) {
        return stale(operation).orElseGet(() -> {
            function.archive(operation.existingId());
            return Outcome.applied(operation.existingId());
        });
    }

    private static Outcome undeclared() {
        return new Outcome.Rejected("the application has no function for this. Add it to its HostType.");
    }

    /** Returns the conflict of an operation that was decided on other values. */
    private Optional<Outcome> stale(Operation operation) {
        String id = operation.existingId();
        if (records.byId(List.of(id)).get(id) instanceof Lookup.Found.Present present) {
            RecordSnapshot current = present.record();
            return holds(current.fields(), operation.basedOn())
                    ? Optional.empty()
                    : Optional.of(new Outcome.Conflict(Optional.of(current)));
        }
        return Optional.of(new Outcome.Conflict(Optional.empty()));
    }

    private static boolean holds(Fields current, Fields basedOn) {
        for (int i = 0; i < basedOn.schema().size(); i++) {
            Object expected = basedOn.slot(i);
            if (expected != null && current.slot(i) != null && !expected.equals(current.slot(i))) {
                return false;
            }
        }
        return true;
    }
}
