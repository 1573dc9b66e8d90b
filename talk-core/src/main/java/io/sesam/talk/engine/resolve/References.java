package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Kind;
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
 * Brings references into one alphabet and back (R38): a record that points to another one over there points to the
 * golden record of that one here.
 *
 * <p>A reference to a record that is not known, or gone, says nothing for now.
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

    /** The references of records of a type. */
    public static References of(Store store, Schema schema) {
        int[] indexes = IntStream.range(0, schema.size())
                .filter(i -> schema.property(i).kind() == Kind.REFERENCE)
                .toArray();
        return new References(store, indexes, Map.of());
    }

    /** The same, knowing of records that belong to another golden record since, though no store does yet. */
    References knowing(Map<RecordRef, GoldenId> movedSince) {
        return new References(store, indexes, movedSince);
    }

    /** The records with values in one alphabet, references included. */
    public List<StoredRecord> normalize(Collection<StoredRecord> records) {
        if (indexes.length == 0) {
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
                if (record.record().said().slot(index) instanceof Reference reference) {
                    targets.add(target(record.ref().system(), reference));
                }
            }
        }
        Map<RecordRef, GoldenId> goldens = new HashMap<>();
        for (StoredRecord target : store.records(targets)) {
            GoldenId golden = target.golden();
            if (golden != null && target.isLive()) {
                goldens.put(target.ref(), golden);
            }
        }
        goldens.putAll(moved);
        return goldens;
    }

    private SourceRecord translated(SourceRecord record, Map<RecordRef, GoldenId> goldens) {
        Fields.Builder values = Normalizer.normalize(record.said()).toBuilder();
        for (int index : indexes) {
            if (record.said().slot(index) instanceof Reference reference) {
                GoldenId golden = goldens.get(target(record.ref().system(), reference));
                values.slot(index, golden == null ? null : new Reference(reference.type(), golden.value()));
            }
        }
        return record.normalized(values.build());
    }

    private static RecordRef target(SystemName system, Reference reference) {
        return new RecordRef(system, reference.type(), reference.id());
    }

    /** What a record can be found by when what it points to moves. */
    Set<MatchKey> keys(SourceRecord record) {
        Set<MatchKey> keys = new HashSet<>();
        for (int index : indexes) {
            if (record.said().slot(index) instanceof Reference reference) {
                keys.add(key(target(record.ref().system(), reference)));
            }
        }
        return keys;
    }

    /** The key of those that point to a record; no match key, whatever the rules are called. */
    public static MatchKey key(RecordRef target) {
        return new MatchKey(ARROW + target.type(), target.system() + "/" + target.id());
    }

    /** Whether a key is that of a reference, and no match key. */
    public static boolean isReference(MatchKey key) {
        return key.rule().startsWith(ARROW);
    }

    /**
     * Golden values as a system can hold them: each reference names that system's own record, or is left out while there
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
