package io.sesam.talk.sync;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import java.time.Instant;
import java.util.function.Predicate;

/** Which of the writes in the journal are to be undone (R35). */
public final class Undo {
    private final String name;
    private final Predicate<AuditEntry> writes;
    private final Predicate<AuditEntry> earlier;

    private Undo(String name, Predicate<AuditEntry> writes, Predicate<AuditEntry> earlier) {
        this.name = name;
        this.writes = writes;
        this.earlier = earlier;
    }

    /** All that a run has written, in all systems: {@link Report#run()}. */
    public static Undo run(String run) {
        return new Undo("run " + run, entry -> entry.run().equals(run), entry -> false);
    }

    /** All that was written to a system, from a moment on. */
    public static Undo system(SystemName system, Instant since) {
        return new Undo(
                "all that was written to " + system + " since " + since,
                entry -> entry.system().equals(system) && !entry.time().isBefore(since),
                entry -> entry.time().isBefore(since));
    }

    /** All that was ever written to a record. */
    public static Undo record(RecordRef record) {
        return new Undo(
                "all that was written to " + record,
                entry -> entry.system().equals(record.system())
                        && entry.type().equals(record.type())
                        && record.id().equals(entry.recordId()),
                entry -> false);
    }

    boolean covers(AuditEntry entry) {
        return writes.test(entry);
    }

    /** Whether nothing that is older than an entry can be covered. */
    boolean endsBefore(AuditEntry entry) {
        return earlier.test(entry);
    }

    /** In words. */
    @Override
    public String toString() {
        return name;
    }
}
