package io.sesam.talk.model;

import java.time.Instant;

/**
 * A record's value for one property.
 *
 * @param source the source record
 * @param value its value: known or blank
 * @param time when the value was set in the source system
 * @param echo whether Talk wrote the value there
 */
public record Claim(RecordRef source, Value<?> value, Instant time, boolean echo) {
    /** Creates the claim of a record at a property's position. The value must not be unknown. */
    public static Claim of(SourceRecord record, int index) {
        Object voice = record.voice(index);
        Value<?> value = voice == null || voice == Blank.BLANK ? Value.blank() : Value.of(voice);
        return new Claim(record.ref(), value, SourceRecord.instant(record.time(index)), record.has(index, Stamps.ECHO));
    }
}
