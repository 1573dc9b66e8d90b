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
 * Golden records kept up to date by changes.
 *
 * <p>Needs no engine. The cost of a change is proportional to the clusters it touches. In any order of changes the
 * clusters, golden records, ids and provenance are those of {@link BulkMerge}; the one exception: where the oldest
 * record of a cluster was removed, the golden record keeps its id. Records are taken with the times they carry.
 *
 * <p>Not safe for use by several threads. {@link #close()} frees the memory.
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

    /** Creates an empty merge in memory. */
    public static IncrementalMerge of(TypePolicy policy) {
        return new IncrementalMerge(policy, MemoryStore.create());
    }

    /** Creates a merge that continues on a store. Closing the merge closes the store. */
    public static IncrementalMerge of(TypePolicy policy, Store store) {
        return new IncrementalMerge(policy, store);
    }

    /** Adds or updates records. Of several with one reference, the last counts. */
    public MergeEffects upsert(SourceRecord... records) {
        return upsert(List.of(records));
    }

    /** Adds or updates records as one change. Of several with one reference, the last counts. */
    public MergeEffects upsert(Collection<SourceRecord> records) {
        Map<RecordRef, SourceRecord> last = new LinkedHashMap<>();
        records.forEach(record -> last.put(record.ref(), record));
        Map<RecordRef, StoredRecord> before = stored(last.keySet());
        List<StoredRecord> changed = last.values().stream()
                .map(record -> Resolver.live(record, before.get(record.ref()), null))
                .toList();
        return apply(changed, Set.of(), Set.of());
    }

    /** Removes records; unknown references are ignored. */
    public MergeEffects remove(Collection<RecordRef> refs) {
        List<StoredRecord> gone = store.records(refs).stream()
                .filter(StoredRecord::isLive)
                .map(Resolver::gone)
                .toList();
        return apply(gone, Set.of(), Set.of());
    }

    /** Adds links between records. A link takes effect when both ends are known. */
    public MergeEffects link(Link... links) {
        return apply(List.of(), Set.of(links), Set.of());
    }

    /** Removes links between records. */
    public MergeEffects unlink(Link... links) {
        return apply(List.of(), Set.of(), Set.of(links));
    }

    /** Returns the golden record with an id. */
    public Optional<GoldenRecord> golden(GoldenId id) {
        List<GoldenRecord> found = goldens(List.of(id));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** Returns the golden record of a source record. */
    public Optional<GoldenRecord> goldenOf(RecordRef ref) {
        for (StoredRecord record : store.records(List.of(ref))) {
            GoldenId id = record.golden();
            if (id != null && record.isLive()) {
                return golden(id);
            }
        }
        return Optional.empty();
    }

    /** Returns all golden records, by their last change. */
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

    /** Checks whether a record's cluster is oversized (R11). */
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

    /** Closes the underlying store. */
    @Override
    public void close() {
        store.close();
    }
}
