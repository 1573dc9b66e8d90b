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
 * <p>Immutable. Keeps the values as the system gave them ({@link #rawValues()}) beside the normalised ones
 * ({@link #values()}); {@code Normalizer} makes the second from the first. Times are microseconds since 1970; {@link #NEVER} where the system
 * gives none.
 */
public final class SourceRecord {
    /** Marks a missing time. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Orders the oldest record first, see {@link #isOlderThan}. */
    public static final Comparator<SourceRecord> OLDEST_FIRST = SourceRecord::compareAge;

    private final RecordRef ref;
    private final Fields rawValues;
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
            Fields rawValues,
            @Nullable Fields values,
            @Nullable Fields spelt,
            long modified,
            long created,
            long firstSeen,
            @Nullable Stamps stamps,
            Map<String, List<String>> matchValues) {
        this.ref = ref;
        this.rawValues = rawValues;
        this.values = values;
        this.spelt = spelt;
        this.modified = modified;
        this.created = created;
        this.firstSeen = firstSeen;
        this.stamps = stamps;
        this.matchValues = matchValues;
    }

    /** Creates a record without times. Its values count as created with the record, else as set when first seen. */
    public static SourceRecord of(RecordRef ref, Fields rawValues) {
        return at(ref, rawValues, NEVER);
    }

    /** Creates a record with its modification time. */
    public static SourceRecord of(RecordRef ref, Fields rawValues, Instant modified) {
        return at(ref, rawValues, micros(modified));
    }

    /** Creates a record modified at a time in microseconds since 1970, or {@link #NEVER}. */
    public static SourceRecord at(RecordRef ref, Fields rawValues, long modified) {
        if (!ref.type().equals(rawValues.schema().type())) {
            throw new IllegalArgumentException(
                    ref + " cannot hold the fields of a " + rawValues.schema().type());
        }
        return new SourceRecord(ref, rawValues, null, null, modified, NEVER, NEVER, null, Map.of());
    }

    /** Restores a record from a store. */
    public static SourceRecord remembered(
            RecordRef ref, Fields rawValues, long modified, long created, long firstSeen, @Nullable Stamps stamps) {
        return new SourceRecord(ref, rawValues, null, null, modified, created, firstSeen, stamps, Map.of());
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

    /** Returns the values as the system gave them. */
    public Fields rawValues() {
        return rawValues;
    }

    /** Returns the normalised values; equal to {@link #rawValues()} before normalisation. */
    public Fields values() {
        return values == null ? rawValues : values;
    }

    /** Returns the values as they are written elsewhere: spelt as the system spells them, normalised otherwise. */
    public Fields spelling() {
        return spelt == null ? values() : spelt;
    }

    /**
     * Returns the value that is written elsewhere where {@link #effectiveValue} counts: the same value as this record spells
     * it (R5).
     */
    public @Nullable Object effectiveSpelling(int index) {
        Object value = effectiveValue(index);
        return value != null && value.equals(values().slot(index)) ? spelling().slot(index) : value;
    }

    /** Returns further values by which the record matches, by property, such as a person's second addresses (R5). */
    public Map<String, List<String>> matchValues() {
        return matchValues;
    }

    /** Returns this record with further values by which it matches; the same object when nothing changes. */
    public SourceRecord matching(Map<String, List<String>> further) {
        return further.equals(matchValues)
                ? this
                : new SourceRecord(
                        ref, rawValues, values, spelt, modified, created, firstSeen, stamps, Map.copyOf(further));
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
        return stamps != null ? stamps : Stamps.all(rawValues.schema().size(), time(0));
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
    public boolean isEnrichment() {
        return stamps != null && stamps.belongToEnrichment();
    }

    /**
     * Checks whether a value came from an enricher through Talk's own write. Until a person confirms it, it does
     * not count as the system's own value (R31).
     */
    public boolean isEnriched(int index) {
        return stamps != null && stamps.has(index, Stamps.ECHO) && stamps.has(index, Stamps.ENRICHED);
    }

    /**
     * Returns the value that counts in merging. It is the normalised value, or, where Talk wrote the property, the
     * value Talk wrote, however the system re-spelt or truncated it (R20). {@code null} is unknown. A value that
     * stands in a system only because the enricher gave it counts as blank, so that it goes when the answer goes. So
     * does a value of a record that has left the cluster, unless it is known what stood there before.
     */
    public @Nullable Object effectiveValue(int index) {
        if (isEnriched(index)) {
            return Blank.BLANK;
        }
        Object written = stamps != null && stamps.has(index, Stamps.ECHO) ? stamps.written(index) : null;
        return written != null ? written : has(index, Stamps.FOREIGN) ? Blank.BLANK : values().slot(index);
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
                ? new SourceRecord(ref, rawValues, null, null, modified, created, firstSeen, stamps, matchValues)
                : this;
    }

    /** Returns this record with normalised values. */
    public SourceRecord normalized(Fields normalised) {
        return new SourceRecord(ref, rawValues, normalised, null, modified, created, firstSeen, stamps, matchValues);
    }

    /** Returns this record with the spelling of values that are compared in another form. */
    public SourceRecord spelt(Fields spelling) {
        return new SourceRecord(ref, rawValues, values, spelling, modified, created, firstSeen, stamps, matchValues);
    }

    /** Returns this record with new stamps. */
    public SourceRecord stamped(Stamps newStamps) {
        return new SourceRecord(ref, rawValues, values, spelt, modified, created, firstSeen, newStamps, matchValues);
    }

    /** Returns this record with a creation time. */
    public SourceRecord createdAt(long time) {
        return new SourceRecord(ref, rawValues, values, spelt, modified, time, firstSeen, stamps, matchValues);
    }

    /** Returns this record with a first-seen time. */
    public SourceRecord firstSeenAt(long time) {
        return new SourceRecord(ref, rawValues, values, spelt, modified, created, time, stamps, matchValues);
    }

    private static int compareAge(SourceRecord one, SourceRecord other) {
        if (one.isEnrichment() != other.isEnrichment()) {
            return one.isEnrichment() ? 1 : -1;
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
                && rawValues.equals(that.rawValues)
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
