package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records of a {@link MemoryStore} with their indexes. Guarded by its lock. */
final class MemoryStoreRecords {
    private final Map<SystemName, Map<EntityType, Shelf>> shelves = new HashMap<>();
    private final Map<EntityType, Map<MatchKey, MemoryStoreRefs>> byKey = new HashMap<>();
    private final Map<GoldenId, MemoryStoreRefs> byGolden = new HashMap<>();

    /** The records of one type of one system, by id. */
    private static final class Shelf {
        final NavigableMap<String, StoredRecord> records = new TreeMap<>(MemoryStoreRefs::byCodePoints);
        long live;
    }

    /** Drops normalised values, which can be computed again. */
    static List<StoredRecord> asSaid(List<StoredRecord> records) {
        return records.stream()
                .map(stored -> stored.record().isNormalized() ? asSaid(stored) : stored)
                .toList();
    }

    private static StoredRecord asSaid(StoredRecord stored) {
        SourceRecord record = stored.record();
        SourceRecord original = SourceRecord.remembered(
                record.ref(),
                record.rawValues(),
                record.modified(),
                record.created(),
                record.firstSeen(),
                record.isPlain() ? null : record.stamps());
        return stored.withRecord(original.matching(record.matchValues()));
    }

    void put(List<StoredRecord> records) {
        for (StoredRecord record : records) {
            Shelf shelf = shelves.computeIfAbsent(record.ref().system(), system -> new HashMap<>())
                    .computeIfAbsent(record.ref().type(), type -> new Shelf());
            StoredRecord old = shelf.records.put(record.ref().id(), record);
            if (old != null) {
                shelf.live -= old.isLive() ? 1 : 0;
                forget(old);
            }
            shelf.live += record.isLive() ? 1 : 0;
            index(record);
        }
    }

    void forget(Collection<RecordRef> refs) {
        for (RecordRef ref : refs) {
            Shelf shelf = shelf(ref.system(), ref.type());
            StoredRecord old = shelf.records.remove(ref.id());
            if (old != null) {
                shelf.live -= old.isLive() ? 1 : 0;
                forget(old);
            }
        }
    }

    void list(List<Commit.Listed> listed) {
        for (Commit.Listed one : listed) {
            Map<String, StoredRecord> records = shelf(one.system(), one.type()).records;
            one.ids().forEach(id -> records.computeIfPresent(id, (same, record) -> record.listedIn(one.listing())));
        }
    }

    List<StoredRecord> find(Collection<RecordRef> refs) {
        List<StoredRecord> found = new ArrayList<>(refs.size());
        for (RecordRef ref : Set.copyOf(refs)) {
            StoredRecord record = shelf(ref.system(), ref.type()).records.get(ref.id());
            if (record != null) {
                found.add(record);
            }
        }
        return found;
    }

    List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> keys, int atMostForEach) {
        Map<MatchKey, MemoryStoreRefs> ofType = byKey.getOrDefault(type, Map.of());
        Set<RecordRef> refs = new LinkedHashSet<>();
        for (MatchKey key : keys) {
            MemoryStoreRefs holders = ofType.get(key);
            if (holders != null) {
                refs.addAll(holders.first(atMostForEach));
            }
        }
        return find(refs);
    }

    List<StoredRecord> members(Collection<GoldenId> goldens) {
        List<StoredRecord> found = new ArrayList<>();
        for (GoldenId golden : new HashSet<>(goldens)) {
            MemoryStoreRefs members = byGolden.get(golden);
            if (members != null) {
                found.addAll(find(members.all()));
            }
        }
        return found;
    }

    List<StoredRecord> after(SystemName system, EntityType type, @Nullable String id, int limit) {
        return page(system, type, id, limit, record -> true);
    }

    List<StoredRecord> notListed(SystemName system, EntityType type, long listing, @Nullable String id, int limit) {
        return page(system, type, id, limit, record -> record.isLive() && record.listing() < listing);
    }

    private List<StoredRecord> page(
            SystemName system, EntityType type, @Nullable String id, int limit, Predicate<StoredRecord> wanted) {
        NavigableMap<String, StoredRecord> all = shelf(system, type).records;
        Stream<StoredRecord> rest = (id == null ? all : all.tailMap(id, false)).values().stream();
        return rest.filter(wanted).limit(limit).toList();
    }

    long live(SystemName system, EntityType type) {
        return shelf(system, type).live;
    }

    Map<SystemName, Map<EntityType, Long>> counts() {
        Map<SystemName, Map<EntityType, Long>> counts = new TreeMap<>();
        shelves.forEach((system, types) -> types.forEach((type, shelf) -> {
            if (shelf.live > 0) {
                counts.computeIfAbsent(system, first -> new TreeMap<>()).put(type, shelf.live);
            }
        }));
        return counts;
    }

    private Shelf shelf(SystemName system, EntityType type) {
        Shelf shelf = shelves.getOrDefault(system, Map.of()).get(type);
        return shelf == null ? new Shelf() : shelf;
    }

    private void index(StoredRecord record) {
        if (record.isLive()) {
            Map<MatchKey, MemoryStoreRefs> ofType =
                    byKey.computeIfAbsent(record.ref().type(), type -> new HashMap<>());
            record.keys().forEach(key -> add(ofType, key, record.ref()));
        }
        if (record.golden() != null) {
            add(byGolden, record.golden(), record.ref());
        }
    }

    private void forget(StoredRecord record) {
        if (record.isLive()) {
            Map<MatchKey, MemoryStoreRefs> ofType =
                    byKey.getOrDefault(record.ref().type(), Map.of());
            record.keys().forEach(key -> remove(ofType, key, record.ref()));
        }
        if (record.golden() != null) {
            remove(byGolden, record.golden(), record.ref());
        }
    }

    private static <K> void add(Map<K, MemoryStoreRefs> index, K key, RecordRef ref) {
        index.computeIfAbsent(key, first -> new MemoryStoreRefs()).add(ref);
    }

    private static <K> void remove(Map<K, MemoryStoreRefs> index, K key, RecordRef ref) {
        index.computeIfPresent(key, (same, refs) -> refs.remove(ref) ? null : refs);
    }
}
