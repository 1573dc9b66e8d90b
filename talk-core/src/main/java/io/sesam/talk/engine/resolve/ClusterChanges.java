package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.quality.QualityTally;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import java.util.List;
import java.util.Map;

/**
 * The effects of changes on golden records.
 *
 * @param upserted golden records that are new or changed in a value, a member or a claim
 * @param removed golden records that were deleted or joined another
 * @param created how many are new
 * @param updated how many have another value
 * @param deleted how many lost their last record
 * @param joined how many joined another
 * @param split how many were split off another
 * @param moved source records that moved to another golden record
 * @param counted what the golden records of the type count more than before
 */
public record ClusterChanges(
        List<GoldenRecord> upserted,
        List<GoldenId> removed,
        int created,
        int updated,
        int deleted,
        int joined,
        int split,
        Map<RecordRef, GoldenId> moved,
        QualityTally counted) {
    /** The result of a change that changes no golden record. */
    static ClusterChanges none(QualityTally counted) {
        return new ClusterChanges(List.of(), List.of(), 0, 0, 0, 0, 0, Map.of(), counted);
    }

    /** Copies the collections. */
    public ClusterChanges {
        upserted = List.copyOf(upserted);
        removed = List.copyOf(removed);
        moved = Map.copyOf(moved);
    }
}
