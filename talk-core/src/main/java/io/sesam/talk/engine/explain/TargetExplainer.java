package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.plan.Candidate;
import io.sesam.talk.engine.plan.Decision;
import io.sesam.talk.engine.plan.PlannedWrite;
import io.sesam.talk.engine.plan.Refusal;
import io.sesam.talk.engine.plan.TargetPlanner;
import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.engine.run.HeldPlans;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.Explanation.Destination;
import io.sesam.talk.result.Explanation.Left;
import io.sesam.talk.result.Explanation.State;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Explanation of one golden record in one system. Decides as the next sync would. */
final class TargetExplainer {
    private static final int ENTRIES = 20;

    private final Store store;
    private final Participants participants;
    private final Connection connection;
    private final TypePolicy policy;

    TargetExplainer(Store store, Participants participants, Connection connection, TypePolicy policy) {
        this.store = store;
        this.participants = participants;
        this.connection = connection;
        this.policy = policy;
    }

    /**
     * Explains the state in the system.
     *
     * @param writable whether the system has a writer of the type
     * @param silent why the system's types are not available, if so
     */
    Destination destination(GoldenId golden, List<StoredRecord> members, boolean writable, Optional<String> silent) {
        EntityType type = policy.type();
        List<AuditEntry> journal = store.audit(here(members), ENTRIES);
        if (silent.isPresent()) {
            return nothing("its types could not be read: " + silent.get(), journal);
        }
        Optional<TypeSpec> spec = participants.types(connection).stream()
                .filter(known -> known.type().equals(type))
                .findFirst();
        Optional<ReadState> reading = store.reading(connection.name(), type);
        if (spec.isEmpty()) {
            return nothing("it has no type " + type, journal);
        }
        if (reading.isEmpty()) {
            return nothing("it has not been read yet", journal);
        }
        if (!writable) {
            return nothing("it is read-only", journal);
        }
        WriteTarget target = WriteTarget.of(participants, connection, spec.get());
        TargetPlanner targetPlanner = new TargetPlanner(target, policy, store, () -> "explained");
        return targetPlanner.candidates(List.of(new PendingComparison(connection.name(), type, golden))).stream()
                .findFirst()
                .map(candidate -> destination(target, targetPlanner, candidate, journal))
                .orElseGet(() -> nothing("all its records were deleted", journal));
    }

    private Destination destination(
            WriteTarget target, TargetPlanner targetPlanner, Candidate candidate, List<AuditEntry> journal) {
        if (targetPlanner.mustWait(candidate)) {
            return nothing(
                    "it may be the record of an in-doubt insert; nothing is written until that is resolved", journal);
        }
        Decision decision = targetPlanner.decide(candidate);
        List<PlannedChange> planned = decision.writes().stream()
                .map(write -> write.change(target.system()))
                .toList();
        List<Left> left = left(candidate, decision);
        if (!planned.isEmpty()) {
            return new ExplanationData.DestinationData(
                    connection.name(), State.PLANNED, whenPlanned(), planned, left, journal);
        }
        List<String> refused = new ArrayList<>();
        decision.refusals().stream().map(Refusal::reason).forEach(refused::add);
        candidate.parked().stream()
                .filter(parked -> parked.kind() == Parked.Kind.WRITE)
                .filter(parked -> !decision.obsolete().contains(parked.key()))
                .map(parked -> "since " + parked.since() + ": " + parked.reason())
                .forEach(refused::add);
        if (!refused.isEmpty()) {
            String because = refused.stream().distinct().collect(Collectors.joining("; "));
            return new ExplanationData.DestinationData(
                    connection.name(), State.PARKED, because, planned, left, journal);
        }
        State state = decision.unchanged() > 0 ? State.IN_STEP : State.NOT_WRITTEN;
        return new ExplanationData.DestinationData(
                connection.name(), state, decision.because(), planned, left, journal);
    }

    private String whenPlanned() {
        boolean stopped = HeldPlans.find(store, connection.name(), policy.type())
                .filter(plan -> !plan.approved())
                .isPresent();
        return stopped ? "the change limit stopped the plan; approve or reject it" : "the next sync writes it";
    }

    /** Lists what differs and is not written, with the reasons of the decision. */
    private List<Left> left(Candidate candidate, Decision decision) {
        List<Left> left = new ArrayList<>();
        Fields golden = candidate.golden().values();
        for (int i = 0; i < golden.schema().size(); i++) {
            String name = golden.schema().property(i).name();
            int index = i;
            if (decision.writes().stream().anyMatch(write -> writes(write, index))) {
                continue;
            }
            String reason = decision.left().get(name);
            if (reason != null) {
                left.add(new ExplanationData.LeftData(name, reason));
            } else if (decision.unchanged() > 0) {
                policy.survivorship()
                        .contradicted(candidate.golden(), i)
                        .filter(system -> !system.equals(connection.name()))
                        .map(system -> "the records of " + system
                                + " contradict each other, so their values overwrite no other")
                        .ifPresent(why -> left.add(new ExplanationData.LeftData(name, why)));
            }
        }
        return left;
    }

    private static boolean writes(PlannedWrite write, int index) {
        return write.operation().fields().slot(index) != null;
    }

    private List<RecordRef> here(List<StoredRecord> members) {
        return members.stream()
                .map(StoredRecord::ref)
                .filter(ref -> ref.system().equals(connection.name()))
                .toList();
    }

    private Destination nothing(String because, List<AuditEntry> journal) {
        return new ExplanationData.DestinationData(
                connection.name(), State.NOT_WRITTEN, because, List.of(), List.of(), journal);
    }
}
