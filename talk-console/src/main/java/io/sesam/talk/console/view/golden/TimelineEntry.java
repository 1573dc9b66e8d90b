package io.sesam.talk.console.view.golden;

import java.time.Instant;

/**
 * Something that happened to a record.
 *
 * @param time when
 * @param record the record
 * @param text what
 * @param run id of the run; empty for a decision or a reading
 * @param actor who decided; empty for Talk
 */
public record TimelineEntry(Instant time, String record, String text, String run, String actor) {}
