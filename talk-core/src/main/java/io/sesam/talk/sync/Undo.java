package io.sesam.talk.sync;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Which of the writes in the journal are to be undone (R35). */
public final class Undo {
    private final String name;
    private final Predicate<AuditEntry> writes;
    private final Predicate<AuditEntry> allAreLater;
    private final Optional<RecordRef> record;

    private Undo(
            String name, Predicate<AuditEntry> writes, Predicate<AuditEntry> allAreLater, Optional<RecordRef> record) {
        this.name = name;
        this.writes = writes;
        this.allAreLater = allAreLater;
        this.record = record;
    }

    /** All that a run has written, in all systems: {@link Report#run()}. */
    public static Undo run(String run) {
        Predicate<AuditEntry> writes = entry -> entry.run().equals(run);
        return new Undo("run " + run, writes, writes.negate(), Optional.empty());
    }

    /** All that was written to a system, from a moment on. */
    public static Undo system(SystemName system, Instant since) {
        return new Undo(
                "writes to " + system + " since " + since,
                entry -> entry.system().equals(system) && !entry.time().isBefore(since),
                entry -> entry.time().isBefore(since),
                Optional.empty());
    }

    /** All that was ever written to a record. */
    public static Undo record(RecordRef record) {
        return new Undo(
                "writes to " + record,
                entry -> entry.system().equals(record.system())
                        && entry.type().equals(record.type())
                        && record.id().equals(entry.recordId()),
                entry -> false,
                Optional.of(record));
    }

    boolean covers(AuditEntry entry) {
        return writes.test(entry);
    }

    /** Whether, once some were seen, all of them are later than an entry: those of a run stand together. */
    boolean areLaterThan(AuditEntry entry) {
        return allAreLater.test(entry);
    }

    /** The only record, if there is one. */
    Optional<RecordRef> record() {
        return record;
    }

    /** In words. */
    @Override
    public String toString() {
        return name;
    }
}
