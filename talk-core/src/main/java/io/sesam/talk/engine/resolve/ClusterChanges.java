package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import java.util.List;
import java.util.Map;

/**
 * What some changes did to the golden records.
 *
 * @param upserted golden records that are new, or of which a value, a member or a claim changed
 * @param removed golden records that are gone, by deletion or by joining another
 * @param created how many are new
 * @param updated how many have another value
 * @param deleted how many lost their last record
 * @param joined how many became part of another
 * @param split how many came out of another
 * @param moved source records that belong to another golden record than before
 */
public record ClusterChanges(
        List<GoldenRecord> upserted,
        List<GoldenId> removed,
        int created,
        int updated,
        int deleted,
        int joined,
        int split,
        Map<RecordRef, GoldenId> moved) {
    /** Nothing changed. */
    public static final ClusterChanges NONE = new ClusterChanges(List.of(), List.of(), 0, 0, 0, 0, 0, Map.of());

    /** Copies the collections. */
    public ClusterChanges {
        upserted = List.copyOf(upserted);
        removed = List.copyOf(removed);
        moved = Map.copyOf(moved);
    }
}
