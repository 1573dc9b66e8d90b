package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Conversion of references between systems and golden records (R38). A source record's reference to another record
 * becomes a reference to that record's golden record.
 *
 * <p>A reference to an unknown or deleted record counts as unknown; one to a record that its system merged into another
 * one counts as a reference to that.
 */
public final class References {
    private static final String ARROW = "->";

    private final Store store;
    private final int[] indexes;
    private final Map<RecordRef, GoldenId> moved;

    private References(Store store, int[] indexes, Map<RecordRef, GoldenId> moved) {
        this.store = store;
        this.indexes = indexes;
        this.moved = moved;
    }

    /** Creates the conversion for a type. */
    public static References of(Store store, Schema schema) {
        int[] indexes = IntStream.range(0, schema.size())
                .filter(i -> schema.property(i).kind() == Kind.REFERENCE)
                .toArray();
        return new References(store, indexes, Map.of());
    }

    /** Adds moved records that no store has yet. */
    References knowing(Map<RecordRef, GoldenId> movedSince) {
        return new References(store, indexes, movedSince);
    }

    /** Checks whether the type has references at all. */
    public boolean isAny() {
        return indexes.length > 0;
    }

    /**
     * Lists the targets of changed references, the former and the present ones, except where a merge that is known
     * explains the change.
     */
    public List<RecordRef> changed(SourceRecord before, Fields shown) {
        List<RecordRef> changed = new ArrayList<>();
        for (int index : indexes) {
            if (before.rawValues().slot(index) instanceof Reference old
                    && shown.slot(index) instanceof Reference now
                    && !old.equals(now)) {
                RecordRef former = target(before.ref().system(), old);
                RecordRef present = target(before.ref().system(), now);
                if (!isMerged(former, present)) {
                    changed.addAll(List.of(former, present));
                }
            }
        }
        return changed;
    }

    /** Normalises records, references included. */
    public List<StoredRecord> normalize(Collection<StoredRecord> records) {
        if (indexes.length == 0 || records.stream().noneMatch(record -> refers(record.record()))) {
            return records.stream().map(References::normalized).toList();
        }
        Map<RecordRef, GoldenId> goldens = goldens(records);
        return records.stream()
                .map(record -> record.withRecord(translated(record.record(), goldens)))
                .toList();
    }

    private static StoredRecord normalized(StoredRecord stored) {
        return stored.record().isNormalized() ? stored : stored.withRecord(Normalizer.normalize(stored.record()));
    }

    private Map<RecordRef, GoldenId> goldens(Collection<StoredRecord> records) {
        Set<RecordRef> targets = new HashSet<>();
        for (StoredRecord record : records) {
            for (int index : indexes) {
                if (record.record().rawValues().slot(index) instanceof Reference reference) {
                    targets.add(target(record.ref().system(), reference));
                }
            }
        }
        Map<RecordRef, GoldenId> goldens = new HashMap<>();
        Map<RecordRef, GoldenId> gone = new HashMap<>();
        for (StoredRecord target : store.records(targets)) {
            GoldenId golden = target.golden();
            if (golden != null) {
                (target.isLive() ? goldens : gone).put(target.ref(), golden);
            }
        }
        gone.keySet().retainAll(merged(gone.keySet()));
        goldens.putAll(gone);
        goldens.putAll(moved);
        return goldens;
    }

    /** Selects the records that their system merged into others. They belong to the clusters of those. */
    private Set<RecordRef> merged(Set<RecordRef> gone) {
        Set<RecordRef> merged = new HashSet<>();
        for (Link link : gone.isEmpty() ? List.<Link>of() : store.links(gone)) {
            if (link.origin() == Link.Origin.MERGED
                    && link.first().system().equals(link.second().system())) {
                merged.add(link.first());
                merged.add(link.second());
            }
        }
        return merged;
    }

    private SourceRecord translated(SourceRecord record, Map<RecordRef, GoldenId> goldens) {
        if (!refers(record)) {
            return Normalizer.normalize(record);
        }
        Fields.Builder values = Normalizer.normalize(record.rawValues()).toBuilder();
        for (int index : indexes) {
            if (record.rawValues().slot(index) instanceof Reference reference) {
                GoldenId golden = goldens.get(target(record.ref().system(), reference));
                values.slot(index, golden == null ? null : new Reference(reference.type(), golden.value()));
            }
        }
        return Normalizer.normalized(record, values.build());
    }

    private boolean refers(SourceRecord record) {
        for (int index : indexes) {
            if (record.rawValues().slot(index) instanceof Reference) {
                return true;
            }
        }
        return false;
    }

    private static RecordRef target(SystemName system, Reference reference) {
        return new RecordRef(system, reference.type(), reference.id());
    }

    /**
     * Follows references whose targets were merged or respelt in their system (R10). That the system shows the survivor
     * instead is no edit: the value keeps its time and origin.
     *
     * @param shown the record's state in its system
     * @return the same object when no target was merged
     */
    @SuppressWarnings("ReferenceEquality") // the same fields when no target was merged
    public SourceRecord followed(SourceRecord before, Fields shown) {
        Fields rawFields = followed(before.ref().system(), before.rawValues(), shown);
        return rawFields == before.rawValues()
                ? before
                : SourceRecord.remembered(
                                before.ref(),
                                rawFields,
                                before.modified(),
                                before.created(),
                                before.firstSeen(),
                                before.stamps())
                        .matching(before.matchValues());
    }

    /** Follows references of fields, such as those of an in-doubt write, whose targets were merged in their system. */
    public Fields followed(SystemName system, Fields before, Fields shown) {
        Fields result = before;
        for (int index : indexes) {
            if (before.slot(index) instanceof Reference old
                    && shown.slot(index) instanceof Reference now
                    && !old.equals(now)
                    && isMerged(target(system, old), target(system, now))) {
                result = result.toBuilder().slot(index, now).build();
            }
        }
        return result;
    }

    /** Lists the targets of the references in the fields of a system's record. */
    public List<RecordRef> targets(SystemName system, Fields fields) {
        List<RecordRef> targets = new ArrayList<>();
        for (int index : indexes) {
            if (fields.slot(index) instanceof Reference reference) {
                targets.add(target(system, reference));
            }
        }
        return targets;
    }

    /** Checks whether a record was merged into another one, perhaps in several steps. */
    private boolean isMerged(RecordRef loser, RecordRef survivor) {
        Set<RecordRef> reached = new HashSet<>();
        Set<RecordRef> next = Set.of(loser);
        while (!next.isEmpty()) {
            Set<RecordRef> gone = new HashSet<>();
            for (StoredRecord record : store.records(next)) {
                if (!record.isLive() && record.ref().system().equals(loser.system())) {
                    gone.add(record.ref());
                }
            }
            Set<RecordRef> ends = new HashSet<>();
            for (Link link : gone.isEmpty() ? List.<Link>of() : store.links(gone)) {
                if (link.origin() == Link.Origin.MERGED) {
                    ends.add(link.first());
                    ends.add(link.second());
                }
            }
            reached.addAll(next);
            ends.removeAll(reached);
            next = ends;
            if (next.contains(survivor)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the keys that find a record when its targets move. */
    Set<MatchKey> keys(SourceRecord record) {
        Set<MatchKey> keys = new HashSet<>();
        for (int index : indexes) {
            if (record.rawValues().slot(index) instanceof Reference reference) {
                keys.add(key(target(record.ref().system(), reference)));
            }
        }
        return keys;
    }

    /**
     * Returns the key of records that reference a target. It differs from every match key, whatever the rules are
     * called.
     */
    public static MatchKey key(RecordRef target) {
        return new MatchKey(ARROW + target.type(), target.system() + "/" + target.id());
    }

    /** Checks whether a key finds records by a reference or by contents. Such a key joins nothing. */
    public static boolean isIndex(MatchKey key) {
        return key.rule().startsWith(ARROW) || ContentKeys.isOne(key);
    }

    /**
     * Converts golden values for a system. Each reference names that system's own record; it is omitted while there
     * is none.
     */
    public Fields toSystem(Fields golden, SystemName system) {
        if (indexes.length == 0) {
            return golden;
        }
        Fields.Builder fields = golden.toBuilder();
        for (int index : indexes) {
            if (golden.slot(index) instanceof Reference reference) {
                fields.slot(index, there(reference, system));
            }
        }
        return fields.build();
    }

    private @Nullable Reference there(Reference reference, SystemName system) {
        List<String> ids = new ArrayList<>();
        for (StoredRecord member : store.members(List.of(new GoldenId(reference.id())))) {
            if (member.isLive() && member.ref().system().equals(system)) {
                ids.add(member.ref().id());
            }
        }
        return ids.stream()
                .min(String::compareTo)
                .map(id -> new Reference(reference.type(), id))
                .orElse(null);
    }
}
