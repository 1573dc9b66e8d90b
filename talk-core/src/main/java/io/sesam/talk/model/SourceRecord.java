package io.sesam.talk.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A record of one system with its times.
 *
 * <p>Immutable. Keeps the original values ({@link #said()}) beside the normalised ones ({@link #values()}); {@code
 * Normalizer} makes the second from the first. Times are microseconds since 1970; {@link #NEVER} where the system
 * gives none.
 */
public final class SourceRecord {
    /** Marks a missing time. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Orders the oldest record first, see {@link #isOlderThan}. */
    public static final Comparator<SourceRecord> OLDEST_FIRST = SourceRecord::compareAge;

    private final RecordRef ref;
    private final Fields said;
    private final @Nullable Fields values;
    private final @Nullable Fields spelt;
    private final long modified;
    private final long created;
    private final long firstSeen;
    private final @Nullable Stamps stamps;
    private final Map<String, List<String>> matchValues;
    /**
     * The normalised record, once it was computed; this one where nothing differs. A second computation gives an equal
     * one.
     */
    private @Nullable SourceRecord normal;

    private SourceRecord(
            RecordRef ref,
            Fields said,
            @Nullable Fields values,
            @Nullable Fields spelt,
            long modified,
            long created,
            long firstSeen,
            @Nullable Stamps stamps,
            Map<String, List<String>> matchValues) {
        this.ref = ref;
        this.said = said;
        this.values = values;
        this.spelt = spelt;
        this.modified = modified;
        this.created = created;
        this.firstSeen = firstSeen;
        this.stamps = stamps;
        this.matchValues = matchValues;
    }

    /** Creates a record without times. Its values count as created with the record, else as set when first seen. */
    public static SourceRecord of(RecordRef ref, Fields said) {
        return at(ref, said, NEVER);
    }

    /** Creates a record with its modification time. */
    public static SourceRecord of(RecordRef ref, Fields said, Instant modified) {
        return at(ref, said, micros(modified));
    }

    /** Creates a record modified at a time in microseconds since 1970, or {@link #NEVER}. */
    public static SourceRecord at(RecordRef ref, Fields said, long modified) {
        if (!ref.type().equals(said.schema().type())) {
            throw new IllegalArgumentException(
                    ref + " cannot hold the fields of a " + said.schema().type());
        }
        return new SourceRecord(ref, said, null, null, modified, NEVER, NEVER, null, Map.of());
    }

    /** Restores a record from a store. */
    public static SourceRecord remembered(
            RecordRef ref, Fields said, long modified, long created, long firstSeen, @Nullable Stamps stamps) {
        return new SourceRecord(ref, said, null, null, modified, created, firstSeen, stamps, Map.of());
    }

    /**
     * Converts to microseconds since 1970. Instants beyond about 290,000 years become {@link #NEVER} or the
     * greatest value.
     */
    public static long micros(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? NEVER : Long.MAX_VALUE;
        }
    }

    /** Converts from microseconds since 1970. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /** Returns the reference of the record. */
    public RecordRef ref() {
        return ref;
    }

    /** Returns the original values, unchanged. */
    public Fields said() {
        return said;
    }

    /** Returns the normalised values; equal to {@link #said()} before normalisation. */
    public Fields values() {
        return values == null ? said : values;
    }

    /** Returns the values as they are written elsewhere: spelt as the system spells them, normalised otherwise. */
    public Fields spelling() {
        return spelt == null ? values() : spelt;
    }

    /**
     * Returns the value that is written elsewhere where {@link #voice} counts: the same value as this record spells
     * it (R5).
     */
    public @Nullable Object word(int index) {
        Object voice = voice(index);
        return voice != null && voice.equals(values().slot(index)) ? spelling().slot(index) : voice;
    }

    /** Returns further values by which the record matches, by property, such as a person's second addresses (R5). */
    public Map<String, List<String>> matchValues() {
        return matchValues;
    }

    /** Returns this record with further values by which it matches; the same object when nothing changes. */
    public SourceRecord matching(Map<String, List<String>> further) {
        return further.equals(matchValues)
                ? this
                : new SourceRecord(ref, said, values, spelt, modified, created, firstSeen, stamps, Map.copyOf(further));
    }

    /** Checks whether the values have been normalised. */
    @SuppressWarnings("ReferenceEquality") // a record in normal form is its own
    public boolean isNormalized() {
        return values != null || normal == this;
    }

    /** Returns the system's modification time. */
    public long modified() {
        return modified;
    }

    /** Returns the system's creation time. */
    public long created() {
        return created;
    }

    /** Returns when Talk first saw the record. */
    public long firstSeen() {
        return firstSeen;
    }

    /**
     * Returns the time of a property: its own stamp, else the modification time, else the creation time, else when
     * first seen. {@link #NEVER} is an unknown time: older than every known one.
     */
    public long time(int index) {
        if (stamps != null) {
            return stamps.time(index);
        }
        return undatedTime(modified, created, firstSeen);
    }

    /** Returns the time of values without a time of their own, from the times of their record. */
    public static long undatedTime(long modified, long created, long firstSeen) {
        return modified != NEVER ? modified : created != NEVER ? created : firstSeen;
    }

    /** Returns the stamps. Created on the fly when all properties share one time. */
    public Stamps stamps() {
        return stamps != null ? stamps : Stamps.all(said.schema().size(), time(0));
    }

    /** Checks whether no property has its own stamp. */
    public boolean isPlain() {
        return stamps == null;
    }

    /** Checks whether a property carries a mark of {@link Stamps}. */
    public boolean has(int index, int mark) {
        return stamps != null && stamps.has(index, mark);
    }

    /**
     * Checks whether this is an enricher's answer. Such a record starts no cluster and is found by no match key
     * (R31).
     */
    public boolean isFaint() {
        return stamps != null && stamps.areFaint();
    }

    /**
     * Checks whether a value came from an enricher through Talk's own write. Until a person confirms it, it does
     * not count as the system's own value (R31).
     */
    public boolean isBorrowed(int index) {
        return stamps != null && stamps.has(index, Stamps.ECHO) && stamps.has(index, Stamps.FAINT);
    }

    /**
     * Returns the value that counts in merging. It is the normalised value, or, where Talk wrote the property, the
     * value Talk wrote, however the system re-spelt or truncated it (R20). {@code null} is unknown. A value that
     * stands in a system only because the enricher gave it counts as blank, so that it goes when the answer goes. So
     * does a value of a record that has left the cluster, unless it is known what stood there before.
     */
    public @Nullable Object voice(int index) {
        if (isBorrowed(index)) {
            return Blank.BLANK;
        }
        Object told = stamps != null && stamps.has(index, Stamps.ECHO) ? stamps.told(index) : null;
        return told != null ? told : has(index, Stamps.FOREIGN) ? Blank.BLANK : values().slot(index);
    }

    /**
     * Returns this record in normal form, computed on first use and kept. The same object where its values are in normal
     * form already.
     *
     * @param normalizer always the same one: the result of the first call is returned by all later ones
     */
    public SourceRecord inNormalForm(UnaryOperator<SourceRecord> normalizer) {
        if (values != null) {
            return this;
        }
        SourceRecord known = normal;
        if (known == null) {
            known = normalizer.apply(this);
            normal = known;
        }
        return known;
    }

    /** Returns this record as its system holds it, without normalised values. */
    public SourceRecord original() {
        return isNormalized()
                ? new SourceRecord(ref, said, null, null, modified, created, firstSeen, stamps, matchValues)
                : this;
    }

    /** Returns this record with normalised values. */
    public SourceRecord normalized(Fields normalised) {
        return new SourceRecord(ref, said, normalised, null, modified, created, firstSeen, stamps, matchValues);
    }

    /** Returns this record with the spelling of values that are compared in another form. */
    public SourceRecord spelt(Fields spelling) {
        return new SourceRecord(ref, said, values, spelling, modified, created, firstSeen, stamps, matchValues);
    }

    /** Returns this record with new stamps. */
    public SourceRecord stamped(Stamps newStamps) {
        return new SourceRecord(ref, said, values, spelt, modified, created, firstSeen, newStamps, matchValues);
    }

    /** Returns this record with a creation time. */
    public SourceRecord createdAt(long time) {
        return new SourceRecord(ref, said, values, spelt, modified, time, firstSeen, stamps, matchValues);
    }

    /** Returns this record with a first-seen time. */
    public SourceRecord firstSeenAt(long time) {
        return new SourceRecord(ref, said, values, spelt, modified, created, time, stamps, matchValues);
    }

    private static int compareAge(SourceRecord one, SourceRecord other) {
        if (one.isFaint() != other.isFaint()) {
            return one.isFaint() ? 1 : -1;
        }
        int bySight = Long.compare(one.firstSeen, other.firstSeen);
        return bySight != 0 ? bySight : one.ref.compareTo(other.ref);
    }

    /**
     * Checks whether this record is older than another. The older one was seen earlier, or at the same time with
     * the lesser reference (R9). An enricher's answer is younger than every record.
     */
    public boolean isOlderThan(SourceRecord other) {
        return compareAge(this, other) < 0;
    }

    /** Compares reference, values and times. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceRecord that
                && ref.equals(that.ref)
                && said.equals(that.said)
                && modified == that.modified
                && created == that.created
                && firstSeen == that.firstSeen
                && matchValues.equals(that.matchValues)
                && stamps().equals(that.stamps());
    }

    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    /** Returns the reference only: values may be personal. */
    @Override
    public String toString() {
        return ref.toString();
    }
}
