package io.sesam.talk.result;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Which of the writes in the journal are to be undone (R35). */
public final class UndoScope {
    private final String name;
    private final Predicate<AuditEntry> writes;
    private final Predicate<AuditEntry> allAreLater;
    private final Optional<RecordRef> record;

    private UndoScope(
            String name, Predicate<AuditEntry> writes, Predicate<AuditEntry> allAreLater, Optional<RecordRef> record) {
        this.name = name;
        this.writes = writes;
        this.allAreLater = allAreLater;
        this.record = record;
    }

    /** All that a run has written, in all systems: {@link SyncReport#run()}. */
    public static UndoScope run(String run) {
        Predicate<AuditEntry> writes = entry -> entry.run().equals(run);
        return new UndoScope("run " + run, writes, writes.negate(), Optional.empty());
    }

    /** All that was written to a system, from a moment on. */
    public static UndoScope system(SystemName system, Instant since) {
        return new UndoScope(
                "writes to " + system + " since " + since,
                entry -> entry.system().equals(system) && !entry.time().isBefore(since),
                entry -> entry.time().isBefore(since),
                Optional.empty());
    }

    /** All that was ever written to a record. */
    public static UndoScope record(RecordRef record) {
        return new UndoScope(
                "writes to " + record,
                entry -> entry.system().equals(record.system())
                        && entry.type().equals(record.type())
                        && record.id().equals(entry.recordId()),
                entry -> false,
                Optional.of(record));
    }

    public boolean covers(AuditEntry entry) {
        return writes.test(entry);
    }

    /** Whether, once some were seen, all of them are later than an entry: those of a run stand together. */
    public boolean areLaterThan(AuditEntry entry) {
        return allAreLater.test(entry);
    }

    /** The only record, if there is one. */
    public Optional<RecordRef> record() {
        return record;
    }

    /** In words. */
    @Override
    public String toString() {
        return name;
    }
}
