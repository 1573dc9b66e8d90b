package io.sesam.talk.engine.steward;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.EnricherConnection;
import io.sesam.talk.engine.enrich.StoredAnswers;
import io.sesam.talk.engine.quality.QualityCounter;
import io.sesam.talk.engine.resolve.ClusterChanges;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.engine.run.HeldPlans;
import io.sesam.talk.engine.run.SuppressionList;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.DecisionEvent;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.DuplicateGroup;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.OversizedCluster;
import io.sesam.talk.store.AuditEntry;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of a data steward: link, unlink, approve, reject, retry. Effective at once in the store, and by the
 * next run in the systems.
 */
public final class StewardActions {
    private final EngineConfig config;
    private final Store store;
    private final @Nullable String actor;

    /** Decisions of an unnamed person. No run may be under way while one is carried out. */
    public StewardActions(EngineConfig config) {
        this(config, null);
    }

    /** Decisions of a named person or program, for the journal. */
    public StewardActions(EngineConfig config, @Nullable String actor) {
        this.config = config;
        this.store = config.store();
        this.actor = actor;
    }

    private AuditEntry decision(
            AuditEntry.Outcome outcome,
            SystemName system,
            EntityType type,
            @Nullable String recordId,
            @Nullable String reason) {
        TypePolicy policy = config.policies().get(type);
        if (policy == null) {
            throw new TalkException(ErrorCode.CONFIGURATION, "no type \"" + type + "\" is declared");
        }
        Fields nothing = Fields.unknown(policy.schema());
        return AuditEntry.builder()
                .time(config.clock().instant())
                .run("")
                .operation("")
                .system(system)
                .type(type)
                .recordId(recordId)
                .outcome(outcome)
                .before(nothing)
                .after(nothing)
                .reason(reason)
                .actor(actor)
                .build();
    }

    /** Tells listeners of a decision that is in the store. */
    private void tell(
            DecisionEvent.Kind kind,
            @Nullable SystemName system,
            @Nullable EntityType type,
            List<RecordRef> records,
            @Nullable GoldenId golden) {
        DecisionEvent event = new DecisionData(
                kind,
                config.clock().instant(),
                Optional.ofNullable(actor),
                Optional.ofNullable(system),
                Optional.ofNullable(type),
                records,
                Optional.ofNullable(golden));
        config.announcer().publish(listener -> listener.decided(event));
    }

    /** Tells listeners of an erasure of the entity of a record, of a golden record, or of everyone with a key of a type. */
    public void erased(@Nullable RecordRef record, @Nullable GoldenId golden, @Nullable EntityType type) {
        tell(
                DecisionEvent.Kind.ERASED,
                record == null ? null : record.system(),
                record == null ? type : record.type(),
                record == null ? List.of() : List.of(record),
                golden);
    }

    /** Inserts that were sent and never answered, the oldest first (R21). */
    public List<Intent> inDoubt() {
        return store.intents().stream().filter(Intent::isInsert).toList();
    }

    /** Links two records; removes an earlier separation. */
    public void link(RecordRef one, RecordRef other) {
        Link link = new Link(one, other, Link.Origin.STEWARD);
        requireKnown(one, other);
        resolve(link, Set.of(link), between(link, Link::apart), AuditEntry.Outcome.LINKED);
        tellPair(DecisionEvent.Kind.LINKED, one, other);
    }

    /** Separates two records; removes direct links between them. */
    public void unlink(RecordRef one, RecordRef other) {
        Link apart = new Link(one, other, Link.Origin.APART);
        requireKnown(one, other);
        resolve(apart, Set.of(apart), between(apart, link -> !link.apart()), AuditEntry.Outcome.UNLINKED);
        tellPair(DecisionEvent.Kind.UNLINKED, one, other);
    }

    /** Withdraws what a person decided about two records. */
    public void withdraw(RecordRef one, RecordRef other) {
        Link either = new Link(one, other, Link.Origin.STEWARD);
        List<Link> decided = between(either, link -> link.apart() || link.origin() == Link.Origin.STEWARD);
        if (decided.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, "no person has linked or unlinked " + one + " and " + other);
        }
        resolve(either, Set.of(), decided, AuditEntry.Outcome.WITHDRAWN);
        tellPair(DecisionEvent.Kind.WITHDRAWN, one, other);
    }

    private void tellPair(DecisionEvent.Kind kind, RecordRef one, RecordRef other) {
        tell(kind, null, one.type(), List.of(one, other), null);
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
                .put(erasure.became(Erasure.State.BACK, "it was readmitted; the next sync reads it"))
                .add(decision(AuditEntry.Outcome.READMITTED, record.system(), record.type(), record.id(), null)));
        tell(DecisionEvent.Kind.READMITTED, record.system(), record.type(), List.of(record), null);
    }

    /** Requests the retry of all parked writes and failed erasures. */
    public void retryParked() {
        Commit erasures = new Commit();
        store.erasures().stream()
                .filter(erasure -> erasure.state() == Erasure.State.IMPOSSIBLE)
                .forEach(erasure -> erasures.put(erasure.became(Erasure.State.PENDING, "to be tried again")));
        store.commit(erasures);
        List<Parked> page = store.parked(null, 500);
        Commit commit = new Commit();
        while (!page.isEmpty()) {
            for (Parked parked : page) {
                if (parked.kind() == Parked.Kind.WRITE) {
                    retry(parked, commit);
                }
            }
            page = store.parked(page.get(page.size() - 1), 500);
        }
        store.commit(commit);
        commit.unparked().forEach(this::tellUnparked);
        tell(DecisionEvent.Kind.RETRIED, null, null, List.of(), null);
    }

    private void tellUnparked(Parked.Key key) {
        config.announcer().publish(listener -> listener.unparked(key));
    }

    /**
     * Compares the golden record of one parked write again.
     *
     * @throws TalkException CONFIGURATION when no such write is parked
     */
    public void retryParked(Parked.Key key) {
        Parked parked = store.parked(key.system(), key.type(), List.of(key.golden())).stream()
                .filter(entry -> entry.key().equals(key) && entry.kind() == Parked.Kind.WRITE)
                .findFirst()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "no write to " + key.system() + "/" + key.type() + " is parked for the golden record "
                                + key.golden() + "; it may have been retried since"));
        Commit commit = new Commit();
        retry(parked, commit);
        store.commit(commit);
        tellUnparked(key);
        String id = key.recordId();
        List<RecordRef> records = id == null ? List.of() : List.of(new RecordRef(key.system(), key.type(), id));
        tell(DecisionEvent.Kind.RETRIED, key.system(), key.type(), records, key.golden());
    }

    private void retry(Parked parked, Commit commit) {
        commit.unpark(parked.key());
        commit.add(new PendingComparison(parked.system(), parked.type(), parked.golden()));
        commit.add(decision(AuditEntry.Outcome.RETRIED, parked.system(), parked.type(), parked.recordId(), null));
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
                .add(new PendingComparison(intent.system(), intent.type(), intent.golden()))
                .add(decision(
                        AuditEntry.Outcome.NOT_DONE, intent.system(), intent.type(), intent.recordId(), operation)));
        if (intent.unknown()) {
            config.announcer().publish(listener -> listener.settled(intent));
        }
        tell(DecisionEvent.Kind.NOT_DONE, intent.system(), intent.type(), List.of(), intent.golden());
    }

    /** Lists the groups of duplicates in one system (R11). */
    public void duplicates(Consumer<DuplicateGroup> action) {
        new DuplicateSearch(store).each(action);
    }

    /** Lists the enrichers' answers with remarks (R31). */
    public void answers(Consumer<EnrichmentAnswer> action) {
        for (EnricherConnection connection : config.enrichers()) {
            config.policies().keySet().forEach(type -> new StoredAnswers(store).each(connection.name(), type, action));
        }
    }

    /** Records that are too many to be merged, by the key they share. */
    public List<OversizedCluster> oversizedClusters() {
        return new OversizedClusters(store).all();
    }

    /** Held plans, and approved ones that no sync has carried out yet. */
    public List<HeldPlan> heldPlans() {
        List<HeldPlan> plans = new ArrayList<>();
        for (Connection connection : config.connections()) {
            for (EntityType type : config.policies().keySet()) {
                HeldPlans.find(store, connection.name(), type).ifPresent(plans::add);
            }
        }
        return plans;
    }

    /** Approves a stopped plan once, up to its size. */
    public void approve(SystemName system, EntityType type) {
        Commit commit = new Commit();
        HeldPlans.approve(pending(system, type), commit);
        store.commit(commit.add(decision(AuditEntry.Outcome.APPROVED, system, type, null, null)));
        tell(DecisionEvent.Kind.APPROVED, system, type, List.of(), null);
    }

    /** Withdraws the approval of a plan: it is held again. */
    public void withdrawApproval(SystemName system, EntityType type) {
        HeldPlan plan = pending(system, type);
        if (!plan.approved()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, "the plan for " + system + "/" + type + " is not approved");
        }
        Commit commit = new Commit();
        HeldPlans.hold(plan, commit);
        store.commit(commit.add(decision(AuditEntry.Outcome.WITHDRAWN, system, type, null, null)));
        tell(DecisionEvent.Kind.HELD_AGAIN, system, type, List.of(), null);
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
        store.commit(new Commit()
                .remove(StateKey.heldPlan(system, type))
                .add(decision(AuditEntry.Outcome.REJECTED, system, type, null, null)));
        tell(DecisionEvent.Kind.REJECTED, system, type, List.of(), null);
    }

    private HeldPlan pending(SystemName system, EntityType type) {
        return HeldPlans.find(store, system, type)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "no plan for " + system + "/" + type
                                + " waits for approval; it may have become smaller since"));
    }

    private void resolve(Link decision, Set<Link> added, List<Link> removed, AuditEntry.Outcome outcome) {
        RecordRef one = decision.first();
        TypePolicy policy = config.policies().get(one.type());
        if (policy == null) {
            throw new TalkException(ErrorCode.CONFIGURATION, "no type \"" + one.type() + "\" is declared");
        }
        long[] sequence = {store.lastSequence()};
        Commit commit = new Commit();
        QualityCounter quality = new QualityCounter(store, config.policies().values(), sequence[0]);
        ClusterChanges changes = new Resolver(store, policy, () -> ++sequence[0], Long.MAX_VALUE)
                .resolve(
                        List.of(),
                        added,
                        removed,
                        targets(policy),
                        config.clock().instant(),
                        commit);
        quality.addTo(commit, Map.of(policy.type(), changes.counted()));
        store.commit(commit.add(decision(outcome, one.system(), one.type(), one.id(), "with " + decision.second())));
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
