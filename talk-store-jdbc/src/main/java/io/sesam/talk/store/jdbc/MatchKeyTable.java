package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table {@code match_keys} with live records' keys. */
final class MatchKeyTable {
    private static final String ADD = """
            insert into match_keys (type, rule, value, id, system) values (?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String REMOVE =
            "delete from match_keys where type = ? and rule = ? and value = ? and id = ? and system = ?";

    private final StoreDatabase database;
    private final StoreDatabase.Reader<StoredRecord> reader;
    private final KeySearch search;

    private record Entry(RecordRef ref, MatchKey key) {}

    MatchKeyTable(StoreDatabase database, StoreDatabase.Reader<StoredRecord> reader) {
        this.database = database;
        this.reader = reader;
        this.search = database.dialect().keySearch();
    }

    List<StoredRecord> find(EntityType type, Collection<MatchKey> keys, int atMostForEach) throws SQLException {
        if (atMostForEach < 1) {
            return List.of();
        }
        Map<String, Set<String>> valuesByRule = new LinkedHashMap<>();
        keys.forEach(key -> valuesByRule
                .computeIfAbsent(key.rule(), rule -> new LinkedHashSet<>())
                .add(search.indexed(key.value())));
        Map<RecordRef, StoredRecord> found = new LinkedHashMap<>();
        for (Map.Entry<String, Set<String>> rule : valuesByRule.entrySet()) {
            StoreDatabase.Filler after = binder -> search.fill(binder, type.name(), rule.getKey(), atMostForEach);
            database.many(search.sql(), StoreDatabase.Filler.NOTHING, rule.getValue(), after, reader)
                    .forEach(record -> found.put(record.ref(), record));
        }
        return List.copyOf(found.values());
    }

    /** Removes the keys of records. */
    void remove(Map<RecordRef, Collection<MatchKey>> keys) throws SQLException {
        List<Entry> removed = new ArrayList<>();
        keys.forEach((ref, held) -> held.forEach(key -> removed.add(new Entry(ref, key))));
        database.each(REMOVE, removed, this::fill);
    }

    /** Replaces the keys of records. Writes only differences; a record with unchanged keys costs nothing here. */
    void replace(Map<RecordRef, Collection<MatchKey>> before, List<StoredRecord> records) throws SQLException {
        List<Entry> removed = new ArrayList<>();
        List<Entry> added = new ArrayList<>();
        for (StoredRecord record : records) {
            Collection<MatchKey> old = before.getOrDefault(record.ref(), Set.of());
            Set<MatchKey> now = record.isLive() ? record.keys() : Set.of();
            old.stream().filter(key -> !now.contains(key)).forEach(key -> removed.add(new Entry(record.ref(), key)));
            now.stream().filter(key -> !old.contains(key)).forEach(key -> added.add(new Entry(record.ref(), key)));
        }
        database.each(REMOVE, removed, this::fill);
        database.each(ADD, added, this::fill);
    }

    private void fill(Binder binder, Entry entry) throws SQLException {
        binder.text(entry.ref().type().name())
                .text(entry.key().rule())
                .text(search.indexed(entry.key().value()))
                .text(entry.ref().id())
                .text(entry.ref().system().value());
    }
}
