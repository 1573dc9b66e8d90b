package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that were read or changed last, bounded by their size in memory.
 *
 * <p>A store has one owner, so nothing else changes what is kept here. The systems of a run are written at the same time,
 * and all of them need the same clusters. A cluster is kept whole or not at all. Used while the database is locked; to be
 * cleared whenever the outcome of a commit is not known.
 */
final class ClusterCache {
    /** Larger clusters are rare, and searched from end to end here. */
    private static final int MOST_MEMBERS = 32;

    private static final long LARGEST = 64L << 20;
    private static final int SHARE_OF_HEAP = 12;

    /** Bytes of a record without its texts, and of its entries here: measured, about. */
    private static final int RECORD_BYTES = 900;

    /** One key takes a fifth of that; the keys of the clusters that are kept are the most useful ones. */
    private static final int BYTES_FOR_EACH_KEY = 1500;

    private final long capacity;
    private final LinkedHashMap<GoldenId, Cluster> clusters = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<RecordRef, Cluster> byRecord = new HashMap<>();
    private long bytes;

    /** A golden record, as far as it is known, with all its records. */
    private static final class Cluster {
        final GoldenId id;
        final List<StoredRecord> members = new ArrayList<>(4);

        @Nullable
        StoredGolden golden;

        Cluster(GoldenId id) {
            this.id = id;
        }

        int position(RecordRef ref) {
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i).ref().equals(ref)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** Creates a cache of so many bytes; 0 keeps nothing. */
    ClusterCache(long capacity) {
        this.capacity = capacity;
    }

    /** Creates a cache that takes a small share of the heap. */
    static ClusterCache inHeap() {
        return new ClusterCache(Math.min(LARGEST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    /** Returns how many match keys may be kept beside the clusters. */
    int keys() {
        return (int) (capacity / BYTES_FOR_EACH_KEY);
    }

    /** Returns all records of a golden record; {@code null} if they are not known. */
    @Nullable
    List<StoredRecord> members(GoldenId id) {
        Cluster cluster = clusters.get(id);
        return cluster == null ? null : cluster.members;
    }

    /** Returns a record; {@code null} if it is not known. */
    @Nullable
    StoredRecord record(RecordRef ref) {
        Cluster cluster = byRecord.get(ref);
        return cluster == null ? null : cluster.members.get(cluster.position(ref));
    }

    /** Returns a golden record; {@code null} if it is not known. */
    @Nullable
    StoredGolden golden(GoldenId id) {
        Cluster cluster = clusters.get(id);
        return cluster == null ? null : cluster.golden;
    }

    /** Keeps all records of a golden record. */
    void keep(GoldenId id, List<StoredRecord> members) {
        if (members.size() > MOST_MEMBERS || capacity == 0) {
            return;
        }
        drop(clusters.get(id));
        Cluster cluster = new Cluster(id);
        clusters.put(id, cluster);
        members.forEach(member -> add(cluster, member));
        shrink();
    }

    /** Keeps a golden record beside its records, if these are kept. */
    void keep(StoredGolden golden) {
        Cluster cluster = clusters.get(golden.id());
        if (cluster != null) {
            cluster.golden = golden;
        }
    }

    /** Applies a commit. */
    void apply(Commit commit) {
        commit.recordsForgotten().forEach(this::dropWith);
        commit.goldensForgotten().forEach(id -> drop(clusters.get(id)));
        commit.records().forEach(this::put);
        for (Commit.Listed listed : commit.listed()) {
            listed.ids().forEach(id -> list(new RecordRef(listed.system(), listed.type(), id), listed.listing()));
        }
        commit.goldens().forEach(this::keep);
        shrink();
    }

    void clear() {
        clusters.clear();
        byRecord.clear();
        bytes = 0;
    }

    private void put(StoredRecord stored) {
        StoredRecord record = stored.withRecord(stored.record().original());
        Cluster from = byRecord.get(record.ref());
        GoldenId golden = record.golden();
        Cluster to = golden == null ? null : clusters.get(golden);
        if (from != null) {
            remove(from, record.ref());
        }
        if (to != null) {
            add(to, record);
        }
        if (to != null && to.members.size() > MOST_MEMBERS) {
            drop(to);
        }
    }

    private void list(RecordRef ref, long listing) {
        Cluster cluster = byRecord.get(ref);
        if (cluster != null) {
            int position = cluster.position(ref);
            cluster.members.set(position, cluster.members.get(position).listedIn(listing));
        }
    }

    private void add(Cluster cluster, StoredRecord record) {
        cluster.members.add(record);
        byRecord.put(record.ref(), cluster);
        bytes += size(record);
    }

    private void remove(Cluster cluster, RecordRef ref) {
        bytes -= size(cluster.members.remove(cluster.position(ref)));
        byRecord.remove(ref);
    }

    private void dropWith(RecordRef ref) {
        drop(byRecord.get(ref));
    }

    private void drop(@Nullable Cluster cluster) {
        if (cluster != null) {
            clusters.remove(cluster.id);
            forgetMembers(cluster.members);
        }
    }

    private void forgetMembers(Collection<StoredRecord> members) {
        for (StoredRecord member : members) {
            byRecord.remove(member.ref());
            bytes -= size(member);
        }
    }

    private void shrink() {
        while (bytes > capacity) {
            Cluster eldest = clusters.values().iterator().next();
            drop(eldest);
        }
    }

    /** Estimates the memory of a record. */
    private static long size(StoredRecord record) {
        long letters = record.ref().id().length();
        for (int i = 0; i < record.record().rawValues().schema().size(); i++) {
            letters += length(record.record().rawValues().slot(i));
        }
        // What Talk wrote is kept beside what the system shows, and is about as long.
        return RECORD_BYTES + (record.record().isPlain() ? 2 : 4) * letters;
    }

    private static int length(@Nullable Object slot) {
        return slot instanceof CharSequence text ? text.length() : 0;
    }
}
