package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;

/**
 * A hint that a record may have changed. It only makes the engine read the record again (R29).
 *
 * @param type the type of the record
 * @param id the system's id of the record
 */
public record Hint(EntityType type, String id) {}
