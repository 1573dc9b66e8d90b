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
public record Claim(RecordRef source, Value<?> value, Instant time, boolean echo) {}
