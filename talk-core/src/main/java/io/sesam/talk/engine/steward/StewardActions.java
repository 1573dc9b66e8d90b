package io.sesam.talk.engine.steward;

import io.sesam.talk.engine.enrich.StoredAnswers;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.engine.run.Connection;
import io.sesam.talk.engine.run.EngineConfig;
import io.sesam.talk.engine.run.EnricherConnection;
import io.sesam.talk.engine.run.SuppressionList;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.DuplicateGroup;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A person's decisions: same, not the same, try again. Carried out at once in the store, and by the next run outside. */
public final class StewardActions {
    private final EngineConfig config;
    private final Store store;

    /** Decisions about what an engine of this set-up remembers; no run may be under way. */
    public StewardActions(EngineConfig config) {
        this.config = config;
        this.store = config.store();
    }

    /** Inserts that were sent and never answered, the oldest first (R21). */
    public List<Intent> unknown() {
        return store.intents().stream().filter(Intent::isInsert).toList();
    }

    /** These two are the same; an earlier word to the contrary is taken back. */
    public void link(RecordRef one, RecordRef other) {
        Link link = new Link(one, other, Link.Origin.STEWARD);
        requireKnown(one, other);
        resolve(link, between(link, Link::apart));
    }

    /** These two are not the same; whatever bound them directly is taken away. */
    public void unlink(RecordRef one, RecordRef other) {
        Link apart = new Link(one, other, Link.Origin.APART);
        requireKnown(one, other);
        resolve(apart, between(apart, link -> !link.apart()));
    }

    /**
     * Somebody who was erased may come back as this record. What else it was known by shows when it is read again: the next
     * run does so.
     */
    public void readmit(RecordRef record) {
        Erasure erasure = store.erasures().stream()
                .filter(known -> known.record().equals(record))
                .findFirst()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION, "no record " + record + " of somebody who was erased is there"));
        SuppressionList door = new SuppressionList(store, config.policies().values());
        store.commit(new Commit()
                .readmit(erasure.cause())
                .readmit(door.fingerprint(record))
                .put(erasure.became(Erasure.State.BACK, "it was readmitted; the next sync reads it")));
    }

    /** Everything that was refused is compared again, and whoever could not be deleted is asked for again. */
    public void retryParked() {
        Commit erasures = new Commit();
        store.erasures().stream()
                .filter(erasure -> erasure.state() == Erasure.State.IMPOSSIBLE)
                .forEach(erasure -> erasures.put(erasure.became(Erasure.State.PENDING, "to be tried again")));
        store.commit(erasures);
        List<Parked> page = store.parked(0, 500);
        Commit commit = new Commit();
        long skip = 0;
        while (!page.isEmpty()) {
            for (Parked parked : page) {
                if (!parked.fingerprint().equals(Parked.CROWD)) {
                    commit.unpark(parked.key());
                    commit.add(new PendingComparison(parked.system(), parked.type(), parked.golden()));
                }
            }
            skip += page.size();
            page = store.parked(skip, 500);
        }
        store.commit(commit);
    }

    /** An insert that nobody answered was not done, says a person who has looked. */
    public void notDone(String operation) {
        Intent intent = store.intents().stream()
                .filter(open -> open.operation().equals(operation))
                .findFirst()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "nothing is unknown about an operation " + operation + "; it may have been found out since"));
        store.commit(new Commit()
                .close(operation)
                .add(new PendingComparison(intent.system(), intent.type(), intent.golden())));
    }

    /** Hands over all records of one system that are the same, golden record by golden record (R11). */
    public void duplicates(Consumer<DuplicateGroup> action) {
        DuplicateGroup.each(store, action);
    }

    /** Hands over what enrichers have answered, with what a person should know of it (R31). */
    public void answers(Consumer<EnrichmentAnswer> action) {
        for (EnricherConnection connection : config.enrichers()) {
            config.policies().keySet().forEach(type -> new StoredAnswers(store).each(connection.name(), type, action));
        }
    }

    /** Plans that the brake has stopped, and approvals that have not been used yet. */
    public List<HeldPlan> brakes() {
        List<HeldPlan> plans = new ArrayList<>();
        for (Connection connection : config.connections()) {
            for (EntityType type : config.policies().keySet()) {
                HeldPlan.of(store, connection.name(), type).ifPresent(plans::add);
            }
        }
        return plans;
    }

    /** As much as was planned may be changed, once. */
    public void approve(SystemName system, EntityType type) {
        HeldPlan plan = pending(system, type);
        Commit commit = new Commit();
        plan.approve().keep(commit);
        store.commit(commit);
    }

    /** What was planned is not to be done; what changes from now on is planned anew. */
    public void reject(SystemName system, EntityType type) {
        pending(system, type);
        List<PendingComparison> tasks = store.tasks(system, type, null, 500);
        while (!tasks.isEmpty()) {
            Commit commit = new Commit();
            tasks.forEach(commit::done);
            store.commit(commit);
            tasks = store.tasks(system, type, tasks.get(tasks.size() - 1).golden(), 500);
        }
        store.commit(new Commit().remove(StateKey.heldPlan(system, type)));
    }

    private HeldPlan pending(SystemName system, EntityType type) {
        return HeldPlan.of(store, system, type)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "no plan for " + system + "/" + type + " waits for a word; it may have become smaller since"));
    }

    private void resolve(Link added, List<Link> removed) {
        TypePolicy policy = config.policies().get(added.first().type());
        if (policy == null) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, "no type \"" + added.first().type() + "\" is declared");
        }
        long[] sequence = {store.lastSequence()};
        Commit commit = new Commit();
        new Resolver(store, policy, () -> ++sequence[0])
                .resolve(
                        List.of(),
                        Set.of(added),
                        removed,
                        targets(policy),
                        config.clock().instant(),
                        commit);
        store.commit(commit);
    }

    private Collection<SystemName> targets(TypePolicy policy) {
        return config.connections().stream()
                .filter(connection -> connection.takesPart(policy.type()))
                .map(Connection::name)
                .filter(system -> store.reading(system, policy.type()).isPresent())
                .toList();
    }

    private void requireKnown(RecordRef... refs) {
        List<RecordRef> unknown = new ArrayList<>(List.of(refs));
        store.records(unknown).forEach(record -> unknown.remove(record.ref()));
        if (!unknown.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "no record " + unknown.get(0) + " is known; a record is named by system, type and the system's id,"
                            + " and must have been read");
        }
    }

    private List<Link> between(Link link, Predicate<Link> wanted) {
        return store.links(List.of(link.first())).stream()
                .filter(known ->
                        known.first().equals(link.first()) && known.second().equals(link.second()))
                .filter(wanted)
                .toList();
    }
}
