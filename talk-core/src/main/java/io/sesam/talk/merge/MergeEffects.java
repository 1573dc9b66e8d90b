package io.sesam.talk.merge;

import io.sesam.talk.engine.resolve.ClusterChanges;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import java.util.List;
import java.util.Map;

/** The effects of one change on the golden records. */
public final class MergeEffects {
    private final ClusterChanges changes;

    MergeEffects(ClusterChanges changes) {
        this.changes = changes;
    }

    /** Golden records that are new, or of which a value, a member or the provenance changed. */
    public List<GoldenRecord> upserted() {
        return changes.upserted();
    }

    /** Golden records that are gone, by deletion or by joining another. */
    public List<GoldenId> removed() {
        return changes.removed();
    }

    /** How many golden records are new. */
    public int created() {
        return changes.created();
    }

    /** How many golden records have another value. */
    public int updated() {
        return changes.updated();
    }

    /** How many golden records lost their last record. */
    public int deleted() {
        return changes.deleted();
    }

    /** How many golden records became part of another. */
    public int joined() {
        return changes.joined();
    }

    /** How many golden records came out of another. */
    public int split() {
        return changes.split();
    }

    /** Source records that belong to another golden record than before. */
    public Map<RecordRef, GoldenId> moved() {
        return changes.moved();
    }

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return upserted().isEmpty() && removed().isEmpty() && moved().isEmpty();
    }

    @Override
    public String toString() {
        return "created " + created() + ", updated " + updated() + ", deleted " + deleted() + ", joined " + joined()
                + ", split " + split();
    }
}
