package io.sesam.talk.store;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Golden records of a {@link MemoryStore}, by id and last change. Guarded by its lock. */
final class MemoryStoreGoldens {
    private final Map<GoldenId, StoredGolden> byId = new HashMap<>();
    private final NavigableMap<Long, StoredGolden> bySequence = new TreeMap<>();
    private final Map<EntityType, Long> live = new HashMap<>();

    /** Refuses a sequence that another golden record has. */
    void check(List<StoredGolden> goldens) {
        Set<Long> sequences = new HashSet<>();
        for (StoredGolden golden : goldens) {
            StoredGolden holder = bySequence.get(golden.sequence());
            boolean taken = holder != null && !holder.id().equals(golden.id());
            if (!sequences.add(golden.sequence()) || taken) {
                throw new TalkException(
                        ErrorCode.BUG,
                        "two golden records have the sequence " + golden.sequence() + "; nothing was committed");
            }
        }
    }

    void put(List<StoredGolden> goldens) {
        for (StoredGolden golden : goldens) {
            StoredGolden old = byId.put(golden.id(), golden);
            if (old != null) {
                bySequence.remove(old.sequence());
                count(old, -1);
            }
            bySequence.put(golden.sequence(), golden);
            count(golden, 1);
        }
    }

    private void count(StoredGolden golden, long one) {
        if (!golden.removed()) {
            live.merge(golden.values().schema().type(), one, Long::sum);
        }
    }

    List<StoredGolden> find(Collection<GoldenId> ids) {
        List<StoredGolden> found = new ArrayList<>(ids.size());
        for (GoldenId id : Set.copyOf(ids)) {
            StoredGolden golden = byId.get(id);
            if (golden != null) {
                found.add(golden);
            }
        }
        return found;
    }

    List<StoredGolden> after(long sequence, int limit) {
        return bySequence.tailMap(sequence, false).values().stream()
                .limit(limit)
                .toList();
    }

    long lastSequence() {
        return bySequence.isEmpty() ? 0 : bySequence.lastKey();
    }

    long count(EntityType type) {
        return live.getOrDefault(type, 0L);
    }

    void eachLive(EntityType type, Consumer<GoldenId> action) {
        for (StoredGolden golden : byId.values()) {
            if (!golden.removed() && golden.values().schema().type().equals(type)) {
                action.accept(golden.id());
            }
        }
    }
}
