package io.sesam.talk.engine.write;

import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.engine.plan.Candidate;
import io.sesam.talk.engine.plan.ChangeLimitCheck;
import io.sesam.talk.engine.plan.Decision;
import io.sesam.talk.engine.plan.KeyHolders;
import io.sesam.talk.engine.plan.PlannedWrite;
import io.sesam.talk.engine.plan.TargetPlanner;
import io.sesam.talk.engine.plan.WriteFilter;
import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.engine.read.PageIngest;
import io.sesam.talk.engine.read.ReferenceTargets;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.Progress;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writer of one type to one system (R17, R22). Takes pending comparisons, decides, sends batches and records
 * outcomes.
 *
 * <p>For one thread. A comparison that is undecided or unsettled stays pending for the next run.
 */
final class TargetWriter implements Outbox<PlannedWrite> {
    private final WriteTarget target;
    private final BatchSender<PlannedWrite> sender;
    private final TargetPlanner targetPlanner;
    private final RunContext run;
    private final Store store;
    private final WriteFilter filter;
    private final Collection<SystemName> targets;
    private final RunContext.Meter meter;
    private final List<PlannedWrite> batch = new ArrayList<>();
    private final KeyHolders keyHolders;
    private final Map<String, RecordRef> holders = new HashMap<>();
    private List<PendingComparison> held = new ArrayList<>();
    /** The updates whose outcome is not known: those of earlier runs, and of this one. */
    private final List<Intent> inDoubt;

    private final Optional<TargetWriter> companion;
    private final ReferenceTargets referenceTargets;
    private long batchDecidedAt;
    private boolean isDisagreed;
    /** How many pending comparisons the change limit was last checked for. */
    private long judged;

    private boolean stopped;

    /**
     * Creates the writer of a type.
     *
     * @param filter the permitted writes; other comparisons stay pending
     * @param targets the systems that changed golden records are compared with
     * @param referenceTargets looks up former targets of references that a conflict shows changed
     * @param companion the writer of the type that shares its records in the system, if any
     */
    TargetWriter(
            WriteTarget target,
            Writer writer,
            ReferenceTargets referenceTargets,
            TypePolicy policy,
            RunContext run,
            WriteFilter filter,
            Collection<SystemName> targets,
            Supplier<String> operationIds,
            Optional<TargetWriter> companion) {
        this.companion = companion;
        this.referenceTargets = referenceTargets;
        this.target = target;
        this.run = run;
        this.sender = new BatchSender<>(run, writer, this);
        this.store = run.state().store();
        this.targetPlanner = new TargetPlanner(target, policy, run.state().store(), operationIds);
        this.keyHolders =
                new KeyHolders(target.system(), run.state().policy(target.spec().type()), store);
        this.filter = filter;
        this.inDoubt =
                new ArrayList<>(store.intents(target.system(), target.spec().type()));
        inDoubt.removeIf(Intent::isInsert);
        this.targets = targets;
        this.meter = run.meter(
                Progress.Stage.WRITING, target.system(), target.spec().type().name());
    }

    /** Processes all pending comparisons. */
    void write() {
        long total = targetPlanner.waiting();
        ChangeLimitCheck limitCheck = new ChangeLimitCheck(target, run);
        if (targetPlanner.isStopped(limitCheck, filter, run.cancellation())) {
            return;
        }
        List<PendingComparison> tasks = targetPlanner.tasks(null);
        while (!tasks.isEmpty()) {
            run.cancellation().check();
            decide(tasks, false);
            meter.advance(tasks.size(), OptionalLong.of(total));
            tasks = targetPlanner.tasks(tasks.get(tasks.size() - 1).golden());
        }
        flushAll();
        writeHeld();
        if (!isDisagreed) {
            limitCheck.done();
        }
    }

    private Sight now() {
        return Sight.at(run.state().observed());
    }

    /**
     * Writes what had to wait until another record gave up a match key. When nothing more is given up, as in a swap,
     * the rest is sent anyway: the system decides whether a key may stand in two records.
     */
    private void writeHeld() {
        boolean anyway = false;
        while (!held.isEmpty()) {
            run.cancellation().check();
            List<PendingComparison> waiting = held;
            held = new ArrayList<>();
            decide(waiting, anyway);
            flushAll();
            anyway = held.size() == waiting.size();
        }
    }

    private void flushAll() {
        while (!batch.isEmpty()) {
            flush();
        }
    }

    /** Checks whether the change limit stops the type's plan. Counts it again only when the plan has grown. */
    private boolean isStopped() {
        long waiting = targetPlanner.waiting();
        if (waiting > judged) {
            judged = waiting;
            stopped = targetPlanner.isStopped(new ChangeLimitCheck(target, run), filter, run.cancellation());
        }
        return stopped;
    }

    private void decide(List<PendingComparison> tasks, boolean anyway) {
        long decidedAt = run.state().alone(run.state()::moment);
        batchDecidedAt = batch.isEmpty() ? decidedAt : batchDecidedAt;
        List<Candidate> candidates = targetPlanner.candidates(tasks);
        Commit commit = new Commit();
        OutcomeRecorder refusals =
                new OutcomeRecorder(target, run.id(), run.state().now(), now(), Map.of(), commit);
        Map<GoldenId, Candidate> alive = new HashMap<>();
        Map<GoldenId, Decision> decisions = new HashMap<>();
        List<StoredRecord> agreements = new ArrayList<>();
        List<PlannedWrite> writes = new ArrayList<>();
        for (Candidate candidate : candidates) {
            alive.put(candidate.golden().id(), candidate);
            if (!targetPlanner.mustWait(candidate)) {
                Decision decision = targetPlanner.decide(candidate);
                decisions.put(candidate.golden().id(), decision);
                writes.addAll(decision.writes());
                agreements.addAll(targetPlanner.agreements(candidate));
            }
        }
        Map<String, RecordRef> found = keyHolders.of(writes);
        for (PendingComparison task : tasks) {
            Candidate candidate = alive.get(task.golden());
            Decision decision = decisions.get(task.golden());
            if (candidate != null && decision == null) {
                continue;
            }
            if (decision != null && !anyway && isHeld(decision, found)) {
                held.add(task);
                continue;
            }
            if (decision == null || decision.writes().isEmpty()) {
                commit.done(task);
            }
            if (candidate != null && decision != null) {
                decision.refusals().forEach(refusals::take);
                decision.obsolete().forEach(commit::unpark);
                if (filter.covers(target, decision.writes())) {
                    batch.addAll(decision.writes());
                } else {
                    isDisagreed = true;
                }
            }
        }
        run.stats().written(target.system(), target.spec().type(), refusals.counts());
        run.state().alone(() -> {
            run.state().keepNewTasks(commit, decidedAt);
            rememberAgreements(candidates, agreements, commit);
            run.state().commit(commit);
        });
        holders.putAll(found);
        while (batch.size() >= target.spec().writeLimit()) {
            flush();
        }
    }

    private boolean isHeld(Decision decision, Map<String, RecordRef> found) {
        return !found.isEmpty()
                && filter.covers(target, decision.writes())
                && decision.writes().stream()
                        .anyMatch(write -> found.containsKey(write.operation().id()));
    }

    /** Stores which duplicates agree, unless they changed since they were compared. */
    private void rememberAgreements(List<Candidate> candidates, List<StoredRecord> agreements, Commit commit) {
        if (agreements.isEmpty()) {
            return;
        }
        Map<RecordRef, StoredRecord> compared = new HashMap<>();
        candidates.forEach(candidate -> candidate.members().forEach(member -> compared.put(member.ref(), member)));
        Map<RecordRef, StoredRecord> stored = run.state()
                .remembered(agreements.stream().map(StoredRecord::ref).toList());
        for (StoredRecord agreed : agreements) {
            StoredRecord now = stored.get(agreed.ref());
            StoredRecord then = compared.get(agreed.ref());
            if (now != null
                    && then != null
                    && now.isLive()
                    && Objects.equals(now.golden(), then.golden())
                    && now.record().equals(then.record())) {
                commit.put(now.withRecord(agreed.record()));
            }
        }
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        int size = Math.min(batch.size(), target.spec().writeLimit());
        List<PlannedWrite> now = new ArrayList<>(batch.subList(0, size));
        batch.subList(0, size).clear();
        run.cancellation().check();
        companion.filter(other -> !other.isStopped()).ifPresent(other -> now.addAll(other.alongside(now)));
        sender.send(now);
    }

    @Override
    public Operation operation(PlannedWrite write) {
        return write.operation();
    }

    @Override
    public String activity() {
        return "writing";
    }

    /**
     * Selects writes whose golden record has not joined another, or changed, since the decision: an outdated
     * decision could insert a duplicate (R21). The others are decided again in the next pass.
     */
    @Override
    public List<PlannedWrite> current(List<PlannedWrite> writes) {
        Set<GoldenId> there = store
                .goldens(writes.stream().map(write -> write.golden().id()).toList())
                .stream()
                .filter(golden -> !golden.removed())
                .map(StoredGolden::id)
                .collect(Collectors.toSet());
        return writes.stream()
                .filter(write ->
                        there.contains(write.golden().id()) && !of(write).isOutdated(write))
                .toList();
    }

    @Override
    public Intent intent(PlannedWrite write) {
        return OutcomeRecorder.intent(of(write).target, write, run.state().observed());
    }

    private boolean isOutdated(PlannedWrite write) {
        PendingComparison task = new PendingComparison(
                target.system(), target.spec().type(), write.golden().id());
        return run.state().isNewer(task, batchDecidedAt);
    }

    /** Selects the writer of an operation's type: this one or its companion. */
    private TargetWriter of(PlannedWrite write) {
        return companion
                .filter(other ->
                        other.target.spec().type().equals(write.operation().type()))
                .orElse(this);
    }

    /** Finds updates of this type to records that a batch of the other type writes, so that one call does both. */
    private List<PlannedWrite> alongside(List<PlannedWrite> others) {
        List<RecordRef> shared = others.stream()
                .flatMap(write -> write.operation().recordId().stream())
                .map(id -> new RecordRef(target.system(), target.spec().type(), id))
                .toList();
        batchDecidedAt = run.state().alone(run.state()::moment);
        List<PendingComparison> tasks = store.records(shared).stream()
                .filter(StoredRecord::isLive)
                .flatMap(record -> Optional.ofNullable(record.golden()).stream())
                .distinct()
                .map(golden ->
                        new PendingComparison(target.system(), target.spec().type(), golden))
                .toList();
        return targetPlanner.candidates(tasks).stream()
                .map(targetPlanner::decide)
                .filter(decision -> decision.refusals().isEmpty()
                        && decision.writes().size() == 1
                        && decision.writes().get(0).operation().kind() == Operation.Kind.UPDATE
                        && filter.covers(target, decision.writes())
                        && shared.contains(
                                targetPlanner.target(decision.writes().get(0))))
                .flatMap(decision -> decision.writes().stream())
                .toList();
    }

    @Override
    public void remember(List<WriteResult<PlannedWrite>> settled, List<PlannedWrite> waiting) {
        settled.stream()
                .collect(Collectors.groupingBy(result -> of(result.request())))
                .forEach((writing, own) -> writing.rememberOwn(own, waiting));
    }

    private void rememberOwn(List<WriteResult<PlannedWrite>> asked, List<PlannedWrite> waiting) {
        List<RecordSnapshot> conflicts = run.state().alone(() -> {
            Commit commit = new Commit();
            OutcomeRecorder outcomeRecorder = new OutcomeRecorder(
                            target,
                            run.id(),
                            run.state().now(),
                            now(),
                            run.state().remembered(refs(asked)),
                            commit)
                    .holding(holders)
                    .linked(ref -> store.links(Set.of(ref)));
            asked.forEach(outcomeRecorder::take);
            closeEarlier(asked, commit);
            keepUnfinished(waiting, commit);
            keepUnfinished(batch, commit);
            run.state().keepNewTasks(commit, batchDecidedAt);
            run.state()
                    .rememberWritten(
                            target.spec().type(),
                            outcomeRecorder.changed(),
                            outcomeRecorder.links(),
                            outcomeRecorder.unlinked(),
                            target.system(),
                            targets,
                            commit);
            run.stats().written(target.system(), target.spec().type(), outcomeRecorder.counts());
            return outcomeRecorder.conflicts();
        });
        if (!conflicts.isEmpty()) {
            referenceTargets.readAgain(conflicts);
            run.state().alone(() -> takeConflicts(conflicts));
        }
    }

    /** Keeps a comparison pending while another write of its golden record is unsent. */
    private void keepUnfinished(List<PlannedWrite> waiting, Commit commit) {
        for (PlannedWrite write : waiting) {
            PendingComparison task = new PendingComparison(
                    target.system(), write.operation().type(), write.golden().id());
            if (commit.tasksDone().contains(task)) {
                commit.add(task);
            }
        }
    }

    /** Closes earlier in-doubt writes of a record after a later write succeeded. */
    private void closeEarlier(List<WriteResult<PlannedWrite>> asked, Commit commit) {
        Set<String> answered = asked.stream()
                .filter(one -> one.outcome() instanceof Outcome.Applied || one.outcome() instanceof Outcome.NoChange)
                .flatMap(one -> one.request().operation().recordId().stream())
                .collect(Collectors.toSet());
        for (Intent intent : List.copyOf(inDoubt)) {
            if (answered.contains(intent.recordId())) {
                commit.close(intent.operation());
                inDoubt.remove(intent);
            }
        }
        asked.stream()
                .filter(one -> one.outcome() instanceof Outcome.Unknown
                        && one.request().operation().kind() == Operation.Kind.UPDATE)
                .forEach(one -> inDoubt.add(intent(one.request())));
    }

    /** Reads changed records found by conflicts, so that they are decided again in this run. */
    private void takeConflicts(List<RecordSnapshot> conflicts) {
        ReadState readState =
                store.reading(target.system(), target.spec().type()).orElseThrow();
        PageIngest taking = new PageIngest(run.state(), target.spec(), readState, false);
        taking.take(conflicts);
        Commit commit = new Commit();
        taking.note(commit);
        run.state()
                .remember(target.spec().type(), taking.changed(), taking.links(), taking.unlinked(), targets, commit);
    }

    private List<RecordRef> refs(List<WriteResult<PlannedWrite>> asked) {
        List<RecordRef> refs = new ArrayList<>();
        for (WriteResult<PlannedWrite> one : asked) {
            String id = one.outcome() instanceof Outcome.Applied applied
                    ? applied.recordId()
                    : one.request().operation().recordId().orElse(null);
            if (id != null) {
                refs.add(new RecordRef(target.system(), target.spec().type(), id));
            }
        }
        return refs;
    }
}
