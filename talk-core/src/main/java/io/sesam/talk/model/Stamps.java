package io.sesam.talk.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The time and marks of each property of a record.
 *
 * <p>The marks tell edits in the system from values that Talk wrote. Immutable. Times are microseconds since 1970.
 */
public final class Stamps {
    /** Talk wrote the value. The system shows an echo of it (R12c, R20). */
    public static final int ECHO = 1;
    /** A person cleared the value after the record was linked: the blank is an edit (R13). */
    public static final int CLEARED = 2;
    /** The duplicate agreed with another record of its system: it follows the golden record (R11). */
    public static final int AGREED = 4;
    /** Talk wrote the value and has not yet read back the system's rendering of it (R20). */
    public static final int UNSEEN = 8;
    /**
     * An enricher's value, which fills blanks only. With {@link #ECHO}: Talk wrote it from an enricher's answer
     * alone (R31).
     */
    public static final int ENRICHED = 16;
    /**
     * With {@link #ECHO}: the value came from a record that turned out to be another one's. Until it is rewritten,
     * what the record held before counts instead: {@link #written}, or a blank (R9).
     */
    public static final int FOREIGN = 32;
    /** A person changed the value after the record was linked (R11). */
    public static final int EDITED = 64;

    private final long[] times;
    private final short[] marks;
    private final @Nullable Object @Nullable [] written;

    private Stamps(long[] times, short[] marks, @Nullable Object @Nullable [] written) {
        this.times = times;
        this.marks = marks;
        this.written = written;
    }

    /** Stamps all properties as set by people at one time. */
    public static Stamps all(int size, long time) {
        long[] times = new long[size];
        Arrays.fill(times, time);
        return new Stamps(times, new short[size], null);
    }

    /**
     * Restores stamps from their parts, one of each for a property.
     *
     * @param written the values Talk wrote; {@code null} where it wrote none
     */
    @Experimental
    public static Stamps of(long[] times, int[] marks, @Nullable Object[] written) {
        short[] narrow = new short[marks.length];
        boolean any = false;
        for (int i = 0; i < marks.length; i++) {
            narrow[i] = (short) marks[i];
            any |= written[i] != null;
        }
        return new Stamps(times.clone(), narrow, any ? written.clone() : null);
    }

    /** Stamps all properties as an enricher's at one time. */
    public static Stamps enriched(int size, long time) {
        short[] marks = new short[size];
        Arrays.fill(marks, (short) ENRICHED);
        Stamps all = all(size, time);
        return new Stamps(all.times, marks, null);
    }

    /** Checks whether these stamps belong to an enricher's answer. */
    boolean belongToEnrichment() {
        return marks.length > 0 && (marks[0] & (ENRICHED | ECHO)) == ENRICHED;
    }

    /** Returns the time of a property. */
    public long time(int index) {
        return times[index];
    }

    /** Checks whether a property carries a mark. */
    public boolean has(int index, int mark) {
        return (marks[index] & mark) != 0;
    }

    /** Returns all marks of a property. */
    public int marks(int index) {
        return marks[index];
    }

    /** Returns the value Talk wrote, for an {@link #ECHO}. Otherwise {@code null}. */
    public @Nullable Object written(int index) {
        return written == null ? null : written[index];
    }

    /** Counts the stamped properties. */
    public int size() {
        return times.length;
    }

    /** Returns these stamps with one property replaced. */
    public Stamps with(int index, long time, int newMarks, @Nullable Object newWritten) {
        long[] newTimes = times.clone();
        short[] allMarks = marks.clone();
        newTimes[index] = time;
        allMarks[index] = (short) newMarks;
        @Nullable Object[] allWritten = written;
        if (newWritten != null || written != null) {
            allWritten = written == null ? new Object[times.length] : written.clone();
            allWritten[index] = newWritten;
        }
        return new Stamps(newTimes, allMarks, allWritten);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Stamps that
                && Arrays.equals(times, that.times)
                && Arrays.equals(marks, that.marks)
                && sameWritten(that);
    }

    private boolean sameWritten(Stamps that) {
        for (int i = 0; i < times.length; i++) {
            Object mine = written(i);
            Object theirs = that.written(i);
            if (mine == null ? theirs != null : !mine.equals(theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(times) * 31 + Arrays.hashCode(marks);
    }
}
