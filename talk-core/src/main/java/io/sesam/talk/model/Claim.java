package io.sesam.talk.model;

import java.time.Instant;

/**
 * What one record says of one property.
 *
 * @param source the record that says it
 * @param value what it says: a value or a blank
 * @param time when it was said there
 * @param echo whether Talk wrote it there
 */
public record Claim(RecordRef source, Value<?> value, Instant time, boolean echo) {
    /** What a record says of a property at a position; it must say something. */
    public static Claim of(SourceRecord record, int index) {
        Object voice = record.voice(index);
        Value<?> value = voice == null || voice == Blank.BLANK ? Value.blank() : Value.of(voice);
        return new Claim(record.ref(), value, SourceRecord.instant(record.time(index)), record.has(index, Stamps.ECHO));
    }
}
