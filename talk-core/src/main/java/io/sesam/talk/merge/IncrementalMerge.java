package io.sesam.talk.merge;

import io.sesam.talk.engine.resolve.ClusterChanges;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps golden records of one type up to date, change by change, without the engine.
 *
 * <p>A change costs in proportion to the cluster it touches. Whatever the order of the changes, the clusters, golden
 * records, ids and provenance are those that {@link BulkMerge} makes of the same records and links; only where a
 * cluster's oldest record was removed does the golden record keep the id it had. Records are taken with the times they
 * carry.
 *
 * <p>For one thread at a time. {@link #close()} lets go of the memory.
 */
public final class IncrementalMerge implements AutoCloseable {
    private final TypePolicy policy;
    private final Store store;
    private final Resolver resolver;
    private long sequence;

    private IncrementalMerge(TypePolicy policy, Store store) {
        this.policy = policy;
        this.store = store;
        this.sequence = store.lastSequence();
        this.resolver = Resolver.asGiven(store, policy, () -> ++sequence);
    }

    /** An empty one, in memory. */
    public static IncrementalMerge of(TypePolicy policy) {
        return new IncrementalMerge(policy, MemoryStore.create());
    }

    /** One over a store, going on where that was left; closing it closes the store. */
    public static IncrementalMerge of(TypePolicy policy, Store store) {
        return new IncrementalMerge(policy, store);
    }

    /** Takes records that are new or changed; of several for one reference the last counts. */
    public MergeEffects upsert(SourceRecord... records) {
        return upsert(List.of(records));
    }

    /** Takes records that are new or changed, as one change; of several for one reference the last counts. */
    public MergeEffects upsert(Collection<SourceRecord> records) {
        Map<RecordRef, SourceRecord> last = new LinkedHashMap<>();
        records.forEach(record -> last.put(record.ref(), record));
        Map<RecordRef, StoredRecord> before = stored(last.keySet());
        List<StoredRecord> changed = last.values().stream()
                .map(record -> Resolver.live(record, before.get(record.ref()), null))
                .toList();
        return apply(changed, Set.of(), Set.of());
    }

    /** Takes the news that records are gone; unknown ones are no news. */
    public MergeEffects remove(Collection<RecordRef> refs) {
        List<StoredRecord> gone = store.records(refs).stream()
                .filter(StoredRecord::isLive)
                .map(Resolver::gone)
                .toList();
        return apply(gone, Set.of(), Set.of());
    }

    /** Takes links that are new; both ends should be known, or become so. */
    public MergeEffects link(Link... links) {
        return apply(List.of(), Set.of(links), Set.of());
    }

    /** Takes links away. */
    public MergeEffects unlink(Link... links) {
        return apply(List.of(), Set.of(), Set.of(links));
    }

    /** The golden record of an id, if there is one. */
    public Optional<GoldenRecord> golden(GoldenId id) {
        List<GoldenRecord> found = goldens(List.of(id));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** The golden record that a source record belongs to, if the record is there. */
    public Optional<GoldenRecord> goldenOf(RecordRef ref) {
        for (StoredRecord record : store.records(List.of(ref))) {
            GoldenId id = record.golden();
            if (id != null && record.isLive()) {
                return golden(id);
            }
        }
        return Optional.empty();
    }

    /** All golden records, in the order of their last change. */
    public List<GoldenRecord> goldens() {
        List<GoldenRecord> all = new ArrayList<>();
        long after = 0;
        List<StoredGolden> page = store.goldensAfter(after, 1000);
        while (!page.isEmpty()) {
            all.addAll(goldens(page.stream()
                    .filter(golden -> !golden.removed())
                    .map(StoredGolden::id)
                    .toList()));
            after = page.get(page.size() - 1).sequence();
            page = store.goldensAfter(after, 1000);
        }
        return all;
    }

    /** Whether a record stands apart because too many share its key (R11). */
    public boolean isParked(RecordRef ref) {
        return store.records(List.of(ref)).stream().anyMatch(StoredRecord::parked);
    }

    private List<GoldenRecord> goldens(List<GoldenId> ids) {
        Map<GoldenId, List<SourceRecord>> members = new LinkedHashMap<>();
        ids.forEach(id -> members.put(id, new ArrayList<>()));
        for (StoredRecord member : References.of(store, policy.schema()).normalize(store.members(ids))) {
            if (member.isLive()) {
                members.getOrDefault(member.golden(), new ArrayList<>()).add(member.record());
            }
        }
        List<GoldenRecord> goldens = new ArrayList<>();
        members.forEach((id, records) -> {
            if (!records.isEmpty()) {
                records.sort(SourceRecord.OLDEST_FIRST);
                goldens.add(policy.survivorship().merge(id, records.toArray(SourceRecord[]::new)));
            }
        });
        return goldens;
    }

    private MergeEffects apply(List<StoredRecord> changed, Set<Link> added, Set<Link> removed) {
        Commit commit = new Commit();
        ClusterChanges clusterChanges = resolver.resolve(changed, added, removed, List.of(), Instant.EPOCH, commit);
        if (!commit.isEmpty()) {
            store.commit(commit);
        }
        return new MergeEffects(clusterChanges);
    }

    private Map<RecordRef, StoredRecord> stored(Collection<RecordRef> refs) {
        Map<RecordRef, StoredRecord> byRef = new LinkedHashMap<>();
        store.records(refs).forEach(record -> byRef.put(record.ref(), record));
        return byRef;
    }

    /** Closes the store beneath. */
    @Override
    public void close() {
        store.close();
    }
}
