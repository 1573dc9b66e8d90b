package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.recover.InDoubtRecords;
import io.sesam.talk.engine.recover.TwinSearch;
import io.sesam.talk.engine.resolve.ClusterFlags;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.run.Cancellation;
import io.sesam.talk.engine.run.RestoredRecords;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Planner of the pending comparisons of one target. Reads the store and changes nothing. */
public final class TargetPlanner {
    private static final int TASKS_AT_ONCE = 1000;

    private final WriteTarget target;
    private final Survivorship survivorship;
    private final Planner planner;
    private final References references;
    private final Store store;
    private final InDoubtRecords inDoubtRecords;
    private final TwinSearch twins;
    private final boolean mayHaveTwins;

    /** Creates the planner of a target. */
    public TargetPlanner(WriteTarget target, TypePolicy policy, Store store, Supplier<String> operationIds) {
        this.target = target;
        this.survivorship = policy.survivorship();
        this.twins = new TwinSearch(target.system(), target.spec(), policy.rules(), store);
        this.mayHaveTwins = target.spec().inserts() && twins.isNeeded();
        this.store = store;
        this.inDoubtRecords = InDoubtRecords.of(store, target.spec().type());
        this.references = References.of(store, policy.schema());
        this.planner = new Planner(target, operationIds, fields -> references.toSystem(fields, target.system()));
    }

    /** Checks whether the type has records without a match key. */
    boolean mayHaveTwins() {
        return mayHaveTwins;
    }

    /** Checks whether a candidate would be inserted. */
    boolean inserts(Candidate candidate) {
        return planner.inserts(candidate);
    }

    private List<RecordRef> twins(GoldenRecord golden, List<StoredRecord> records) {
        boolean isSearched = mayHaveTwins
                && records.stream().noneMatch(record -> record.ref().system().equals(target.system()))
                && twins.isKeyless(golden.members());
        return isSearched
                ? twins.find(
                        golden.id(),
                        golden.values(),
                        records.stream().map(StoredRecord::ref).toList())
                : List.of();
    }

    /** Counts the pending comparisons. */
    public long waiting() {
        return store.tasks(target.system(), target.spec().type());
    }

    /** Returns a page of pending comparisons after a golden record. */
    public List<PendingComparison> tasks(@Nullable GoldenId after) {
        return store.tasks(target.system(), target.spec().type(), after, TASKS_AT_ONCE);
    }

    /**
     * Checks whether the permitted writes exceed the change limit. Decides what can count once to count it, and keeps
     * none of that; ends as soon as the rest cannot exceed the limit.
     */
    public boolean isStopped(ChangeLimitCheck limitCheck, WriteFilter filter, Cancellation cancellation) {
        if (!limitCheck.mustCount(waiting())) {
            return false;
        }
        List<PendingComparison> tasks = tasks(null);
        while (!tasks.isEmpty()) {
            cancellation.check();
            for (Candidate candidate : candidates(tasks)) {
                if (!limitCheck.isFree(candidate) && !mustWait(candidate)) {
                    Decision decision = decide(candidate);
                    if (filter.covers(target, decision.writes())) {
                        limitCheck.count(decision);
                    }
                }
            }
            if (limitCheck.isWithinLimit()) {
                return false;
            }
            tasks = tasks(tasks.get(tasks.size() - 1).golden());
        }
        return limitCheck.stops();
    }

    /** Checks for a possible in-doubt insert. Such a comparison stays pending. */
    public boolean mustWait(Candidate candidate) {
        return inDoubtRecords.mayBeMade(candidate.golden().members());
    }

    /** Finds duplicates in the target that agree with the golden record, and returns them so marked (R11). */
    public List<StoredRecord> agreements(Candidate candidate) {
        List<StoredRecord> here = candidate.liveIn(target.system());
        if (here.size() < 2) {
            return List.of();
        }
        SourceRecord[] members = candidate.golden().members().toArray(SourceRecord[]::new);
        SourceRecord[] marked = ClusterFlags.withAgreements(
                members, Normalizer.normalize(candidate.golden().values()));
        List<StoredRecord> agreeing = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            SourceRecord member = members[i];
            if (!marked[i].stamps().equals(member.stamps())) {
                SourceRecord agreed = marked[i];
                here.stream()
                        .filter(record -> record.ref().equals(member.ref()))
                        .forEach(record -> agreeing.add(record.withRecord(agreed)));
            }
        }
        return agreeing;
    }

    /** Decides about a candidate. A restored record is not archived again. */
    public Decision decide(Candidate candidate) {
        Decision decision = planner.decide(candidate);
        List<PlannedWrite> writes = new ArrayList<>(decision.writes());
        writes.removeIf(write ->
                write.operation().kind() == Operation.Kind.ARCHIVE && RestoredRecords.is(store, target(write)));
        return writes.size() == decision.writes().size()
                ? decision
                : new Decision(
                        writes,
                        decision.refusals(),
                        decision.obsolete(),
                        decision.unchanged(),
                        "it was restored there after it had been deleted",
                        Map.of());
    }

    /** Loads the golden records of comparisons with the basis of a decision. Omits deleted ones. */
    public List<Candidate> candidates(List<PendingComparison> tasks) {
        List<GoldenId> ids = tasks.stream().map(PendingComparison::golden).toList();
        Map<GoldenId, List<StoredRecord>> members = new HashMap<>();
        for (StoredRecord member : references.normalize(store.members(ids))) {
            members.computeIfAbsent(member.golden(), id -> new ArrayList<>()).add(member);
        }
        Map<GoldenId, List<Parked>> parked = store
                .parked(target.system(), target.spec().type(), ids)
                .stream()
                .filter(entry -> entry.kind() != Parked.Kind.SEVERAL_ADDRESSES)
                .collect(Collectors.groupingBy(Parked::golden));
        Map<GoldenId, List<Intent>> open = store
                .intents(target.system(), target.spec().type(), ids)
                .stream()
                .filter(Intent::isInsert)
                .collect(Collectors.groupingBy(Intent::golden));
        List<Candidate> candidates = new ArrayList<>();
        members.forEach((id, records) -> {
            // The store has no order of its own, but the order of writes must not depend on chance.
            records.sort(Comparator.comparing(StoredRecord::ref));
            merged(survivorship, id, records)
                    .map(golden -> new Candidate(
                            golden,
                            records,
                            parked.getOrDefault(id, List.of()),
                            open.getOrDefault(id, List.of()),
                            twins(golden, records)))
                    .ifPresent(candidates::add);
        });
        return candidates;
    }

    /** Merges normalised records; empty when all of them are deleted. */
    public static Optional<GoldenRecord> merged(Survivorship survivorship, GoldenId id, List<StoredRecord> records) {
        List<SourceRecord> live = new ArrayList<>(records.size());
        for (StoredRecord record : records) {
            if (record.isLive()) {
                live.add(record.record());
            }
        }
        if (live.isEmpty()) {
            return Optional.empty();
        }
        live.sort(SourceRecord.OLDEST_FIRST);
        return Optional.of(survivorship.merge(id, live.toArray(SourceRecord[]::new)));
    }

    /** Returns the record that a write concerns. */
    public RecordRef target(PlannedWrite write) {
        return new RecordRef(
                target.system(),
                target.spec().type(),
                write.operation().recordId().orElse(""));
    }
}
