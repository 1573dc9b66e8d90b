package io.sesam.talk.engine.run;

import io.sesam.talk.engine.event.Announcer;
import io.sesam.talk.engine.quality.QualityCounter;
import io.sesam.talk.engine.quality.QualityTally;
import io.sesam.talk.engine.resolve.ClusterChanges;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The only writer of the store during a run. One thread at a time.
 *
 * <p>A caller that reads in order to write does both within one {@link #alone}.
 */
public final class StateWriter {
    private final Store store;
    private final Clock clock;
    private final Map<EntityType, Resolver> resolvers = new HashMap<>();
    private final RunStats stats;
    private final Function<EntityType, Collection<SystemName>> targetsOf;
    private final SuppressionList suppressionList;
    private final Map<PendingComparison, Long> addedWhileWriting = new HashMap<>();
    private final ObservationClock observations;
    private final CommitEvents events;
    private final QualityCounter quality;
    private final Map<EntityType, QualityTally> changes = new HashMap<>();
    private boolean writing;
    private long added;
    private long sequence;

    /**
     * Creates the writer of a run.
     *
     * @param targetsOf the systems that golden records of a type are compared with
     */
    public StateWriter(
            Store store,
            Clock clock,
            Collection<TypePolicy> policies,
            RunStats stats,
            Announcer announcer,
            Function<EntityType, Collection<SystemName>> targetsOf) {
        this.targetsOf = targetsOf;
        this.events = new CommitEvents(store, announcer);
        this.store = store;
        this.clock = clock;
        this.stats = stats;
        this.suppressionList = new SuppressionList(store, policies);
        this.observations = new ObservationClock(store, clock);
        this.sequence = store.lastSequence();
        // Sinks are filled at the end of a run: they have seen nothing of this one.
        long seen = sequence;
        this.quality = new QualityCounter(store, policies, seen);
        policies.forEach(policy -> resolvers.put(policy.type(), new Resolver(store, policy, () -> ++sequence, seen)));
    }

    /** Runs an action while no other thread writes. */
    public synchronized <T> T alone(Supplier<T> something) {
        return something.get();
    }

    /** Runs an action without a result while no other thread writes. */
    public synchronized void alone(Runnable something) {
        something.run();
    }

    /** Returns the store, for reading. */
    public Store store() {
        return store;
    }

    /** Returns the suppression list. */
    public SuppressionList suppressionList() {
        return suppressionList;
    }

    /** Returns the sequence of the next golden record change. Only within {@link #alone}. */
    public long nextSequence() {
        return ++sequence;
    }

    /**
     * Erases records. References to them become unknown, and an oversized cluster may shrink below its limit. Only
     * within {@link #alone}.
     */
    public void forget(EntityType type, Collection<StoredRecord> members, Commit commit) {
        Set<RecordRef> refs = members.stream().map(StoredRecord::ref).collect(Collectors.toSet());
        Map<Resolver, List<StoredRecord>> concerned = new HashMap<>();
        for (Resolver resolver : resolvers.values()) {
            concerned.put(resolver, resolver.pointsTo(type) ? pointingTo(resolver.type(), refs) : List.of());
        }
        Set<MatchKey> oversizedKeys = members.stream()
                .filter(StoredRecord::parked)
                .flatMap(member -> member.keys().stream())
                .collect(Collectors.toSet());
        discount(type, members);
        commit(commit);
        concerned.forEach((resolver, pointing) -> {
            List<StoredRecord> left = new ArrayList<>(pointing);
            left.addAll(resolver.type().equals(type) ? store.withKeys(type, oversizedKeys, 1) : List.of());
            left.removeIf(record -> refs.contains(record.ref()));
            Commit following = new Commit();
            Collection<SystemName> targets = targetsOf.apply(resolver.type());
            commit(resolver.type(), resolver.resolve(left, Set.of(), Set.of(), targets, now(), following), following);
        });
    }

    /** Takes away what the golden records of members counted. */
    private void discount(EntityType type, Collection<StoredRecord> members) {
        TypePolicy policy = policy(type);
        Map<GoldenId, List<SourceRecord>> live = new HashMap<>();
        for (StoredRecord member : members) {
            GoldenId golden = member.golden();
            if (member.isLive() && golden != null) {
                live.computeIfAbsent(golden, id -> new ArrayList<>()).add(Normalizer.normalize(member.record()));
            }
        }
        QualityTally erased = new QualityTally(policy.schema());
        live.forEach((id, records) -> {
            records.sort(SourceRecord.OLDEST_FIRST);
            erased.remove(policy.survivorship().merge(id, records.toArray(SourceRecord[]::new)));
        });
        counted(type, erased);
    }

    private void counted(EntityType type, QualityTally change) {
        changes.merge(type, change, (some, more) -> {
            some.add(more);
            return some;
        });
    }

    /** Returns the counted quality. Only within {@link #alone}. */
    public QualityCounter quality() {
        return quality;
    }

    /** Returns the present time. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Returns the time of an observation: the present time, but later than every observation in the store (R12). Talk
     * compares values by it; intervals are measured with {@link #now}.
     */
    public synchronized Instant observed() {
        return observations.next();
    }

    /** Stores read records and all consequences in one commit. Only within {@link #alone}. */
    public void remember(
            EntityType type,
            List<StoredRecord> changed,
            Collection<Link> links,
            Collection<SystemName> targets,
            Commit commit) {
        remember(type, changed, links, Set.of(), targets, commit);
    }

    /** Stores read records, added and removed links, and all consequences in one commit. */
    public void remember(
            EntityType type,
            List<StoredRecord> changed,
            Collection<Link> added,
            Collection<Link> removed,
            Collection<SystemName> targets,
            Commit commit) {
        ClusterChanges clusterChanges = resolver(type).resolve(changed, added, removed, targets, now(), commit);
        followReferences(type, clusterChanges, commit);
        commit(type, clusterChanges, commit);
    }

    /** Updates records that reference moved records (R38). */
    private void followReferences(EntityType type, ClusterChanges clusterChanges, Commit commit) {
        for (Resolver resolver : resolvers.values()) {
            if (!clusterChanges.moved().isEmpty() && resolver.pointsTo(type)) {
                List<StoredRecord> pointing =
                        pointingTo(resolver.type(), clusterChanges.moved().keySet());
                ClusterChanges following = resolver.knowing(clusterChanges.moved())
                        .resolve(pointing, Set.of(), Set.of(), targetsOf.apply(resolver.type()), now(), commit);
                counted(resolver.type(), following.counted());
                stats.golden(resolver.type(), following);
            }
        }
    }

    private List<StoredRecord> pointingTo(EntityType type, Collection<RecordRef> records) {
        List<MatchKey> keys = records.stream().map(References::key).toList();
        return store.withKeys(type, keys, Integer.MAX_VALUE);
    }

    /**
     * Requests comparisons of records that reference a record just created in a system: they may have waited for
     * it.
     */
    private void wakeThoseWhoPoint(EntityType type, Collection<Link> made, SystemName target, Commit commit) {
        for (Resolver resolver : resolvers.values()) {
            if (!made.isEmpty() && resolver.pointsTo(type)) {
                List<RecordRef> origins = new ArrayList<>();
                made.forEach(link -> origins.addAll(List.of(link.first(), link.second())));
                Set<GoldenId> goldens = goldensOf(store.records(origins));
                List<RecordRef> members =
                        store.members(goldens).stream().map(StoredRecord::ref).toList();
                goldensOf(pointingTo(resolver.type(), members))
                        .forEach(golden -> commit.add(new PendingComparison(target, resolver.type(), golden)));
            }
        }
    }

    private static Set<GoldenId> goldensOf(Collection<StoredRecord> records) {
        Set<GoldenId> goldens = new HashSet<>();
        for (StoredRecord record : records) {
            GoldenId golden = record.golden();
            if (golden != null) {
                goldens.add(golden);
            }
        }
        return goldens;
    }

    /**
     * Stores written records and all consequences in one commit. A golden record that gained only an echo is not
     * compared with other systems. Only within {@link #alone}.
     */
    public void rememberWritten(
            EntityType type,
            List<StoredRecord> changed,
            Collection<Link> links,
            Collection<Link> removed,
            SystemName target,
            Collection<SystemName> targets,
            Commit commit) {
        ClusterChanges clusterChanges = resolver(type).resolveWritten(changed, links, removed, now(), commit);
        followReferences(type, clusterChanges, commit);
        wakeThoseWhoPoint(type, links, target, commit);
        if (clusterChanges.updated() + clusterChanges.joined() + clusterChanges.split() > 0) {
            clusterChanges
                    .upserted()
                    .forEach(golden ->
                            targets.forEach(system -> commit.add(new PendingComparison(system, type, golden.id()))));
        }
        commit(type, clusterChanges, commit);
    }

    private void commit(EntityType type, ClusterChanges clusterChanges, Commit commit) {
        if (!clusterChanges.removed().isEmpty()) {
            forgetParked(type, clusterChanges.removed(), commit);
        }
        counted(type, clusterChanges.counted());
        commit(commit);
        stats.golden(type, clusterChanges);
    }

    /** Removes parked writes of removed golden records. */
    private void forgetParked(EntityType type, List<GoldenId> removed, Commit commit) {
        for (SystemName system : targetsOf.apply(type)) {
            store.parked(system, type, removed).stream()
                    .filter(parked -> parked.kind() == Parked.Kind.WRITE)
                    .forEach(parked -> commit.unpark(parked.key()));
        }
    }

    /** Commits changes that affect no cluster. Only within {@link #alone}. */
    public void commit(Commit commit) {
        if (writing) {
            commit.tasksAdded().forEach(task -> addedWhileWriting.put(task, ++added));
        }
        if (!commit.isEmpty()) {
            observations.addTo(commit);
            quality.addTo(commit, changes);
            changes.clear();
            List<Consumer<TalkListener>> due = events.of(commit);
            store.commit(commit);
            quality.committed();
            events.publish(due);
        }
    }

    /**
     * Begins the writing stage, in which systems are written in parallel and one may create comparisons for
     * another.
     */
    public void beginWriting() {
        writing = true;
    }

    /** Returns a mark for {@link #keepNewTasks}. Only within {@link #alone}. */
    public long moment() {
        return added;
    }

    /** Checks whether a comparison was requested again since a mark. Decisions made before are outdated then. */
    public boolean isNewer(PendingComparison task, long decidedAt) {
        return addedWhileWriting.getOrDefault(task, 0L) > decidedAt;
    }

    /** Keeps comparisons that were requested again since a mark. Only within {@link #alone}. */
    public void keepNewTasks(Commit commit, long decidedAt) {
        for (PendingComparison task : commit.tasksDone()) {
            if (isNewer(task, decidedAt)) {
                commit.add(task);
            }
        }
    }

    /** Returns the policy of a type. */
    public TypePolicy policy(EntityType type) {
        return resolver(type).policy();
    }

    private Resolver resolver(EntityType type) {
        Resolver resolver = resolvers.get(type);
        if (resolver == null) {
            throw new IllegalArgumentException("type " + type + " is not declared");
        }
        return resolver;
    }

    /** Returns the stored states of records. */
    public Map<RecordRef, StoredRecord> remembered(Collection<RecordRef> refs) {
        Map<RecordRef, StoredRecord> byRef = new HashMap<>();
        store.records(refs).forEach(record -> byRef.put(record.ref(), record));
        return byRef;
    }
}
