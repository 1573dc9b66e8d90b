package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;

/**
 * Word that something may have happened to a record: reason to read it again, and no more than that (R29).
 *
 * @param type what kind of record
 * @param id the system's id of it
 */
public record Hint(EntityType type, String id) {}
