package io.sesam.talk.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The value of one property in one source record. Immutable. */
public final class Claim {
    private final SourceRecord record;
    private final Value<?> value;
    private final Instant time;
    private final boolean echo;

    private Claim(SourceRecord record, Value<?> value, Instant time, boolean echo) {
        this.record = record;
        this.value = value;
        this.time = time;
        this.echo = echo;
    }

    /** The claim of a record on the property at a position; its value must not be unknown. */
    public static Claim of(SourceRecord record, int index) {
        Object effective = record.effectiveValue(index);
        Value<?> value = effective == null || effective == Blank.BLANK ? Value.blank() : Value.of(effective);
        return new Claim(record, value, SourceRecord.instant(record.time(index)), record.has(index, Stamps.ECHO));
    }

    /** The claim of a record, with the value as the record spells it. */
    static Claim spelt(SourceRecord record, int index) {
        Object spelling = record.effectiveSpelling(index);
        Value<?> value = spelling == null || spelling == Blank.BLANK ? Value.blank() : Value.of(spelling);
        return new Claim(record, value, SourceRecord.instant(record.time(index)), record.has(index, Stamps.ECHO));
    }

    /** The source record, with its other properties. */
    public SourceRecord record() {
        return record;
    }

    /** Reference of the source record. */
    public RecordRef source() {
        return record.ref();
    }

    /** The value, or a blank. */
    public Value<?> value() {
        return value;
    }

    /** Time of the value in the system; the earliest possible instant when it is unknown. */
    public Instant time() {
        return time;
    }

    /** Whether the time is known. An unknown time is older than every known one. */
    public boolean isTimeKnown() {
        return !time.equals(SourceRecord.instant(SourceRecord.NEVER));
    }

    /** Whether Talk wrote the value there. */
    public boolean echo() {
        return echo;
    }

    /** Whether the other claim has the same source, value, time and origin. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Claim that
                && source().equals(that.source())
                && value.equals(that.value)
                && time.equals(that.time)
                && echo == that.echo;
    }

    @Override
    public int hashCode() {
        return Objects.hash(source(), value, time, echo);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "claim of " + source() + " at " + (isTimeKnown() ? time : "an unknown time")
                + (echo ? ", written by Talk" : "");
    }
}
