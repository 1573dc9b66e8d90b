package io.sesam.talk.sync;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.resolve.Effects;
import io.sesam.talk.resolve.Resolver;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.store.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The one place where a run changes what is remembered; one thread at a time.
 *
 * <p>Whoever looks something up in order to change it does both {@link #alone}.
 */
final class Ledger {
    private final Store store;
    private final Clock clock;
    private final Map<EntityType, Resolver> resolvers = new HashMap<>();
    private final Tally tally;
    private final Map<Task, Long> addedWhileWriting = new HashMap<>();
    private boolean writing;
    private long added;
    private long sequence;

    Ledger(Store store, Clock clock, Collection<TypePolicy> policies, Tally tally) {
        this.store = store;
        this.clock = clock;
        this.tally = tally;
        this.sequence = store.lastSequence();
        policies.forEach(policy -> resolvers.put(policy.type(), new Resolver(store, policy, () -> ++sequence)));
    }

    /** Does something while nobody else changes what is remembered. */
    synchronized <T> T alone(Supplier<T> something) {
        return something.get();
    }

    Store store() {
        return store;
    }

    Instant now() {
        return clock.instant();
    }

    /** Remembers records that were read, and what follows, in one commit. Only {@link #alone}. */
    void remember(
            EntityType type,
            List<StoredRecord> changed,
            Collection<Link> links,
            Collection<SystemName> targets,
            Commit commit) {
        Effects effects = resolver(type).resolve(changed, links, Set.of(), targets, now(), commit);
        commit(type, effects, commit);
    }

    /**
     * Remembers what was written, and what follows, in one commit: a golden record that only gained an echo is no news
     * for anybody. Only {@link #alone}.
     */
    void rememberWritten(
            EntityType type,
            List<StoredRecord> changed,
            Collection<Link> links,
            Collection<SystemName> targets,
            Commit commit) {
        Effects effects = resolver(type).resolve(changed, links, Set.of(), Set.of(), now(), commit);
        if (effects.updated() + effects.joined() + effects.split() > 0) {
            effects.upserted().forEach(golden ->
                    targets.forEach(target -> commit.add(new Task(target, type, golden.id()))));
        }
        commit(type, effects, commit);
    }

    private void commit(EntityType type, Effects effects, Commit commit) {
        commit(commit);
        tally.golden(type, effects);
    }

    /** Remembers something that no cluster depends on. Only {@link #alone}. */
    void commit(Commit commit) {
        if (writing) {
            commit.tasksAdded().forEach(task -> addedWhileWriting.put(task, ++added));
        }
        if (!commit.isEmpty()) {
            store.commit(commit);
        }
    }

    /** From now on, systems are written side by side, and what one finds out may be a task for another. */
    void beginWriting() {
        writing = true;
    }

    /** A moment, to be given back to {@link #keepNewTasks}. Only {@link #alone}. */
    long moment() {
        return added;
    }

    /** What was decided upon at a moment and became a task again since is not done. Only {@link #alone}. */
    void keepNewTasks(Commit commit, long decidedAt) {
        for (Task task : commit.tasksDone()) {
            if (addedWhileWriting.getOrDefault(task, 0L) > decidedAt) {
                commit.add(task);
            }
        }
    }

    private Resolver resolver(EntityType type) {
        Resolver resolver = resolvers.get(type);
        if (resolver == null) {
            throw new IllegalArgumentException("nobody declared the type " + type);
        }
        return resolver;
    }

    /** What is remembered of some records. */
    Map<RecordRef, StoredRecord> remembered(Collection<RecordRef> refs) {
        Map<RecordRef, StoredRecord> byRef = new HashMap<>();
        store.records(refs).forEach(record -> byRef.put(record.ref(), record));
        return byRef;
    }
}
