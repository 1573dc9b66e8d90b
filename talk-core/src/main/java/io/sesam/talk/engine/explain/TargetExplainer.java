package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.run.HeldPlans;
import io.sesam.talk.engine.report.ExplanationData;
import io.sesam.talk.engine.plan.Candidate;
import io.sesam.talk.engine.plan.Decision;
import io.sesam.talk.engine.plan.PlannedWrite;
import io.sesam.talk.engine.plan.Refusal;
import io.sesam.talk.engine.plan.TargetPlanner;
import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.engine.run.Connection;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.Explanation.Destination;
import io.sesam.talk.result.Explanation.Left;
import io.sesam.talk.result.Explanation.State;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.spi.FieldSpec;
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

/** Decides about one golden record in one system as the next sync would, and says why. */
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
     * How the system stands to a golden record.
     *
     * @param silent why the system could not tell what it holds, if it could not
     */
    Destination destination(GoldenId golden, List<StoredRecord> members, Optional<String> silent) {
        EntityType type = policy.type();
        List<AuditEntry> journal = store.audit(here(members), ENTRIES);
        if (silent.isPresent()) {
            return nothing("it could not tell what it holds: " + silent.get(), journal);
        }
        Optional<TypeSpec> spec = participants.types(connection).stream()
                .filter(known -> known.type().equals(type))
                .findFirst();
        Optional<ReadState> reading = store.reading(connection.name(), type);
        if (spec.isEmpty()) {
            return nothing("it holds no records of type " + type, journal);
        }
        if (reading.isEmpty()) {
            return nothing("it has not been read yet", journal);
        }
        if (connection.connector().writer(type).isEmpty()) {
            return nothing("it is read only", journal);
        }
        WriteTarget target = WriteTarget.of(participants, connection, spec.get(), reading.get());
        TargetPlanner targetPlanner = new TargetPlanner(target, policy.survivorship(), store, () -> "explained");
        return targetPlanner.candidates(List.of(new PendingComparison(connection.name(), type, golden))).stream()
                .findFirst()
                .map(candidate -> destination(target, targetPlanner, candidate, journal))
                .orElseGet(() -> nothing("all its records are gone", journal));
    }

    private Destination destination(
            WriteTarget target, TargetPlanner targetPlanner, Candidate candidate, List<AuditEntry> journal) {
        if (targetPlanner.mustWait(candidate)) {
            return nothing(
                    "it may be what an insert made whose answer was lost; it is no news until that is found out",
                    journal);
        }
        Decision decision = targetPlanner.decide(candidate);
        List<PlannedChange> planned = decision.writes().stream()
                .map(write -> write.change(target.system()))
                .toList();
        List<Left> left = left(target, candidate, decision);
        if (!planned.isEmpty()) {
            return new ExplanationData.DestinationData(connection.name(), State.PLANNED, whenPlanned(), planned, left, journal);
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
            return new ExplanationData.DestinationData(connection.name(), State.PARKED, because, planned, left, journal);
        }
        State state = decision.unchanged() > 0 ? State.IN_STEP : State.NOT_WRITTEN;
        return new ExplanationData.DestinationData(connection.name(), state, decision.because(), planned, left, journal);
    }

    private String whenPlanned() {
        boolean stopped = HeldPlans.find(store, connection.name(), policy.type())
                .filter(plan -> !plan.approved())
                .isPresent();
        return stopped
                ? "the brake has stopped a plan that was too large; it waits to be approved or rejected"
                : "the next sync writes it";
    }

    /** What the system cannot take of the golden record, or keeps for itself. */
    private List<Left> left(WriteTarget target, Candidate candidate, Decision decision) {
        List<StoredRecord> records = candidate.members().stream()
                .filter(member -> member.isLive() && member.ref().system().equals(connection.name()))
                .toList();
        List<Left> left = new ArrayList<>();
        if (records.isEmpty() && decision.writes().isEmpty()) {
            return left;
        }
        Fields golden = candidate.golden().values();
        for (int i = 0; i < golden.schema().size(); i++) {
            int index = i;
            Object wanted = golden.slot(i);
            boolean differs = wanted != null
                    && golden.isKnown(i)
                    && (records.isEmpty()
                            || records.stream()
                                    .anyMatch(record -> !wanted.equals(
                                            record.record().values().slot(index))));
            if (differs && decision.writes().stream().noneMatch(write -> writes(write, index))) {
                whyLeft(target, golden.schema().property(i), records).ifPresent(left::add);
            }
        }
        return left;
    }

    private static boolean writes(PlannedWrite write, int index) {
        return write.operation().fields().slot(index) != null;
    }

    private Optional<Left> whyLeft(WriteTarget target, Property property, List<StoredRecord> records) {
        String name = property.name();
        Optional<FieldSpec> field = target.spec().field(name);
        if (field.isEmpty()) {
            return Optional.of(new ExplanationData.LeftData(name, "there is no such field"));
        }
        if (!field.get().isWritable()) {
            return Optional.of(new ExplanationData.LeftData(name, "the field cannot be written"));
        }
        if (records.isEmpty()) {
            return Optional.empty();
        }
        boolean keeps = records.size() > 1 && target.policy().duplicates() == TargetPolicy.OnDuplicate.KEEP;
        return Optional.of(new ExplanationData.LeftData(
                name,
                keeps
                        ? "one of several records there keeps what is its own"
                        : "what is there is what the system makes of it, or it was refused"));
    }

    private List<RecordRef> here(List<StoredRecord> members) {
        return members.stream()
                .map(StoredRecord::ref)
                .filter(ref -> ref.system().equals(connection.name()))
                .toList();
    }

    private Destination nothing(String because, List<AuditEntry> journal) {
        return new ExplanationData.DestinationData(connection.name(), State.NOT_WRITTEN, because, List.of(), List.of(), journal);
    }
}
