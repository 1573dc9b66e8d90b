package io.sesam.talk.engine.steward;

import io.sesam.talk.engine.report.Ordered;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.OversizedCluster;
import java.time.Instant;
import java.util.List;

/** Values of an {@link OversizedCluster}. */
public record OversizedClusterData(EntityType type, MatchKey key, long size, List<RecordRef> records, Instant since)
        implements OversizedCluster {
    /** Copies the list. */
    public OversizedClusterData {
        records = Ordered.copy(records);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return size + " records of type " + type + " share a key of rule " + key.rule() + " since " + since;
    }
}
