package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.quality.QualityTally;
import io.sesam.talk.engine.resolve.Partition.Part;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolution of changed records into clusters and golden records.
 *
 * <p>Writes the result into a commit. The cost is proportional to the changed records and their components, never
 * to the size of the store. Not safe for several threads; a commit must be applied before the next call.
 */
public final class Resolver {
    private final Store store;
    private final TypePolicy policy;
    private final LongSupplier sequence;
    private final long seen;
    private final boolean watching;
    private final References references;

    /**
     * Creates a resolver of one type.
     *
     * @param sequence returns a greater number on each call
     * @param seen the last number that a sink may have seen
     */
    public Resolver(Store store, TypePolicy policy, LongSupplier sequence, long seen) {
        this(store, policy, sequence, seen, true, References.of(store, policy.schema()));
    }

    private Resolver(
            Store store, TypePolicy policy, LongSupplier sequence, long seen, boolean watching, References references) {
        this.watching = watching;
        this.seen = seen;
        this.references = references;
        this.store = store;
        this.policy = policy;
        this.sequence = sequence;
    }

    /** Creates a resolver that leaves the marks of records unchanged. */
    public static Resolver asGiven(Store store, TypePolicy policy, LongSupplier sequence) {
        return new Resolver(store, policy, sequence, Long.MAX_VALUE, false, References.of(store, policy.schema()));
    }

    /** Adds records of other types that moved to another golden record (R38). */
    public Resolver knowing(Map<RecordRef, GoldenId> moved) {
        return new Resolver(store, policy, sequence, seen, watching, references.knowing(moved));
    }

    /** Returns the policy of the type. */
    public TypePolicy policy() {
        return policy;
    }

    /** Returns the type that is resolved. */
    public EntityType type() {
        return policy.type();
    }

    /** Checks whether the type references another type. */
    public boolean pointsTo(EntityType other) {
        return policy.schema().properties().stream()
                .anyMatch(property -> property.target().filter(other::equals).isPresent());
    }

    /** Creates the stored state of an existing record. Golden record and keys follow later. */
    public static StoredRecord live(SourceRecord record, @Nullable StoredRecord before, @Nullable String version) {
        return new StoredRecord(
                Normalizer.normalize(record),
                StoredRecord.Status.LIVE,
                before == null ? null : before.golden(),
                Set.of(),
                before != null && before.parked(),
                version,
                before == null ? 0 : before.listing());
    }

    /** Creates the stored state of a deleted record. */
    public static StoredRecord gone(StoredRecord before) {
        return new StoredRecord(
                before.record(), StoredRecord.Status.GONE, before.golden(), Set.of(), false, null, before.listing());
    }

    /**
     * Resolves changed records and links.
     *
     * @param changed the new stored states, no two for one reference
     * @param added new links
     * @param removed removed links
     * @param targets the systems to compare with; each changed golden record is compared with each
     * @param now the time of new parked records
     * @param commit collects all consequences
     */
    public ClusterChanges resolve(
            List<StoredRecord> changed,
            Collection<Link> added,
            Collection<Link> removed,
            Collection<SystemName> targets,
            Instant now,
            Commit commit) {
        if (changed.isEmpty() && added.isEmpty() && removed.isEmpty()) {
            return ClusterChanges.none(new QualityTally(policy.schema()));
        }
        return resolve(loaded(keyed(changed), added, removed), added, removed, targets, now, commit);
    }

    /**
     * Resolves records that Talk wrote. Most writes change no cluster, and cost no resolution; the result is the same.
     *
     * @param written the new stored states, no two for one reference
     * @param added links from inserted records to their origins
     * @param removed removed links
     * @param now the time of new parked records
     * @param commit collects all consequences
     */
    public ClusterChanges resolveWritten(
            List<StoredRecord> written, Collection<Link> added, Collection<Link> removed, Instant now, Commit commit) {
        List<StoredRecord> all = keyed(written);
        Set<RecordRef> unlinked = new HashSet<>();
        removed.forEach(link -> unlinked.addAll(List.of(link.first(), link.second())));
        UnchangedClusters unchanged = new UnchangedClusters(store, policy, references);
        unchanged.judge(all, added, unlinked);
        Set<RecordRef> settled = unchanged.records();
        List<StoredRecord> rest = new ArrayList<>(all);
        rest.removeIf(record -> settled.contains(record.ref()));
        Set<Link> links = new LinkedHashSet<>(added);
        links.removeIf(link -> settled.contains(link.first()) || settled.contains(link.second()));
        if (rest.isEmpty() && links.isEmpty() && removed.isEmpty()) {
            return ClusterChanges.none(unchanged.settle(sequence, seen, commit));
        }
        links.addAll(bonds(rest));
        AffectedCluster cluster = loaded(rest, links, removed);
        if (unchanged.touch(cluster.nodes().values())) {
            return resolveEach(all, added, removed, now, commit);
        }
        QualityTally counted = unchanged.settle(sequence, seen, commit);
        ClusterChanges changes = resolve(cluster, links, removed, Set.of(), now, commit);
        changes.counted().add(counted);
        return changes;
    }

    /** Resolves records that Talk wrote, without the short way. */
    ClusterChanges resolveEach(
            List<StoredRecord> written, Collection<Link> added, Collection<Link> removed, Instant now, Commit commit) {
        Set<Link> links = new LinkedHashSet<>(added);
        links.addAll(bonds(written));
        return resolve(loaded(keyed(written), links, removed), links, removed, Set.of(), now, commit);
    }

    private AffectedCluster loaded(List<StoredRecord> keyed, Collection<Link> added, Collection<Link> removed) {
        AffectedCluster cluster = new AffectedCluster(store, policy, references);
        cluster.load(keyed, added, removed);
        return cluster;
    }

    private ClusterChanges resolve(
            AffectedCluster cluster,
            Collection<Link> added,
            Collection<Link> removed,
            Collection<SystemName> targets,
            Instant now,
            Commit commit) {
        if (watching) {
            cluster.bond().forEach(commit::add);
        }
        added.forEach(commit::add);
        removed.forEach(commit::remove);
        List<Part> parts = Partition.of(cluster.nodes().values(), cluster.links(), policy.rules());
        return new ClusterCommit(store, policy, sequence, watching, cluster, targets, now, commit).settle(parts);
    }

    /**
     * Links records whose match key Talk itself has just changed to those that still hold the old one. Talk writes a
     * new key into the records of a cluster one after the other; the links keep the cluster together meanwhile.
     *
     * @param written stored states after Talk's writes
     */
    private List<Link> bonds(Collection<StoredRecord> written) {
        List<Link> bonds = new ArrayList<>();
        Map<RecordRef, StoredRecord> before = new HashMap<>();
        store.records(written.stream().map(StoredRecord::ref).toList())
                .forEach(record -> before.put(record.ref(), record));
        for (StoredRecord now : written) {
            StoredRecord old = before.get(now.ref());
            GoldenId golden = old == null ? null : old.golden();
            if (old != null && golden != null && old.isLive() && now.isLive() && isRenamed(old, now)) {
                Set<MatchKey> lost = new HashSet<>(old.keys());
                lost.removeIf(References::isIndex);
                lost.removeAll(policy.keys(Normalizer.normalize(now.record()).values()));
                store.members(Set.of(golden)).stream()
                        .filter(fellow -> fellow.isLive()
                                && !fellow.record().isEnrichment()
                                && !Collections.disjoint(fellow.keys(), lost)
                                && !fellow.ref().equals(now.ref()))
                        .forEach(fellow -> bonds.add(new Link(now.ref(), fellow.ref(), Link.Origin.RENAMED)));
            }
        }
        return bonds;
    }

    private boolean isRenamed(StoredRecord old, StoredRecord now) {
        SourceRecord record = now.record();
        Set<MatchKey> before = new HashSet<>(old.keys());
        before.removeIf(ContentKeys::isOne);
        return !policy.keys(Normalizer.normalize(record)).equals(before)
                && policy.rules().rules().stream()
                        .flatMap(rule -> rule.properties().stream())
                        .anyMatch(name -> record.has(policy.schema().index(name), Stamps.ECHO));
    }

    private List<StoredRecord> keyed(List<StoredRecord> changed) {
        return references.normalize(changed).stream().map(this::keyed).toList();
    }

    private StoredRecord keyed(StoredRecord stored) {
        Set<MatchKey> keys = new HashSet<>();
        if (stored.isLive() && stored.record().isEnrichment()) {
            keys.add(References.key(EnrichedRef.entry(stored.ref())));
        } else if (stored.isLive()) {
            keys.addAll(policy.keys(stored.record()));
            if (keys.isEmpty()) {
                keys.addAll(ContentKeys.of(stored.record().values()));
            }
            keys.addAll(references.keys(stored.record()));
        }
        return new StoredRecord(
                stored.record(),
                stored.status(),
                stored.golden(),
                keys,
                stored.parked(),
                stored.version(),
                stored.listing());
    }

    static StoredRecord with(StoredRecord stored, SourceRecord record, @Nullable GoldenId golden, boolean parked) {
        return new StoredRecord(
                record, stored.status(), golden, stored.keys(), parked, stored.version(), stored.listing());
    }
}
