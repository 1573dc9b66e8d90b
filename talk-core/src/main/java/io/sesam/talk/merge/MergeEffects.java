package io.sesam.talk.merge;

import io.sesam.talk.engine.resolve.ClusterChanges;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import java.util.List;
import java.util.Map;

/** The effects of one change on golden records. */
public final class MergeEffects {
    private final ClusterChanges changes;

    MergeEffects(ClusterChanges changes) {
        this.changes = changes;
    }

    /** Returns golden records that are new or changed in a value, a member or the provenance. */
    public List<GoldenRecord> upserted() {
        return changes.upserted();
    }

    /** Returns golden records that were deleted or joined another. */
    public List<GoldenId> removed() {
        return changes.removed();
    }

    /** Counts the new golden records. */
    public int created() {
        return changes.created();
    }

    /** Counts the golden records with a changed value. */
    public int updated() {
        return changes.updated();
    }

    /** Counts the golden records without remaining records. */
    public int deleted() {
        return changes.deleted();
    }

    /** Counts the golden records that joined another. */
    public int joined() {
        return changes.joined();
    }

    /** Counts the golden records split off another. */
    public int split() {
        return changes.split();
    }

    /** Returns source records that moved to another golden record. */
    public Map<RecordRef, GoldenId> moved() {
        return changes.moved();
    }

    /** Checks whether nothing changed. */
    public boolean isEmpty() {
        return upserted().isEmpty() && removed().isEmpty() && moved().isEmpty();
    }

    @Override
    public String toString() {
        return "created " + created() + ", updated " + updated() + ", deleted " + deleted() + ", joined " + joined()
                + ", split " + split();
    }
}
