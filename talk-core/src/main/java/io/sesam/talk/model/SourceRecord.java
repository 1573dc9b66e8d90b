package io.sesam.talk.model;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one system holds of one thing, with when it was said.
 *
 * <p>Immutable. It keeps what was said to the letter ({@link #said()}) beside the same in one alphabet
 * ({@link #values()}); the room {@code normalize} makes the second from the first. Times are microseconds since 1970,
 * {@link #NEVER} where the system gives none.
 */
public final class SourceRecord {
    /** No time was given. */
    public static final long NEVER = Long.MIN_VALUE;

    /** The oldest first, as {@link #isOlderThan} has it. */
    public static final Comparator<SourceRecord> OLDEST_FIRST = SourceRecord::compareAge;

    private final RecordRef ref;
    private final Fields said;
    private final @Nullable Fields values;
    private final long modified;
    private final long created;
    private final long firstSeen;
    private final @Nullable Stamps stamps;

    private SourceRecord(
            RecordRef ref,
            Fields said,
            @Nullable Fields values,
            long modified,
            long created,
            long firstSeen,
            @Nullable Stamps stamps) {
        this.ref = ref;
        this.said = said;
        this.values = values;
        this.modified = modified;
        this.created = created;
        this.firstSeen = firstSeen;
        this.stamps = stamps;
    }

    /** A record of which no time is known: all of it counts as said when it was first seen. */
    public static SourceRecord of(RecordRef ref, Fields said) {
        return at(ref, said, NEVER);
    }

    /** A record as it was last modified. */
    public static SourceRecord of(RecordRef ref, Fields said, Instant modified) {
        return at(ref, said, micros(modified));
    }

    /** A record as it was last modified, in microseconds since 1970 or {@link #NEVER}. */
    public static SourceRecord at(RecordRef ref, Fields said, long modified) {
        if (!ref.type().equals(said.schema().type())) {
            throw new IllegalArgumentException(
                    ref + " cannot hold the fields of a " + said.schema().type());
        }
        return new SourceRecord(ref, said, null, modified, NEVER, NEVER, null);
    }

    /** A record as a store remembers it. */
    public static SourceRecord remembered(
            RecordRef ref, Fields said, long modified, long created, long firstSeen, @Nullable Stamps stamps) {
        return new SourceRecord(ref, said, null, modified, created, firstSeen, stamps);
    }

    /** Microseconds since 1970; what lies outside 290,000 years is cut to {@link #NEVER} or the last one. */
    public static long micros(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? NEVER : Long.MAX_VALUE;
        }
    }

    /** The instant of a number of microseconds since 1970. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /** Which record it is. */
    public RecordRef ref() {
        return ref;
    }

    /** What the system says, to the letter. */
    public Fields said() {
        return said;
    }

    /** The same in one alphabet; equal to {@link #said()} until it has been normalised. */
    public Fields values() {
        return values == null ? said : values;
    }

    /** Whether {@link #values()} have been made. */
    public boolean isNormalized() {
        return values != null;
    }

    /** When the system says it was modified. */
    public long modified() {
        return modified;
    }

    /** When the system says it was created. */
    public long created() {
        return created;
    }

    /** When Talk first saw it. */
    public long firstSeen() {
        return firstSeen;
    }

    /** When a property was said: by its own stamp, else when the record was modified, else when it was first seen. */
    public long time(int index) {
        if (stamps != null) {
            return stamps.time(index);
        }
        return modified != NEVER ? modified : firstSeen;
    }

    /** The stamps; made on the spot where all properties are of one time. */
    public Stamps stamps() {
        return stamps != null ? stamps : Stamps.all(said.schema().size(), time(0));
    }

    /** Whether no property has a stamp of its own. */
    public boolean isPlain() {
        return stamps == null;
    }

    /** Whether a property carries one of the marks of {@link Stamps}. */
    public boolean has(int index, int mark) {
        return stamps != null && stamps.has(index, mark);
    }

    /** Whether it is an enricher's word rather than a system's record: it founds no cluster and is found by no key (R31). */
    public boolean isFaint() {
        return stamps != null && stamps.areFaint();
    }

    /** Whether Talk wrote a property there on an enricher's word, and nobody has confirmed it since (R31). */
    public boolean isBorrowed(int index) {
        return stamps != null && stamps.has(index, Stamps.ECHO) && stamps.has(index, Stamps.FAINT);
    }

    /**
     * What the record has to say of a property: the normalised value, or, when Talk wrote it, what Talk told it, however
     * the system spelt or cut it (R20). {@code null} is nothing. What is borrowed is a blank: with the enricher, the word
     * goes.
     */
    public @Nullable Object voice(int index) {
        if (isBorrowed(index)) {
            return Blank.BLANK;
        }
        Object told = stamps != null && stamps.has(index, Stamps.ECHO) ? stamps.told(index) : null;
        return told != null ? told : values().slot(index);
    }

    /** The same with normalised values. */
    public SourceRecord normalized(Fields normalised) {
        return new SourceRecord(ref, said, normalised, modified, created, firstSeen, stamps);
    }

    /** The same with each property stamped. */
    public SourceRecord stamped(Stamps newStamps) {
        return new SourceRecord(ref, said, values, modified, created, firstSeen, newStamps);
    }

    /** The same, created at a time. */
    public SourceRecord createdAt(long time) {
        return new SourceRecord(ref, said, values, modified, time, firstSeen, stamps);
    }

    /** The same, first seen at a time. */
    public SourceRecord firstSeenAt(long time) {
        return new SourceRecord(ref, said, values, modified, created, time, stamps);
    }

    private static int compareAge(SourceRecord one, SourceRecord other) {
        if (one.isFaint() != other.isFaint()) {
            return one.isFaint() ? 1 : -1;
        }
        int bySight = Long.compare(one.firstSeen, other.firstSeen);
        return bySight != 0 ? bySight : one.ref.compareTo(other.ref);
    }

    /**
     * Whether it is older than another: seen earlier, or at once and with the lesser reference (R9). An enricher's word is
     * the youngest, whenever it was said.
     */
    public boolean isOlderThan(SourceRecord other) {
        return compareAge(this, other) < 0;
    }

    /** Same record, same words, same times. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceRecord that
                && ref.equals(that.ref)
                && said.equals(that.said)
                && modified == that.modified
                && created == that.created
                && firstSeen == that.firstSeen
                && stamps().equals(that.stamps());
    }

    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    /** The reference alone: the values are people's. */
    @Override
    public String toString() {
        return ref.toString();
    }
}
