package io.sesam.talk.engine.steward;

import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.OversizedCluster;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups parked records of oversized clusters by the match key they share. */
final class OversizedClusters {
    private static final int PAGE = 500;
    private static final int SHOWN = 50;

    private final Store store;
    private final Map<Id, Group> groups = new LinkedHashMap<>();

    private record Id(EntityType type, MatchKey key) {}

    private static final class Group {
        private final List<RecordRef> shown = new ArrayList<>();
        private final Instant since;
        private long size;

        Group(Instant since) {
            this.since = since;
        }
    }

    OversizedClusters(Store store) {
        this.store = store;
    }

    /** All clusters, the largest first. Goes through all that is parked. */
    List<OversizedCluster> all() {
        List<Parked> page = store.parked(null, PAGE);
        while (!page.isEmpty()) {
            add(page.stream()
                    .filter(parked -> parked.kind() == Parked.Kind.OVERSIZED_CLUSTER)
                    .toList());
            page = store.parked(page.get(page.size() - 1), PAGE);
        }
        List<OversizedCluster> clusters = new ArrayList<>();
        groups.forEach((id, group) -> {
            if (group.size > 1) {
                clusters.add(new OversizedClusterData(id.type(), id.key(), group.size, group.shown, group.since));
            }
        });
        clusters.sort((one, other) -> Long.compare(other.size(), one.size()));
        return clusters;
    }

    private void add(List<Parked> page) {
        Map<RecordRef, Instant> refs = new HashMap<>();
        for (Parked parked : page) {
            @Nullable String id = parked.recordId();
            if (id != null) {
                refs.put(new RecordRef(parked.system(), parked.type(), id), parked.since());
            }
        }
        for (StoredRecord record : store.records(refs.keySet())) {
            for (MatchKey key : record.keys()) {
                if (record.parked() && !References.isIndex(key)) {
                    Instant since = refs.getOrDefault(record.ref(), Instant.EPOCH);
                    Group group = groups.computeIfAbsent(new Id(record.ref().type(), key), id -> new Group(since));
                    group.size++;
                    if (group.shown.size() < SHOWN) {
                        group.shown.add(record.ref());
                    }
                }
            }
        }
    }
}
