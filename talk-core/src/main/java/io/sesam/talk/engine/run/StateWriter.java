package io.sesam.talk.engine.run;

import io.sesam.talk.engine.resolve.ClusterChanges;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The one place where a run changes what is remembered; one thread at a time.
 *
 * <p>Whoever looks something up in order to change it does both {@link #alone}.
 */
public final class StateWriter {
    private final Store store;
    private final Clock clock;
    private final Map<EntityType, Resolver> resolvers = new HashMap<>();
    private final RunStats stats;
    private final Function<EntityType, Collection<SystemName>> targetsOf;
    private final SuppressionList door;
    private final Map<PendingComparison, Long> addedWhileWriting = new HashMap<>();
    private boolean writing;
    private long added;
    private long sequence;

    /**
     * A ledger.
     *
     * @param targetsOf the systems that golden records of a type are compared with
     */
    public StateWriter(
            Store store,
            Clock clock,
            Collection<TypePolicy> policies,
            RunStats stats,
            Function<EntityType, Collection<SystemName>> targetsOf) {
        this.targetsOf = targetsOf;
        this.store = store;
        this.clock = clock;
        this.stats = stats;
        this.door = new SuppressionList(store, policies);
        this.sequence = store.lastSequence();
        policies.forEach(policy -> resolvers.put(policy.type(), new Resolver(store, policy, () -> ++sequence)));
    }

    /** Does something while nobody else changes what is remembered. */
    public synchronized <T> T alone(Supplier<T> something) {
        return something.get();
    }

    /** The same, of something that answers nothing. */
    public synchronized void alone(Runnable something) {
        something.run();
    }

    public Store store() {
        return store;
    }

    /** Who knows again who was erased. */
    public SuppressionList door() {
        return door;
    }

    /** The number of a further change of a golden record. Only {@link #alone}. */
    public long nextSequence() {
        return ++sequence;
    }

    /**
     * Forgets records. Those that point to them point nowhere then, and a crowd that one of them stood in may be none any
     * more. Only {@link #alone}.
     */
    public void forget(EntityType type, Collection<StoredRecord> members, Commit commit) {
        Set<RecordRef> refs = members.stream().map(StoredRecord::ref).collect(Collectors.toSet());
        Map<Resolver, List<StoredRecord>> concerned = new HashMap<>();
        for (Resolver resolver : resolvers.values()) {
            concerned.put(resolver, resolver.pointsTo(type) ? pointingTo(resolver.type(), refs) : List.of());
        }
        Set<MatchKey> crowds = members.stream()
                .filter(StoredRecord::parked)
                .flatMap(member -> member.keys().stream())
                .collect(Collectors.toSet());
        commit(commit);
        concerned.forEach((resolver, pointing) -> {
            List<StoredRecord> left = new ArrayList<>(pointing);
            left.addAll(resolver.type().equals(type) ? store.withKeys(type, crowds, 1) : List.of());
            left.removeIf(record -> refs.contains(record.ref()));
            Commit following = new Commit();
            Collection<SystemName> targets = targetsOf.apply(resolver.type());
            commit(resolver.type(), resolver.resolve(left, Set.of(), Set.of(), targets, now(), following), following);
        });
    }

    public Instant now() {
        return clock.instant();
    }

    /** Remembers records that were read, and what follows, in one commit. Only {@link #alone}. */
    public void remember(
            EntityType type,
            List<StoredRecord> changed,
            Collection<Link> links,
            Collection<SystemName> targets,
            Commit commit) {
        remember(type, changed, links, Set.of(), targets, commit);
    }

    /** The same, with links that are no more. */
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

    /** Those that point to records which have moved point elsewhere now (R38). */
    private void followReferences(EntityType type, ClusterChanges clusterChanges, Commit commit) {
        for (Resolver resolver : resolvers.values()) {
            if (!clusterChanges.moved().isEmpty() && resolver.pointsTo(type)) {
                List<StoredRecord> pointing =
                        pointingTo(resolver.type(), clusterChanges.moved().keySet());
                stats.golden(
                        resolver.type(),
                        resolver.knowing(clusterChanges.moved())
                                .resolve(
                                        pointing, Set.of(), Set.of(), targetsOf.apply(resolver.type()), now(), commit));
            }
        }
    }

    private List<StoredRecord> pointingTo(EntityType type, Collection<RecordRef> records) {
        List<MatchKey> keys = records.stream().map(References::key).toList();
        return store.withKeys(type, keys, Integer.MAX_VALUE);
    }

    /** A record that was made there may be what others waited to point to. */
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
     * Remembers what was written, and what follows, in one commit: a golden record that only gained an echo is no news
     * for anybody. Only {@link #alone}.
     */
    public void rememberWritten(
            EntityType type,
            List<StoredRecord> changed,
            Collection<Link> links,
            SystemName target,
            Collection<SystemName> targets,
            Commit commit) {
        Set<Link> bonds = new LinkedHashSet<>(links);
        bonds.addAll(resolver(type).bonds(changed));
        ClusterChanges clusterChanges = resolver(type).resolve(changed, bonds, Set.of(), Set.of(), now(), commit);
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
        commit(commit);
        stats.golden(type, clusterChanges);
    }

    /** What was refused for a golden record that is no more. */
    private void forgetParked(EntityType type, List<GoldenId> removed, Commit commit) {
        for (SystemName system : targetsOf.apply(type)) {
            store.parked(system, type, removed).stream()
                    .filter(parked -> parked.kind() == Parked.Kind.WRITE)
                    .forEach(parked -> commit.unpark(parked.key()));
        }
    }

    /** Remembers something that no cluster depends on. Only {@link #alone}. */
    public void commit(Commit commit) {
        if (writing) {
            commit.tasksAdded().forEach(task -> addedWhileWriting.put(task, ++added));
        }
        if (!commit.isEmpty()) {
            store.commit(commit);
        }
    }

    /** From now on, systems are written side by side, and what one finds out may be a task for another. */
    public void beginWriting() {
        writing = true;
    }

    /** A moment, to be given back to {@link #keepNewTasks}. Only {@link #alone}. */
    public long moment() {
        return added;
    }

    /** Whether a golden record became a task again since a moment: what was decided about it then does not count. */
    public boolean isNewer(PendingComparison task, long decidedAt) {
        return addedWhileWriting.getOrDefault(task, 0L) > decidedAt;
    }

    /** What was decided upon at a moment and became a task again since is not done. Only {@link #alone}. */
    public void keepNewTasks(Commit commit, long decidedAt) {
        for (PendingComparison task : commit.tasksDone()) {
            if (isNewer(task, decidedAt)) {
                commit.add(task);
            }
        }
    }

    /** What was decided about how records of a type are put together. */
    public TypePolicy policy(EntityType type) {
        return resolver(type).policy();
    }

    private Resolver resolver(EntityType type) {
        Resolver resolver = resolvers.get(type);
        if (resolver == null) {
            throw new IllegalArgumentException("nobody declared the type " + type);
        }
        return resolver;
    }

    /** What is remembered of some records. */
    public Map<RecordRef, StoredRecord> remembered(Collection<RecordRef> refs) {
        Map<RecordRef, StoredRecord> byRef = new HashMap<>();
        store.records(refs).forEach(record -> byRef.put(record.ref(), record));
        return byRef;
    }
}
