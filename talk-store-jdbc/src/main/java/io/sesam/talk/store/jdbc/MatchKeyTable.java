package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code match_keys} with live records' keys. */
final class MatchKeyTable {
    private static final String ADD = """
            insert into match_keys (type, rule, value, id, system) values (?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String REMOVE =
            "delete from match_keys where type = ? and rule = ? and value = ? and id = ? and system = ?";

    private static final String HOLDERS =
            "select value, system, id from match_keys where type = ? and rule = ? and value in (:many) limit ?";

    /** How many values are asked for at once, and how many holders are read for them. */
    private static final int VALUES_AT_ONCE = 512;

    private static final int HOLDERS_AT_ONCE = 8 * VALUES_AT_ONCE;

    private final StoreDatabase database;
    private final StoreDatabase.Reader<StoredRecord> reader;
    private final KeySearch search;
    private final KeyHolderCache cache;

    private record Entry(RecordRef ref, MatchKey key) {}

    private record Holder(String value, RecordRef ref) {}

    MatchKeyTable(StoreDatabase database, StoreDatabase.Reader<StoredRecord> reader, KeyHolderCache cache) {
        this.database = database;
        this.reader = reader;
        this.search = database.dialect().keySearch();
        this.cache = cache;
    }

    /** Forgets what is in memory, because the outcome of a commit is not known. */
    void clear() {
        cache.clear();
    }

    /**
     * Finds the holders of keys, as long as few records share them.
     *
     * @param rest takes the keys that must be searched with {@link #find}, because they may have more holders than that
     */
    Set<RecordRef> holders(EntityType type, Collection<MatchKey> keys, int atMostForEach, Set<MatchKey> rest)
            throws SQLException {
        Set<RecordRef> found = new LinkedHashSet<>();
        Map<String, Map<String, MatchKey>> unknown = new LinkedHashMap<>();
        for (MatchKey key : keys) {
            String value = search.indexed(key.value());
            List<RecordRef> known = cache.holders(new KeyHolderCache.Key(type.name(), key.rule(), value));
            if (known == null) {
                unknown.computeIfAbsent(key.rule(), rule -> new LinkedHashMap<>())
                        .put(value, key);
            } else if (known.size() > atMostForEach) {
                rest.add(key);
            } else {
                found.addAll(known);
            }
        }
        for (Map.Entry<String, Map<String, MatchKey>> rule : unknown.entrySet()) {
            List<String> values = List.copyOf(rule.getValue().keySet());
            for (int done = 0; done < values.size(); done += VALUES_AT_ONCE) {
                List<String> part = values.subList(done, Math.min(values.size(), done + VALUES_AT_ONCE));
                Map<String, List<RecordRef>> holders = ask(type, rule.getKey(), part);
                for (String value : part) {
                    List<RecordRef> all = holders == null ? null : holders.getOrDefault(value, List.of());
                    if (all != null) {
                        cache.keep(new KeyHolderCache.Key(type.name(), rule.getKey(), value), all);
                    }
                    if (all == null || all.size() > atMostForEach) {
                        rest.add(Objects.requireNonNull(rule.getValue().get(value)));
                    } else {
                        found.addAll(all);
                    }
                }
            }
        }
        return found;
    }

    /** Reads all holders of some values; {@code null} if there are many. */
    private @Nullable Map<String, List<RecordRef>> ask(EntityType type, String rule, List<String> values)
            throws SQLException {
        List<Holder> read = database.many(
                HOLDERS,
                binder -> binder.text(type.name()).text(rule),
                values,
                binder -> binder.number(HOLDERS_AT_ONCE),
                row -> new Holder(row.text(), new RecordRef(row.system(), type, row.text())));
        if (read.size() >= HOLDERS_AT_ONCE) {
            return null;
        }
        Map<String, List<RecordRef>> holders = new HashMap<>();
        read.forEach(holder -> holders.computeIfAbsent(holder.value(), first -> new ArrayList<>(2))
                .add(holder.ref()));
        return holders;
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
        removed.forEach(entry -> cache.remove(key(entry), entry.ref()));
    }

    /** Replaces the keys of records. Writes only differences; a record with unchanged keys costs nothing here. */
    void replace(Map<RecordRef, Collection<MatchKey>> before, List<StoredRecord> records) throws SQLException {
        List<Entry> removed = new ArrayList<>();
        List<Entry> added = new ArrayList<>();
        for (StoredRecord record : records) {
            Collection<MatchKey> old = before.getOrDefault(record.ref(), Set.of());
            Set<MatchKey> now = record.isLive() ? record.keys() : Set.of();
            for (MatchKey key : old) {
                if (!now.contains(key)) {
                    removed.add(new Entry(record.ref(), key));
                }
            }
            for (MatchKey key : now) {
                if (!old.contains(key)) {
                    added.add(new Entry(record.ref(), key));
                }
            }
        }
        database.each(REMOVE, removed, this::fill);
        database.each(ADD, added, this::fill);
        removed.forEach(entry -> cache.remove(key(entry), entry.ref()));
        added.forEach(entry -> cache.add(key(entry), entry.ref()));
    }

    private KeyHolderCache.Key key(Entry entry) {
        return new KeyHolderCache.Key(
                entry.ref().type().name(),
                entry.key().rule(),
                search.indexed(entry.key().value()));
    }

    private void fill(Binder binder, Entry entry) throws SQLException {
        binder.text(entry.ref().type().name())
                .text(entry.key().rule())
                .text(search.indexed(entry.key().value()))
                .text(entry.ref().id())
                .text(entry.ref().system().value());
    }
}
