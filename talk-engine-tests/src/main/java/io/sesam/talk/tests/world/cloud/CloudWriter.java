package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.WriteLog;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.tests.world.boundary.Gate;
import io.sesam.talk.tests.world.script.Abilities;
import io.sesam.talk.tests.world.script.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writer of a simulated system. */
final class CloudWriter implements Writer {
    private final Cloud cloud;
    private final Gate gate;
    private final Consumer<Deed> witness;

    /**
     * Creates a writer.
     *
     * @param witness notified of everything that is done, at that moment
     */
    CloudWriter(Cloud cloud, Gate gate, Consumer<Deed> witness) {
        this.cloud = cloud;
        this.gate = gate;
        this.witness = witness;
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations) {
        cloud.asked += operations.size();
        Optional<Fault.Kind> fault = gate.pass(cloud.name());
        if (fault.isEmpty()) {
            return all(operations);
        }
        switch (fault.get()) {
            case LOST_REQUEST -> {
                return unknown(operations);
            }
            case LOST_ANSWER -> {
                all(operations);
                return unknown(operations);
            }
            case RESET -> {
                all(operations.subList(0, (operations.size() + 1) / 2));
                throw new IllegalStateException("the connection broke");
            }
            case SERVER_ERROR -> {
                return later(operations, Duration.ofSeconds(1));
            }
            case LIMITED -> {
                return later(operations, Duration.ofHours(1));
            }
            case EMPTY, HALF, NO_LIST, SHORT_PAGE ->
                throw new TalkException(ErrorCode.UNWRITABLE, cloud.name() + " takes nothing at the moment");
            default -> {
                Map<String, Outcome> outcomes = all(operations);
                gate.crashIf(fault);
                return outcomes;
            }
        }
    }

    /** Carries out operations one a call, each with a fault of its own. */
    Map<String, Outcome> write(List<Operation> operations, WriteLog log) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            log.sending(List.of(operation));
            Outcome outcome = new Outcome.Unknown("no answer came");
            try {
                outcome = Objects.requireNonNull(write(List.of(operation)).get(operation.id()));
            } finally {
                cloud.callsWithoutAnswer += outcome instanceof Outcome.Unknown ? 1 : 0;
            }
            outcomes.put(operation.id(), outcome);
            log.answered(operation, outcome);
        }
        return outcomes;
    }

    private static Map<String, Outcome> unknown(List<Operation> operations) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        operations.forEach(operation -> outcomes.put(operation.id(), new Outcome.Unknown("no answer came")));
        return outcomes;
    }

    private static Map<String, Outcome> later(List<Operation> operations, Duration wait) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        operations.forEach(
                operation -> outcomes.put(operation.id(), new Outcome.RetryLater(wait, "too busy; ask again later")));
        return outcomes;
    }

    private Map<String, Outcome> all(List<Operation> operations) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        operations.forEach(operation -> outcomes.put(operation.id(), write(operation)));
        return outcomes;
    }

    private Outcome write(Operation operation) {
        return switch (operation.kind()) {
            case INSERT -> insert(operation);
            case UPDATE -> update(operation);
            case ARCHIVE -> archive(operation);
        };
    }

    private Outcome insert(Operation operation) {
        Fields fields = with(Fields.unknown(Cloud.SCHEMA), operation.fields());
        Optional<String> refusal = cloud.whyNot(fields, null);
        if (refusal.isPresent()) {
            return refused(operation, refusal.get());
        }
        Row row = new Row(cloud.newId(), fields, cloud.clock.instant(), operation.id());
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            if (fields.slot(i) != null) {
                row.writtenAt(i, row.created, operation.fields().slot(i), Cloud.normal(i, fields.slot(i)));
            }
        }
        cloud.rows.put(row.id, row);
        cloud.madeBy.put(operation.id(), row.id);
        done(operation, row.id, List.of());
        return applied(row);
    }

    private Outcome update(Operation operation) {
        Row row = cloud.rowShown(operation.existingId());
        if (row == null) {
            return new Outcome.Conflict(Optional.empty());
        }
        if (!isAsExpected(row, operation)) {
            return new Outcome.Conflict(Optional.of(cloud.shown(row)));
        }
        Fields fields = with(row.fields, operation.fields());
        Optional<String> refusal = cloud.whyNot(fields, row.id);
        if (refusal.isPresent()) {
            return refused(operation, refusal.get());
        }
        List<Deed.Overwritten> overwritten = new ArrayList<>();
        Instant now = cloud.clock.instant();
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            Object written = operation.fields().slot(i);
            if (written != null && cloud.holds(i)) {
                overwrite(row, i, written, operation, fields, overwritten, now);
            }
        }
        row.fields = fields;
        row.modifiedAt(now);
        done(operation, row.id, overwritten);
        return applied(row);
    }

    private void overwrite(
            Row row,
            int property,
            Object written,
            Operation operation,
            Fields fields,
            List<Deed.Overwritten> overwritten,
            Instant now) {
        Word word = row.standing[property];
        if (Cloud.differs(property, row.fields.slot(property), fields.slot(property))) {
            if (word != null) {
                boolean unguarded = cloud.abilities.writes().guard() == Abilities.Guard.NONE
                        || operation.basedOn().slot(property) == null;
                overwritten.add(new Deed.Overwritten(word, written, unguarded && !word.isSeen()));
            }
            row.times[property] = now;
        }
        row.standing[property] = null;
        row.writtenAt(property, now, written, Cloud.normal(property, fields.slot(property)));
    }

    private boolean isAsExpected(Row row, Operation operation) {
        if (cloud.abilities.writes().guard() == Abilities.Guard.NONE) {
            return true;
        }
        if (operation.version().isPresent()) {
            return operation.version().get().equals("v" + row.version);
        }
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            Object expected = operation.basedOn().slot(i);
            if (expected != null && !expected.equals(row.fields.slot(i))) {
                return false;
            }
        }
        return true;
    }

    private Outcome archive(Operation operation) {
        Row row = cloud.rowShown(operation.existingId());
        if (row == null) {
            return new Outcome.NoChange(operation.existingId());
        }
        if (!isAsExpected(row, operation)) {
            return new Outcome.Conflict(Optional.of(cloud.shown(row)));
        }
        done(operation, row.id, List.of());
        cloud.remove(row);
        return Outcome.applied(row.id);
    }

    private Outcome applied(Row row) {
        return cloud.abilities.writes().tells() ? Outcome.applied(cloud.shown(row)) : Outcome.applied(row.id);
    }

    private Outcome refused(Operation operation, String reason) {
        cloud.refused.put(operation.id(), new Cloud.Refusal(cloud.clock.instant(), reason));
        return new Outcome.Rejected(reason);
    }

    private void done(Operation operation, String recordId, List<Deed.Overwritten> overwritten) {
        Deed deed = new Deed(cloud.name(), operation, recordId, cloud.clock.instant(), overwritten);
        cloud.deeds.add(deed);
        witness.accept(deed);
    }

    private Fields with(Fields old, Fields written) {
        Fields.Builder fields = old.toBuilder();
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            String text = text(written.slot(i));
            if (text != null && cloud.holds(i)) {
                String property = Cloud.SCHEMA.property(i).name();
                fields.text(property, cloud.made(property, text));
            }
        }
        return fields.build();
    }

    private static @Nullable String text(@Nullable Object slot) {
        return slot == null ? null : slot == Blank.BLANK ? "" : Fields.textOf(slot);
    }
}
