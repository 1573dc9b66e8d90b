package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.observe.Renderings;
import io.sesam.talk.engine.resolve.AffectedCluster.Node;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Withdrawal of values that came from records which left the cluster (R9).
 *
 * <p>Talk wrote them while the records were taken for one. Instead of such a value counts what the journal shows that
 * the record held before; a blank if nothing.
 */
final class SplitValues {
    private static final int ENTRIES = 100;
    private static final Set<AuditEntry.Outcome> WRITTEN =
            Set.of(AuditEntry.Outcome.INSERTED, AuditEntry.Outcome.UPDATED, AuditEntry.Outcome.UNKNOWN);

    private final Store store;
    private final Set<RecordRef> here = new HashSet<>();
    private final List<SourceRecord> own = new ArrayList<>();
    private final List<SourceRecord> left = new ArrayList<>();

    /**
     * Compares a cluster with those it came from.
     *
     * @param before the loaded records by the golden record they had
     */
    SplitValues(Store store, List<Node> part, Map<GoldenId, List<Node>> before) {
        this.store = store;
        Set<GoldenId> goldens = new HashSet<>();
        for (Node node : part) {
            here.add(node.now.ref());
            GoldenId golden = node.now.golden();
            if (golden != null) {
                goldens.add(golden);
            }
        }
        for (GoldenId golden : goldens) {
            for (Node node : before.getOrDefault(golden, List.of())) {
                if (!here.contains(node.now.ref())) {
                    states(node, left);
                }
            }
        }
        if (!left.isEmpty()) {
            part.forEach(node -> states(node, own));
        }
    }

    /** Adds the present state of a record, and the one before unless another person's record took its place. */
    private static void states(Node node, List<SourceRecord> states) {
        if (node.isEnrichment()) {
            return;
        }
        states.add(node.now.record());
        StoredRecord before = node.before;
        if (before != null
                && before.isLive()
                && before.record().firstSeen() == node.now.record().firstSeen()) {
            states.add(Normalizer.normalize(before.record()));
        }
    }

    /** Returns a record without the values of records that left. The same object when it has none. */
    SourceRecord withdraw(SourceRecord record) {
        SourceRecord result = record;
        for (int i = 0; !left.isEmpty() && i < record.rawValues().schema().size(); i++) {
            if (record.has(i, Stamps.ECHO)
                    && !record.has(i, Stamps.ENRICHED | Stamps.FOREIGN)
                    && isForeign(record, i)) {
                Object held = heldBefore(record.ref(), i);
                int marks = record.stamps().marks(i) & Stamps.UNSEEN | Stamps.ECHO | Stamps.FOREIGN;
                result = result.stamped(result.stamps().with(i, SourceRecord.NEVER, marks, held));
            }
        }
        return result;
    }

    /** Checks whether a value that Talk wrote came from one of the records that left. */
    private boolean isForeign(SourceRecord echo, int index) {
        if (holds(own, echo, index, false)) {
            return false;
        }
        return holds(left, echo, index, false) || holds(left, echo, index, true) && !holds(own, echo, index, true);
    }

    /** Checks whether another record holds the same value of the same time: its own, or one that Talk wrote. */
    private static boolean holds(List<SourceRecord> records, SourceRecord echo, int index, boolean written) {
        Object value = echo.effectiveValue(index);
        for (SourceRecord record : records) {
            if (!record.ref().equals(echo.ref())
                    && record.has(index, Stamps.ECHO) == written
                    && record.time(index) == echo.time(index)
                    && Objects.equals(record.effectiveValue(index), value)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Object heldBefore(RecordRef ref, int index) {
        List<AuditEntry> writes = store.audit(Set.of(ref), ENTRIES).stream()
                .filter(entry -> WRITTEN.contains(entry.outcome()) && slot(entry.after(), index) != null)
                .toList();
        for (int i = 0; i < writes.size(); i++) {
            Object held = slot(writes.get(i).before(), index);
            if (writes.get(i).outcome() == AuditEntry.Outcome.INSERTED || held == Blank.BLANK) {
                return null;
            }
            Object value = held == null || i + 1 == writes.size()
                    ? held
                    : unrendered(held, slot(writes.get(i + 1).after(), index));
            if (value != null && value != Blank.BLANK && !isOfTheLeft(value, index)) {
                return value instanceof Reference ? null : value;
            }
        }
        return null;
    }

    /** Returns the value that Talk wrote before, if what was held is the system's rendering of it (R20). */
    private static @Nullable Object unrendered(Object held, @Nullable Object written) {
        return held instanceof String shown && written instanceof String text && Renderings.isPlausible(text, shown)
                ? text
                : held;
    }

    private boolean isOfTheLeft(Object value, int index) {
        return left.stream()
                .anyMatch(record -> !record.has(index, Stamps.ECHO) && value.equals(record.effectiveValue(index)));
    }

    private static @Nullable Object slot(Fields fields, int index) {
        return fields.schema().size() <= index
                ? null
                : Normalizer.normalize(fields).slot(index);
    }
}
