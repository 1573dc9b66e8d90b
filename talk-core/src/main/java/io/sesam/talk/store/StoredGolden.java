package io.sesam.talk.store;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;

/**
 * A golden record as a store remembers it; its members are the records that name it.
 *
 * @param id its id
 * @param values the values that won
 * @param members how many records belong to it
 * @param sequence the number of its last change; grows over all golden records of a store, and no two have the same
 * @param removed whether it is gone; what is gone keeps its last sequence, so that sinks hear of it
 */
public record StoredGolden(GoldenId id, Fields values, int members, long sequence, boolean removed) {}
