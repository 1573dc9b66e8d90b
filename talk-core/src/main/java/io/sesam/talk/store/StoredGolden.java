package io.sesam.talk.store;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.query.GoldenSystems;
import org.jspecify.annotations.Nullable;

/**
 * A golden record as stored. Its members are the records that name it.
 *
 * @param id its id
 * @param values the surviving values
 * @param members how many records belong to it
 * @param sequence the number of its last change; grows over all golden records of a store and is unique
 * @param removed whether it was removed; a removed one keeps its last sequence, so that sinks see the removal
 * @param systems the systems of its records; none of a removed one
 * @param founded the number of the change that made it
 * @param other the golden record that took over its records, of a removed one; that it was split off, of another one;
 *     {@code null} for none
 */
public record StoredGolden(
        GoldenId id,
        Fields values,
        int members,
        long sequence,
        boolean removed,
        GoldenSystems systems,
        long founded,
        @Nullable GoldenId other) {
    /** A golden record that was made by its last change, and of which no system is known. */
    public StoredGolden(GoldenId id, Fields values, int members, long sequence, boolean removed) {
        this(id, values, members, sequence, removed, GoldenSystems.NONE, sequence, null);
    }

    /** The state after its removal, without records. */
    public StoredGolden asRemoved(Fields left, long number, @Nullable GoldenId heir) {
        return new StoredGolden(id, left, 0, number, true, GoldenSystems.NONE, founded, heir);
    }
}
