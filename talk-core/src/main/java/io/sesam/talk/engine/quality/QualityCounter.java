package io.sesam.talk.engine.quality;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The counted quality of all types in the store.
 *
 * <p>What changes is counted in the commit that changes it. A type is counted only while nothing else than this class's users
 * changed the store since the last count, and values are counted in the same way as then; else it has no counts until
 * {@link #measured}. Not safe for several threads.
 */
public final class QualityCounter {
    /** Grows when records are counted in another way. */
    private static final int WAY = 1;

    private static final EngineState.QualityMark NO_MARK = new EngineState.QualityMark(-1, -1, Map.of());

    private final Store store;
    private final long last;
    private final Map<EntityType, TypePolicy> policies = new TreeMap<>();
    private final Map<EntityType, String> basis = new HashMap<>();
    /** The basis of types that are counted, but not declared now: they stay as they are. */
    private final Map<EntityType, String> undeclared = new HashMap<>();

    private Map<EntityType, QualityTally> counted = new HashMap<>();
    private Map<EntityType, QualityTally> staged = new HashMap<>();
    private long sequence;
    private long pointed = -1;
    private long stagedSequence;
    private boolean loaded;
    private boolean isNew;

    /**
     * Creates the counter of a run, or of a decision.
     *
     * @param last the last change of a golden record in the store
     */
    public QualityCounter(Store store, Collection<TypePolicy> policies, long last) {
        this.store = store;
        this.last = last;
        policies.forEach(policy -> this.policies.put(policy.type(), policy));
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        EngineState.QualityMark mark = store.state(StateKey.qualityMark()).orElse(NO_MARK);
        boolean follows = mark.sequence() == last;
        if (follows) {
            undeclared.putAll(mark.basis());
            undeclared.keySet().removeAll(policies.keySet());
        }
        policies.forEach((type, policy) -> {
            basis.put(type, basis(policy));
            if (follows && basis(policy).equals(mark.basis().get(type))) {
                counted.put(
                        type,
                        store.state(StateKey.qualityCounts(type))
                                .map(counts -> QualityTally.of(policy.schema(), counts))
                                .orElseGet(() -> new QualityTally(policy.schema())));
            } else if (last == 0 || follows && !mark.basis().containsKey(type) && store.goldens(type) == 0) {
                counted.put(type, new QualityTally(policy.schema()));
            }
        });
        sequence = last;
        pointed = mark.pointed();
        stay();
    }

    private void stay() {
        staged = counted;
        stagedSequence = sequence;
        isNew = false;
    }

    /** The basis of counting: what changes when the same records may count otherwise. */
    private static String basis(TypePolicy policy) {
        return WAY + "." + Runtime.version().feature() + "." + version() + "." + policy.fingerprint();
    }

    private static String version() {
        @Nullable String version = QualityCounter.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }

    /**
     * Adds the changed counts to the commit that changes them. {@link #committed} must follow when it succeeds.
     *
     * @param changes what the golden records of this commit count more than before, by type
     */
    public void addTo(Commit commit, Map<EntityType, QualityTally> changes) {
        stay(); // what an earlier commit added that has failed
        if (commit.goldens().isEmpty() && changes.values().stream().allMatch(QualityTally::isNothing)) {
            return;
        }
        load();
        staged = new HashMap<>(counted);
        changes.forEach((type, change) -> {
            QualityTally before = counted.get(type);
            TypePolicy policy = policies.get(type);
            if (before != null && policy != null && !change.isNothing()) {
                QualityTally now = new QualityTally(policy.schema());
                now.add(before);
                now.add(change);
                staged.put(type, now);
                commit.put(StateKey.qualityCounts(type), now.counts());
            }
        });
        for (StoredGolden golden : commit.goldens()) {
            stagedSequence = Math.max(stagedSequence, golden.sequence());
        }
        mark(commit);
        isNew = true;
    }

    private void mark(Commit commit) {
        Map<EntityType, String> all = new HashMap<>(basis);
        all.keySet().retainAll(staged.keySet());
        all.putAll(undeclared);
        commit.put(StateKey.qualityMark(), new EngineState.QualityMark(stagedSequence, pointed, all));
    }

    /** Takes over what {@link #addTo} added to a commit that has succeeded. */
    public void committed() {
        if (isNew) {
            counted = staged;
            sequence = stagedSequence;
            stay();
        }
    }

    /** The types that must be measured once, because they are not counted. */
    public Set<EntityType> uncounted() {
        load();
        Set<EntityType> types = new TreeSet<>(policies.keySet());
        types.removeAll(counted.keySet());
        return types;
    }

    /** Begins to count a type from a measurement of everything that is in the store now. */
    public void measured(EntityType type, QualityTally all) {
        load();
        counted.put(type, all);
    }

    /** The counts of a type as they are committed; empty when it is not counted. */
    Optional<EngineState.QualityCounts> counts(EntityType type) {
        load();
        return Optional.ofNullable(counted.get(type)).map(QualityTally::counts);
    }

    /**
     * Adds a point of the trend for the end of a run. Nothing is stored when no golden record has changed since the last point.
     *
     * @param begun the types that {@link #measured} began to count in this run
     */
    public void endRun(Commit commit, Set<EntityType> begun) {
        load();
        stay();
        boolean isOne = pointed != sequence || !begun.isEmpty();
        begun.forEach(type -> counts(type).ifPresent(counts -> commit.put(StateKey.qualityCounts(type), counts)));
        if (isOne) {
            policies.keySet()
                    .forEach(type -> counts(type)
                            .ifPresent(counts -> QualityTrend.add(
                                    commit, store, type, new EngineState.QualityAt(sequence, counts))));
            pointed = sequence;
            mark(commit);
        }
    }
}
