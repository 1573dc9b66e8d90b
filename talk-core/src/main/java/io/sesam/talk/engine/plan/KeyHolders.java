package io.sesam.talk.engine.plan;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Search for records that still hold a match key which a write gives to another record (R8).
 *
 * <p>They are to be rewritten first, because a system may allow each key only once.
 */
public final class KeyHolders {
    private final SystemName system;
    private final TypePolicy policy;
    private final Store store;

    /** Creates the search in one system. */
    public KeyHolders(SystemName system, TypePolicy policy, Store store) {
        this.system = system;
        this.policy = policy;
        this.store = store;
    }

    /** Finds the present holder per operation id; none for writes that take no key of another golden record. */
    public Map<String, RecordRef> of(List<PlannedWrite> writes) {
        Map<String, Set<MatchKey>> taken = new HashMap<>();
        Set<MatchKey> all = new HashSet<>();
        for (PlannedWrite write : writes) {
            Set<MatchKey> keys = taken(write);
            if (!keys.isEmpty()) {
                taken.put(write.operation().id(), keys);
                all.addAll(keys);
            }
        }
        List<StoredRecord> here = new ArrayList<>();
        for (StoredRecord record : all.isEmpty()
                ? List.<StoredRecord>of()
                : store.withKeys(policy.type(), all, policy.rules().maxRecords() + 1)) {
            if (record.ref().system().equals(system)) {
                here.add(record);
            }
        }
        Map<String, RecordRef> holders = new HashMap<>();
        for (PlannedWrite write : here.isEmpty() ? List.<PlannedWrite>of() : writes) {
            Set<MatchKey> keys = taken.getOrDefault(write.operation().id(), Set.of());
            here.stream()
                    .filter(record -> !write.golden().id().equals(record.golden())
                            && record.keys().stream().anyMatch(keys::contains))
                    .map(StoredRecord::ref)
                    .min(RecordRef::compareTo)
                    .ifPresent(holder -> holders.put(write.operation().id(), holder));
        }
        return holders;
    }

    /** Returns the match keys that a record gains by a write. */
    private Set<MatchKey> taken(PlannedWrite write) {
        Operation operation = write.operation();
        if (operation.kind() == Operation.Kind.ARCHIVE) {
            return Set.of();
        }
        Fields wrote = Normalizer.normalize(operation.fields());
        StoredRecord target = write.target();
        Fields.Builder after = target == null ? wrote.toBuilder() : target.record().values().toBuilder();
        for (int i = 0; i < wrote.schema().size(); i++) {
            Object slot = wrote.slot(i);
            if (slot != null) {
                after.slot(i, slot);
            }
        }
        Set<MatchKey> keys = new HashSet<>(policy.keys(after.build()));
        if (target != null) {
            keys.removeAll(target.keys());
        }
        return keys;
    }
}
