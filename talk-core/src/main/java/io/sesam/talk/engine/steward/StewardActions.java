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

/**
 * Decisions of a data steward: link, unlink, approve, reject, retry. Effective at once in the store, and by the
 * next run in the systems.
 */
public final class StewardActions {
    private final EngineConfig config;
    private final Store store;

    /** Creates the actions on an engine's store. No run may be under way. */
    public StewardActions(EngineConfig config) {
        this.config = config;
        this.store = config.store();
    }

    /** Lists in-doubt inserts, oldest first (R21). */
    public List<Intent> unknown() {
        return store.intents().stream().filter(Intent::isInsert).toList();
    }

    /** Links two records; removes an earlier separation. */
    public void link(RecordRef one, RecordRef other) {
        Link link = new Link(one, other, Link.Origin.STEWARD);
        requireKnown(one, other);
        resolve(link, between(link, Link::apart));
    }

    /** Separates two records; removes direct links between them. */
    public void unlink(RecordRef one, RecordRef other) {
        Link apart = new Link(one, other, Link.Origin.APART);
        requireKnown(one, other);
        resolve(apart, between(apart, link -> !link.apart()));
    }

    /** Readmits an erased record. Its other match keys become known when the next run reads it. */
    public void readmit(RecordRef record) {
        Erasure erasure = store.erasures().stream()
                .filter(known -> known.record().equals(record))
                .findFirst()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION, "no erased record " + record + " exists in a system"));
        SuppressionList suppressionList =
                new SuppressionList(store, config.policies().values());
        store.commit(new Commit()
                .readmit(erasure.cause())
                .readmit(suppressionList.fingerprint(record))
                .put(erasure.became(Erasure.State.BACK, "it was readmitted; the next sync reads it")));
    }

    /** Requests the retry of all parked writes and failed erasures. */
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

    /** Closes an in-doubt insert that a person found not done. */
    public void notDone(String operation) {
        Intent intent = store.intents().stream()
                .filter(open -> open.operation().equals(operation))
                .findFirst()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "no insert with operation id " + operation + " is in doubt; it may have been resolved since"));
        store.commit(new Commit()
                .close(operation)
                .add(new PendingComparison(intent.system(), intent.type(), intent.golden())));
    }

    /** Lists the groups of duplicates in one system (R11). */
    public void duplicates(Consumer<DuplicateGroup> action) {
        DuplicateGroup.each(store, action);
    }

    /** Lists the enrichers' answers with remarks (R31). */
    public void answers(Consumer<EnrichmentAnswer> action) {
        for (EnricherConnection connection : config.enrichers()) {
            config.policies().keySet().forEach(type -> new StoredAnswers(store).each(connection.name(), type, action));
        }
    }

    /** Lists stopped plans and unused approvals. */
    public List<HeldPlan> brakes() {
        List<HeldPlan> plans = new ArrayList<>();
        for (Connection connection : config.connections()) {
            for (EntityType type : config.policies().keySet()) {
                HeldPlan.of(store, connection.name(), type).ifPresent(plans::add);
            }
        }
        return plans;
    }

    /** Approves a stopped plan once, up to its size. */
    public void approve(SystemName system, EntityType type) {
        HeldPlan plan = pending(system, type);
        Commit commit = new Commit();
        plan.approve().keep(commit);
        store.commit(commit);
    }

    /** Rejects a stopped plan; later changes are planned anew. */
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
                        "no plan for " + system + "/" + type
                                + " waits for approval; it may have become smaller since"));
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
                    "no record " + unknown.get(0) + " is known. A record is named by system, type and the system's id,"
                            + " and must have been read by a sync");
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
