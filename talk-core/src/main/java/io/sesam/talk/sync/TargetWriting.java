package io.sesam.talk.sync;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.Survivorship;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.plan.Candidate;
import io.sesam.talk.plan.Decision;
import io.sesam.talk.plan.PlannedWrite;
import io.sesam.talk.plan.Planner;
import io.sesam.talk.plan.Target;
import io.sesam.talk.resolve.References;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.store.Task;
import io.sesam.talk.write.Aftermath;
import io.sesam.talk.write.Asked;
import io.sesam.talk.write.Asking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes one type to one system: takes the golden records that changed, decides, asks in batches, remembers (R17, R22).
 *
 * <p>Called by one thread. What is not decided or not settled stays a task for the next run.
 */
final class TargetWriting {
    private static final int TASKS_AT_ONCE = 500;
    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Target target;
    private final Writer writer;
    private final Survivorship survivorship;
    private final Planner planner;
    private final References references;
    private final Run run;
    private final Store store;
    private final Collection<SystemName> targets;
    private final Run.Meter meter;
    private final List<PlannedWrite> batch = new ArrayList<>();
    private final Optional<TargetWriting> companion;
    private boolean conflicts;
    private long batchDecidedAt;

    /**
     * A writing.
     *
     * @param targets the systems that changed golden records are to be compared with
     * @param companion writes the type whose records are the same records over there, if there is one
     */
    TargetWriting(
            Target target,
            Writer writer,
            Survivorship survivorship,
            Run run,
            Collection<SystemName> targets,
            Supplier<String> operationIds,
            Optional<TargetWriting> companion) {
        this.companion = companion;
        this.target = target;
        this.writer = writer;
        this.survivorship = survivorship;
        this.run = run;
        this.store = run.ledger().store();
        this.references = References.of(store, survivorship.schema());
        this.planner = new Planner(target, operationIds, fields -> references.toSystem(fields, target.system()));
        this.targets = targets;
        this.meter = run.meter(
                Progress.Stage.WRITING, target.system(), target.spec().type().name());
    }

    /** Works off all tasks; tells whether a conflict made new ones. */
    boolean write() {
        conflicts = false;
        long total = store.tasks(target.system(), target.spec().type());
        Braking braking = new Braking(target, run);
        if (isBraked(braking, total)) {
            return false;
        }
        GoldenId after = null;
        List<Task> tasks = tasks(null);
        while (!tasks.isEmpty()) {
            run.cancellation().check();
            decide(tasks);
            meter.advance(tasks.size(), OptionalLong.of(total));
            after = tasks.get(tasks.size() - 1).golden();
            tasks = tasks(after);
        }
        flush();
        braking.done();
        return conflicts || companion.filter(other -> other.conflicts).isPresent();
    }

    /** Whether the plan is too large to begin: it is decided once only to be counted, and nothing of that is kept. */
    private boolean isBraked(Braking braking, long total) {
        if (!braking.mustCount(total)) {
            return false;
        }
        List<Task> tasks = tasks(null);
        while (!tasks.isEmpty()) {
            run.cancellation().check();
            candidates(tasks).forEach(candidate -> braking.count(planner.decide(candidate)));
            tasks = tasks(tasks.get(tasks.size() - 1).golden());
        }
        return braking.stops();
    }

    /** Whether too much of this type is waiting to be written. */
    private boolean isBraked() {
        return isBraked(
                new Braking(target, run),
                store.tasks(target.system(), target.spec().type()));
    }

    private List<Task> tasks(@Nullable GoldenId after) {
        return store.tasks(target.system(), target.spec().type(), after, TASKS_AT_ONCE);
    }

    private void decide(List<Task> tasks) {
        long decidedAt = run.ledger().alone(run.ledger()::moment);
        batchDecidedAt = batch.isEmpty() ? decidedAt : batchDecidedAt;
        List<Candidate> candidates = candidates(tasks);
        Commit commit = new Commit();
        Aftermath refusals = new Aftermath(target, run.id(), run.ledger().now(), Map.of(), commit);
        Map<GoldenId, Candidate> alive =
                candidates.stream().collect(Collectors.toMap(c -> c.golden().id(), c -> c));
        for (Task task : tasks) {
            Candidate candidate = alive.get(task.golden());
            Decision decision = candidate == null ? null : planner.decide(candidate);
            if (decision == null || decision.writes().isEmpty()) {
                commit.done(task);
            }
            if (candidate != null && decision != null) {
                decision.refusals().forEach(refusals::take);
                decision.obsolete().forEach(commit::unpark);
                batch.addAll(decision.writes());
            }
        }
        run.tally().written(target.system(), target.spec().type(), refusals.counts());
        run.ledger().alone(() -> {
            run.ledger().keepNewTasks(commit, decidedAt);
            run.ledger().commit(commit);
            return null;
        });
        while (batch.size() >= target.spec().writeLimit()) {
            flush();
        }
    }

    private List<Candidate> candidates(List<Task> tasks) {
        List<GoldenId> ids = tasks.stream().map(Task::golden).toList();
        Map<GoldenId, List<StoredRecord>> members = new HashMap<>();
        for (StoredRecord member : references.normalize(store.members(ids))) {
            members.computeIfAbsent(member.golden(), id -> new ArrayList<>()).add(member);
        }
        Map<GoldenId, List<Parked>> parked = store
                .parked(target.system(), target.spec().type(), ids)
                .stream()
                .collect(Collectors.groupingBy(Parked::golden));
        Map<GoldenId, List<Intent>> open = store
                .intents(target.system(), target.spec().type(), ids)
                .stream()
                .filter(Intent::isInsert)
                .collect(Collectors.groupingBy(Intent::golden));
        List<Candidate> candidates = new ArrayList<>();
        members.forEach((id, records) -> {
            // a store has no order of its own, but what is asked first is not to be left to chance
            records.sort(Comparator.comparing(StoredRecord::ref));
            SourceRecord[] live = records.stream()
                    .filter(StoredRecord::isLive)
                    .map(StoredRecord::record)
                    .sorted(SourceRecord.OLDEST_FIRST)
                    .toArray(SourceRecord[]::new);
            if (live.length > 0) {
                candidates.add(new Candidate(
                        survivorship.merge(id, live),
                        records,
                        parked.getOrDefault(id, List.of()),
                        open.getOrDefault(id, List.of())));
            }
        });
        return candidates;
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        int size = Math.min(batch.size(), target.spec().writeLimit());
        List<PlannedWrite> now = new ArrayList<>(batch.subList(0, size));
        batch.subList(0, size).clear();
        run.cancellation().check();
        companion.filter(other -> !other.isBraked()).ifPresent(other -> now.addAll(other.alongside(now)));
        run.ledger().alone(() -> {
            Commit intents = new Commit();
            now.forEach(write -> intents.put(
                    Aftermath.intent(of(write).target, write, run.ledger().now())));
            run.ledger().commit(intents);
            return null;
        });
        ask(now);
    }

    /** Who writes the type that an operation is about: this one, or its companion. */
    private TargetWriting of(PlannedWrite write) {
        return companion
                .filter(other ->
                        other.target.spec().type().equals(write.operation().type()))
                .orElse(this);
    }

    /** What this type wants changed in records that are being written for the other one: one call does for both. */
    private List<PlannedWrite> alongside(List<PlannedWrite> others) {
        List<RecordRef> shared = others.stream()
                .flatMap(write -> write.operation().recordId().stream())
                .map(id -> new RecordRef(target.system(), target.spec().type(), id))
                .toList();
        batchDecidedAt = run.ledger().alone(run.ledger()::moment);
        List<Task> tasks = store.records(shared).stream()
                .filter(StoredRecord::isLive)
                .flatMap(record -> Optional.ofNullable(record.golden()).stream())
                .distinct()
                .map(golden -> new Task(target.system(), target.spec().type(), golden))
                .toList();
        return candidates(tasks).stream()
                .map(planner::decide)
                .filter(decision -> decision.refusals().isEmpty()
                        && decision.writes().size() == 1
                        && decision.writes().get(0).operation().kind() == Operation.Kind.UPDATE
                        && shared.contains(target(decision.writes().get(0))))
                .flatMap(decision -> decision.writes().stream())
                .toList();
    }

    private RecordRef target(PlannedWrite write) {
        return new RecordRef(
                target.system(),
                target.spec().type(),
                write.operation().recordId().orElse(""));
    }

    /** Asks, and asks again what the system could not do just now; a system in trouble is not asked any more. */
    private void ask(List<PlannedWrite> writes) {
        List<PlannedWrite> left = writes;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            Asking asking = Asking.of(writer, left);
            boolean again = attempt < TRIES && asking.trouble() == null && isShort(asking);
            List<Asked> settled = asking.answers().stream()
                    .filter(asked -> !again || !(asked.outcome() instanceof Outcome.RetryLater))
                    .toList();
            List<PlannedWrite> postponed = asking.answers().stream()
                    .filter(asked -> asked.outcome() instanceof Outcome.RetryLater)
                    .map(Asked::write)
                    .toList();
            settled.stream()
                    .collect(Collectors.groupingBy(asked -> of(asked.write())))
                    .forEach((writing, own) -> writing.remember(own, postponed));
            throwTrouble(asking, again);
            left = again ? postponed : List.of();
            if (!left.isEmpty()) {
                run.cancellation().sleep(wait(asking));
            }
        }
    }

    private static void throwTrouble(Asking asking, boolean again) {
        if (asking.trouble() != null) {
            throw asking.trouble();
        }
        for (Asked asked : asking.answers()) {
            if (!again && asked.outcome() instanceof Outcome.RetryLater later) {
                throw new TalkException(ErrorCode.UNWRITABLE, later.reason());
            }
        }
    }

    private static boolean isShort(Asking asking) {
        return wait(asking).compareTo(PATIENCE) <= 0;
    }

    private static Duration wait(Asking asking) {
        return asking.answers().stream()
                .map(Asked::outcome)
                .filter(Outcome.RetryLater.class::isInstance)
                .map(outcome -> ((Outcome.RetryLater) outcome).after())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void remember(List<Asked> asked, List<PlannedWrite> postponed) {
        if (asked.isEmpty()) {
            return;
        }
        run.ledger().alone(() -> {
            Commit commit = new Commit();
            Aftermath aftermath = new Aftermath(
                    target, run.id(), run.ledger().now(), run.ledger().remembered(refs(asked)), commit);
            asked.forEach(aftermath::take);
            closeEarlier(asked, commit);
            keepUnfinished(postponed, commit);
            keepUnfinished(batch, commit);
            run.ledger().keepNewTasks(commit, batchDecidedAt);
            run.ledger()
                    .rememberWritten(
                            target.spec().type(),
                            aftermath.changed(),
                            aftermath.links(),
                            target.system(),
                            targets,
                            commit);
            run.tally().written(target.system(), target.spec().type(), aftermath.counts());
            takeConflicts(aftermath);
            return null;
        });
    }

    /** A golden record of which another write is still to be asked is not done, whatever became of the first. */
    private void keepUnfinished(List<PlannedWrite> waiting, Commit commit) {
        for (PlannedWrite write : waiting) {
            Task task = new Task(
                    target.system(), write.operation().type(), write.golden().id());
            if (commit.tasksDone().contains(task)) {
                commit.add(task);
            }
        }
    }

    /** What was asked of a record before and never answered is of no account once a later write was. */
    private void closeEarlier(List<Asked> asked, Commit commit) {
        Set<String> answered = asked.stream()
                .filter(one -> one.outcome() instanceof Outcome.Applied || one.outcome() instanceof Outcome.NoChange)
                .flatMap(one -> one.write().operation().recordId().stream())
                .collect(Collectors.toSet());
        if (!answered.isEmpty()) {
            List<GoldenId> goldens =
                    asked.stream().map(one -> one.write().golden().id()).toList();
            store.intents(target.system(), target.spec().type(), goldens).stream()
                    .filter(intent -> !intent.isInsert() && answered.contains(intent.recordId()))
                    .forEach(intent -> commit.close(intent.operation()));
        }
    }

    /** What turned out to be different is taken as read, and decided again in this run. */
    private void takeConflicts(Aftermath aftermath) {
        if (aftermath.conflicts().isEmpty()) {
            return;
        }
        conflicts = true;
        Reading reading = store.reading(target.system(), target.spec().type()).orElseThrow();
        PageTaking taking = new PageTaking(run.ledger(), reading, false);
        taking.take(aftermath.conflicts());
        run.ledger().remember(target.spec().type(), taking.changed(), taking.links(), targets, new Commit());
    }

    private List<RecordRef> refs(List<Asked> asked) {
        List<RecordRef> refs = new ArrayList<>();
        for (Asked one : asked) {
            String id = one.outcome() instanceof Outcome.Applied applied
                    ? applied.recordId()
                    : one.write().operation().recordId().orElse(null);
            if (id != null) {
                refs.add(new RecordRef(target.system(), target.spec().type(), id));
            }
        }
        return refs;
    }
}
