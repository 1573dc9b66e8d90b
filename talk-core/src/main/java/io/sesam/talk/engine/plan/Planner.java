package io.sesam.talk.engine.plan;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decision about writes to one target (R17).
 *
 * <p>A pure function of the candidate, except for operation ids, which are supplied.
 */
public final class Planner {
    /** The stored prefix of a fingerprint when only refused properties differ. */
    static final String LEFTOVER = "nothing but ";

    private final WriteTarget target;
    private final Differ differ;
    /** Compares as if every filled value could be overwritten. */
    private final Differ unlimited;

    private final Supplier<String> operationIds;
    private final UnaryOperator<Fields> asThere;

    /**
     * Creates the planner of a target.
     *
     * @param operationIds supplies a new id per operation
     * @param asThere converts golden values for the target: references name its own records
     */
    public Planner(WriteTarget target, Supplier<String> operationIds, UnaryOperator<Fields> asThere) {
        this.asThere = asThere;
        this.target = target;
        this.differ = new Differ(target.spec(), target.overwritesAllowed());
        this.unlimited = new Differ(target.spec(), true);
        this.operationIds = operationIds;
    }

    /** Decides about a candidate, in the order of R17. */
    public Decision decide(Candidate candidate) {
        Decision decision = decideNow(candidate);
        List<Parked.Key> stale = stale(candidate);
        if (stale.isEmpty()) {
            return decision;
        }
        List<Parked.Key> obsolete = new ArrayList<>(decision.obsolete());
        obsolete.addAll(stale);
        return new Decision(
                decision.writes(),
                decision.refusals(),
                obsolete,
                decision.unchanged(),
                decision.because(),
                decision.left());
    }

    /** Finds parked writes that are obsolete: their record was deleted, or its insert is no longer wanted. */
    private List<Parked.Key> stale(Candidate candidate) {
        if (candidate.parked().isEmpty()) {
            return List.of();
        }
        Set<String> here = candidate.liveIn(target.system()).stream()
                .map(record -> record.ref().id())
                .collect(Collectors.toSet());
        boolean isMade = here.isEmpty()
                && (candidate.wasIn(target.system()) || !target.spec().inserts());
        return candidate.parked().stream()
                .filter(parked -> parked.kind() == Parked.Kind.WRITE)
                .filter(parked -> parked.recordId() == null ? isMade : !here.contains(parked.recordId()))
                .map(Parked::key)
                .toList();
    }

    private Decision decideNow(Candidate candidate) {
        if (!target.policy().share()) {
            return Decision.nothing("sharing with " + target.system() + " is off");
        }
        if (candidate.isOversized()) {
            return Decision.nothing("it is parked: too many records share its match key");
        }
        List<StoredRecord> here = candidate.liveIn(target.system());
        Optional<SystemName> gone = target.policy().deletes() == OnDelete.IGNORE
                ? Optional.empty()
                : candidate.goneElsewhere(target.system());
        if (gone.isEmpty()) {
            return here.isEmpty() ? insert(candidate) : update(candidate, here);
        }
        if (here.isEmpty()) {
            return Decision.nothing("it was deleted in " + gone.get() + ", so it is not inserted here");
        }
        return target.policy().deletes() == OnDelete.ARCHIVE
                ? archive(candidate, here, gone.get())
                : Decision.nothing("it was deleted in " + gone.get() + ", so it is left unchanged here");
    }

    /** Archives records because their counterpart was deleted elsewhere (R24). */
    private Decision archive(Candidate candidate, List<StoredRecord> here, SystemName gone) {
        String fingerprint = "archive " + target.fingerprint();
        List<PlannedWrite> writes = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (StoredRecord record : here) {
            String id = record.ref().id();
            if (isParked(candidate, id, fingerprint)) {
                continue;
            }
            if (!target.spec().archives()) {
                String reason = "it was deleted in " + gone + ", but " + target.system() + " cannot archive a "
                        + target.spec().type() + "; archive it there by hand, or set deletes to ignore";
                refusals.add(new Refusal(candidate.golden().id(), id, reason, fingerprint));
                continue;
            }
            Operation operation =
                    Operation.archive(operationIds.get(), id, target.seen(record.record()), record.version());
            RecordRef origin = candidate.golden().members().get(0).ref();
            writes.add(new PlannedWrite(operation, candidate.golden(), origin, record, List.of(), fingerprint));
        }
        return new Decision(writes, refusals, List.of(), 0, "", Map.of());
    }

    /** Checks whether a candidate would be inserted, as far as no equal record is there. */
    boolean inserts(Candidate candidate) {
        return target.policy().share()
                && !candidate.isOversized()
                && candidate.liveIn(target.system()).isEmpty()
                && (target.policy().deletes() == OnDelete.IGNORE
                        || candidate.goneElsewhere(target.system()).isEmpty())
                && whyNotInserted(candidate).isEmpty();
    }

    /** Refuses the insert of a record without a match key while records that equal it are there (R41). */
    private Decision refuseTwin(Candidate candidate) {
        String fingerprint = "equal to " + candidate.twins() + " " + target.fingerprint();
        if (isParked(candidate, null, fingerprint)) {
            return Decision.nothing("records that equal it are there, and it has no match key");
        }
        String reason = "it has no match key, and unlinked records equal it ("
                + candidate.twins().size() + ", such as " + candidate.twins().get(0)
                + "); link it to the right one by hand, or correct the records";
        return new Decision(
                List.of(),
                List.of(new Refusal(candidate.golden().id(), null, reason, fingerprint)),
                List.of(),
                0,
                "",
                Map.of());
    }

    private Decision insert(Candidate candidate) {
        Optional<String> reason = whyNotAllowed(candidate);
        if (reason.isPresent()) {
            return Decision.nothing(reason.get());
        }
        Difference whole = differ.toNothing(candidate.golden().values());
        if (whole.isEmpty()) {
            return Decision.nothing(noValue());
        }
        if (!candidate.twins().isEmpty()) {
            return refuseTwin(candidate);
        }
        Difference difference = whole.as(asThere);
        String fingerprint = fingerprint(difference.fields());
        if (isParked(candidate, null, fingerprint)) {
            return Decision.nothing("it was refused there before, and nothing has changed since");
        }
        List<String> missing = missing(difference.fields());
        if (!missing.isEmpty()) {
            List<String> reasons = new ArrayList<>(difference.refused());
            reasons.add(target.system() + " cannot insert a " + target.spec().type() + " without "
                    + String.join(", ", missing));
            return new Decision(
                    List.of(),
                    List.of(new Refusal(candidate.golden().id(), null, String.join("; ", reasons), fingerprint)),
                    List.of(),
                    0,
                    "",
                    difference.left());
        }
        Operation operation = Operation.insert(operationIds.get(), difference.fields());
        return new Decision(
                List.of(write(candidate, operation, null, difference, fingerprint)),
                List.of(),
                List.of(),
                0,
                "",
                difference.left());
    }

    private Optional<String> whyNotInserted(Candidate candidate) {
        Optional<String> reason = whyNotAllowed(candidate);
        return reason.isEmpty() && differ.toNothing(candidate.golden().values()).isEmpty()
                ? Optional.of(noValue())
                : reason;
    }

    private String noValue() {
        return "it has no value that " + target.system() + " can hold";
    }

    private Optional<String> whyNotAllowed(Candidate candidate) {
        if (!target.spec().inserts()) {
            return Optional.of(target.system() + " accepts no inserts of this type");
        }
        if (candidate.wasIn(target.system())) {
            return Optional.of("it was deleted there; a deleted record is not inserted again");
        }
        if (!target.insertsAllowed()) {
            return Optional.of(
                    "inserts wait until every system has been read completely once and at least two take part");
        }
        if (!candidate.open().isEmpty()) {
            return Optional.of("an insert is in doubt (sent, no answer); waiting to see the record");
        }
        if (!target.policy().fullSync() && isOlder(candidate)) {
            return Optional.of("it existed before " + target.system() + " was connected, and full sync is off");
        }
        return Optional.empty();
    }

    private boolean isOlder(Candidate candidate) {
        return candidate.golden().members().stream()
                .anyMatch(member -> !member.isEnrichment() && target.isOlder(member));
    }

    private List<String> missing(Fields fields) {
        List<String> missing = new ArrayList<>(0);
        for (FieldSpec field : target.spec().fields()) {
            if (field.isRequired() && !fields.isKnown(fields.schema().index(field.name()))) {
                missing.add(field.name());
            }
        }
        return missing;
    }

    private Decision update(Candidate candidate, List<StoredRecord> here) {
        List<PlannedWrite> writes = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        List<Parked.Key> obsolete = new ArrayList<>();
        parked(candidate, null).ifPresent(insert -> obsolete.add(insert.key()));
        Map<String, String> left = new TreeMap<>();
        int unchanged = 0;
        boolean heldBack = false;
        boolean follow = here.size() == 1 || target.policy().duplicates() == TargetPolicy.OnDuplicate.SYNC;
        for (StoredRecord record : here) {
            Fields golden = candidate.golden().values();
            Difference difference = (follow
                            ? differ.toRecord(golden, record.record())
                            : differ.toDuplicate(golden, record.record()))
                    .as(asThere);
            String fingerprint = difference.isEmpty()
                    ? LEFTOVER + difference.refused()
                    : fingerprint(difference.fields()) + difference.refused();
            addReasons(left, difference.left());
            if (difference.isEmpty() && difference.refused().isEmpty()) {
                unchanged++;
                heldBack |= !target.overwritesAllowed()
                        && !unlimited.toRecord(golden, record.record()).isEmpty();
                parked(candidate, record.ref().id()).ifPresent(parked -> obsolete.add(parked.key()));
            } else if (!isParked(candidate, record.ref().id(), fingerprint)) {
                decide(candidate, record, difference, fingerprint, writes, refusals);
            } else {
                parked(candidate, record.ref().id()).ifPresent(parked -> addReasons(left, refused(difference, parked)));
            }
        }
        return new Decision(
                writes,
                refusals,
                obsolete,
                unchanged,
                writes.isEmpty() ? whyNothing(unchanged == here.size(), heldBack) : "",
                left);
    }

    /** Adds reasons to those of other records of the system. */
    private static void addReasons(Map<String, String> left, Map<String, String> more) {
        more.forEach((property, reason) ->
                left.merge(property, reason, (one, other) -> one.contains(other) ? one : one + "; " + other));
    }

    private static Map<String, String> refused(Difference difference, Parked parked) {
        Map<String, String> reasons = new TreeMap<>();
        Fields fields = difference.fields();
        for (int i = 0; i < fields.schema().size(); i++) {
            if (fields.slot(i) != null) {
                reasons.put(
                        fields.schema().property(i).name(),
                        "it was refused there, and nothing has changed since: " + parked.reason());
            }
        }
        return reasons;
    }

    private String whyNothing(boolean same, boolean heldBack) {
        if (heldBack) {
            return "filled values are not overwritten before every system has been read completely once";
        }
        if (same) {
            return "nothing differs";
        }
        return target.spec().updates()
                ? "the differing values were refused there, and nothing has changed since"
                : target.system() + " accepts no updates of this type";
    }

    private void decide(
            Candidate candidate,
            StoredRecord record,
            Difference difference,
            String fingerprint,
            List<PlannedWrite> writes,
            List<Refusal> refusals) {
        if (difference.isEmpty() || !target.spec().updates()) {
            refuse(candidate, record, difference, fingerprint).ifPresent(refusals::add);
            return;
        }
        Operation operation = Operation.update(
                operationIds.get(),
                record.ref().id(),
                difference.fields(),
                target.seen(record.record()),
                record.version());
        writes.add(write(candidate, operation, record, difference, fingerprint));
    }

    /**
     * Returns the refusal to report. A type without updates is no news and is not reported; a value that does not
     * fit is.
     */
    private static Optional<Refusal> refuse(
            Candidate candidate, StoredRecord record, Difference difference, String fingerprint) {
        return difference.refused().isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        candidate.golden().id(),
                        record.ref().id(),
                        String.join("; ", difference.refused()),
                        fingerprint));
    }

    private static PlannedWrite write(
            Candidate candidate,
            Operation operation,
            @Nullable StoredRecord record,
            Difference difference,
            String fingerprint) {
        GoldenRecord golden = candidate.golden();
        RecordRef origin = golden.members().get(0).ref();
        return new PlannedWrite(operation, golden, origin, record, difference.refused(), fingerprint);
    }

    private static boolean isParked(Candidate candidate, @Nullable String recordId, String fingerprint) {
        return parked(candidate, recordId)
                .filter(parked -> parked.fingerprint().equals(fingerprint))
                .isPresent();
    }

    private static Optional<Parked> parked(Candidate candidate, @Nullable String recordId) {
        for (Parked parked : candidate.parked()) {
            if (Objects.equals(parked.recordId(), recordId)) {
                return Optional.of(parked);
            }
        }
        return Optional.empty();
    }

    private String fingerprint(Fields fields) {
        StringBuilder text = new StringBuilder(target.fingerprint());
        for (int i = 0; i < fields.schema().size(); i++) {
            Object slot = fields.slot(i);
            if (slot != null) {
                text.append('\u001f')
                        .append(fields.schema().property(i))
                        .append('=')
                        .append(slot);
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
