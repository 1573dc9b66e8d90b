package io.sesam.talk.result;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** The writes of the journal to be undone (R35). */
@Experimental
public final class UndoScope {
    private final String name;
    private final Predicate<AuditEntry> writes;
    private final Predicate<AuditEntry> allAreLater;
    private final Optional<RecordRef> record;
    private final Optional<String> run;

    private UndoScope(
            String name,
            Predicate<AuditEntry> writes,
            Predicate<AuditEntry> allAreLater,
            Optional<RecordRef> record,
            Optional<String> run) {
        this.name = name;
        this.writes = writes;
        this.allAreLater = allAreLater;
        this.record = record;
        this.run = run;
    }

    /** All writes of a run in all systems: {@link SyncReport#run()}. */
    public static UndoScope run(String run) {
        Predicate<AuditEntry> writes = entry -> entry.run().equals(run);
        return new UndoScope("run " + run, writes, writes.negate(), Optional.empty(), Optional.of(run));
    }

    /** All writes to a system from a time on; the system by name. */
    public static UndoScope system(String system, Instant since) {
        return system(new SystemName(system), since);
    }

    /** All writes to a system from a time on. */
    public static UndoScope system(SystemName system, Instant since) {
        return new UndoScope(
                "writes to " + system + " since " + since,
                entry -> entry.system().equals(system) && !entry.time().isBefore(since),
                entry -> entry.time().isBefore(since),
                Optional.empty(),
                Optional.empty());
    }

    /** All writes to a record. */
    public static UndoScope record(RecordRef record) {
        return new UndoScope(
                "writes to " + record,
                entry -> entry.system().equals(record.system())
                        && entry.type().equals(record.type())
                        && record.id().equals(entry.recordId()),
                entry -> false,
                Optional.of(record),
                Optional.empty());
    }

    /** Whether an entry is to be undone. */
    public boolean covers(AuditEntry entry) {
        return writes.test(entry);
    }

    /** Whether, once some were found, all others are later than an entry: entries of a run stand together. */
    public boolean areLaterThan(AuditEntry entry) {
        return allAreLater.test(entry);
    }

    /** The only record; empty for a wider scope. */
    public Optional<RecordRef> record() {
        return record;
    }

    /** The run whose writes these are; empty for another scope. */
    public Optional<String> run() {
        return run;
    }

    /** The scope in words. */
    @Override
    public String toString() {
        return name;
    }
}
