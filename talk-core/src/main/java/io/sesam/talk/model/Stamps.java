package io.sesam.talk.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When each property of a record was said, and by whom: by a person over there, or by Talk itself.
 *
 * <p>Immutable. Times are microseconds since 1970.
 */
public final class Stamps {
    /** Talk wrote it; the value is an echo of what it was told (R12c, R20). */
    public static final int ECHO = 1;
    /** A person emptied it after it had been linked: the blank is an edit (R13). */
    public static final int CLEARED = 2;
    /** It said the same as another record that spoke for itself: a duplicate follows from here on (R11). */
    public static final int AGREED = 4;
    /** Talk wrote it and has not yet seen what the system made of it (R20). */
    public static final int UNSEEN = 8;
    /** An enricher's word: it fills blanks only. With {@link #ECHO}, Talk wrote it on an enricher's word alone (R31). */
    public static final int FAINT = 16;

    private final long[] times;
    private final byte[] marks;
    private final @Nullable Object @Nullable [] told;

    private Stamps(long[] times, byte[] marks, @Nullable Object @Nullable [] told) {
        this.times = times;
        this.marks = marks;
        this.told = told;
    }

    /** All properties said at one time, by people. */
    public static Stamps all(int size, long time) {
        long[] times = new long[size];
        Arrays.fill(times, time);
        return new Stamps(times, new byte[size], null);
    }

    /** All properties said at one time, by an enricher. */
    public static Stamps faint(int size, long time) {
        byte[] marks = new byte[size];
        Arrays.fill(marks, (byte) FAINT);
        Stamps all = all(size, time);
        return new Stamps(all.times, marks, null);
    }

    /** Whether they are those of an enricher's word. */
    boolean areFaint() {
        return marks.length > 0 && (marks[0] & (FAINT | ECHO)) == FAINT;
    }

    /** When the property was said. */
    public long time(int index) {
        return times[index];
    }

    /** Whether the property carries a mark. */
    public boolean has(int index, int mark) {
        return (marks[index] & mark) != 0;
    }

    /** All marks of the property. */
    public int marks(int index) {
        return marks[index];
    }

    /** What Talk told the system, for an {@link #ECHO}; {@code null} otherwise. */
    public @Nullable Object told(int index) {
        return told == null ? null : told[index];
    }

    /** How many properties are stamped. */
    public int size() {
        return times.length;
    }

    /** The same with one property stamped anew. */
    public Stamps with(int index, long time, int newMarks, @Nullable Object newTold) {
        long[] newTimes = times.clone();
        byte[] allMarks = marks.clone();
        newTimes[index] = time;
        allMarks[index] = (byte) newMarks;
        @Nullable Object[] allTold = told;
        if (newTold != null || told != null) {
            allTold = told == null ? new Object[times.length] : told.clone();
            allTold[index] = newTold;
        }
        return new Stamps(newTimes, allMarks, allTold);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Stamps that
                && Arrays.equals(times, that.times)
                && Arrays.equals(marks, that.marks)
                && sameTold(that);
    }

    private boolean sameTold(Stamps that) {
        for (int i = 0; i < times.length; i++) {
            Object mine = told(i);
            Object theirs = that.told(i);
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
