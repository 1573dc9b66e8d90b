package io.sesam.talk.store;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;

/**
 * A golden record as stored. Its members are the records that name it.
 *
 * @param id its id
 * @param values the surviving values
 * @param members how many records belong to it
 * @param sequence the number of its last change; grows over all golden records of a store and is unique
 * @param removed whether it was removed; a removed one keeps its last sequence, so that sinks see the removal
 */
public record StoredGolden(GoldenId id, Fields values, int members, long sequence, boolean removed) {}
