package io.sesam.talk.engine.observe;

import io.sesam.talk.model.SourceRecord;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The moment at which a record is observed (R12).
 *
 * <p>In the first complete reading of a type, all records count as seen when that reading began, and a value without
 * a time of its own has an unknown time: nothing says which system's value is newer, and neither the order of pages
 * nor that of systems may decide.
 */
public final class Sight {
    private static final long SECOND = 1_000_000;

    private final Instant now;
    private final @Nullable Instant firstReading;

    private Sight(Instant now, @Nullable Instant firstReading) {
        this.now = now;
        this.firstReading = firstReading;
    }

    /** Creates an observation after the first complete reading. */
    public static Sight at(Instant now) {
        return new Sight(now, null);
    }

    /** Creates an observation in the first complete reading, which began at a time. */
    public static Sight inFirstReading(Instant now, Instant begun) {
        return new Sight(now, begun);
    }

    /** Returns the moment itself. */
    public Instant moment() {
        return now;
    }

    /** Returns the time of an edit that the system does not date. */
    long now() {
        return SourceRecord.micros(now);
    }

    /** Returns the time at which a new record counts as seen. */
    long firstSeen() {
        return SourceRecord.micros(firstReading == null ? now : firstReading);
    }

    /** Returns the time of values that nothing dates; {@link SourceRecord#NEVER} for an unknown time. */
    long undated() {
        return firstReading == null ? now() : SourceRecord.NEVER;
    }

    /** Returns a time of a known record; one in the future counts as now. */
    long past(Optional<Instant> time) {
        return past(time, now());
    }

    /**
     * Returns a time of a new record; one in the future counts as when the record was first seen. An edit elsewhere in the
     * same second is newer: many systems date by whole seconds.
     */
    long pastOfNew(Optional<Instant> time) {
        return past(time, Math.floorDiv(firstSeen(), SECOND) * SECOND - 1);
    }

    private long past(Optional<Instant> time, long otherwise) {
        long micros = time.map(SourceRecord::micros).orElse(SourceRecord.NEVER);
        return micros > now() ? otherwise : micros;
    }

    /** Checks whether a time lies in the future. */
    public boolean isFuture(Instant time) {
        return time.isAfter(now);
    }
}
