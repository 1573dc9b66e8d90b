package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
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

/** The table {@code match_keys}: it knows the keys of live records, and of no others. */
final class MatchKeyTable {
    /**
     * For each key the index is read up to the last entry that is wanted, however many hold the key: a name such as "Test"
     * may have a hundred thousand holders. (A row number over all of them is simpler, and reads them all.) The cross joins
     * are there for their order: left to itself, SQLite begins with the records.
     */
    private static final String FIND =
            "with wanted (value) as (values :rows)," + """

            last (value, id, system) as (
                select w.value,
                    coalesce((
                        select k.id from match_keys k where k.type = ? and k.rule = ? and k.value = w.value
                        order by k.id, k.system limit 1 offset ?), ?),
                    (
                        select k.system from match_keys k where k.type = ? and k.rule = ? and k.value = w.value
                        order by k.id, k.system limit 1 offset ?)
                from wanted w)
            """ + "select " + RecordCodec.COLUMNS + """

            from last l cross join match_keys k cross join records r
            where k.type = ? and k.rule = ? and k.value = l.value
                and k.id <= l.id and (k.id < l.id or k.system <= l.system)
                and r.system = k.system and r.type = k.type and r.id = k.id""";
    /** Comes after every id: an id has at most 512 characters of this kind. */
    private static final String END = "\udbff\udfff".repeat(513);

    private static final String ADD = """
            insert into match_keys (type, rule, value, id, system) values (?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String REMOVE =
            "delete from match_keys where type = ? and rule = ? and value = ? and id = ? and system = ?";

    private final Database database;
    private final RecordCodec codec;

    private record Entry(RecordRef ref, StoredRecord.Key key) {}

    MatchKeyTable(Database database, RecordCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    List<StoredRecord> find(EntityType type, Collection<StoredRecord.Key> keys, int atMostForEach) throws SQLException {
        if (atMostForEach < 1) {
            return List.of();
        }
        Map<String, Set<String>> valuesByRule = new LinkedHashMap<>();
        keys.forEach(key -> valuesByRule
                .computeIfAbsent(key.rule(), rule -> new LinkedHashSet<>())
                .add(key.value()));
        Map<RecordRef, StoredRecord> found = new LinkedHashMap<>();
        for (Map.Entry<String, Set<String>> rule : valuesByRule.entrySet()) {
            Database.Filler after = binder -> {
                fill(binder, type, rule.getKey());
                binder.number(atMostForEach - 1L).text(END);
                fill(binder, type, rule.getKey());
                binder.number(atMostForEach - 1L);
                fill(binder, type, rule.getKey());
            };
            database.many(FIND, Database.Filler.NOTHING, rule.getValue(), after, codec::read)
                    .forEach(record -> found.put(record.ref(), record));
        }
        return List.copyOf(found.values());
    }

    private static void fill(Binder binder, EntityType type, String rule) throws SQLException {
        binder.text(type.name()).text(rule);
    }

    /** Takes the keys of records away. */
    void remove(Map<RecordRef, Collection<StoredRecord.Key>> keys) throws SQLException {
        List<Entry> removed = new ArrayList<>();
        keys.forEach((ref, held) -> held.forEach(key -> removed.add(new Entry(ref, key))));
        database.each(REMOVE, removed, MatchKeyTable::fill);
    }

    /** Takes away what no longer holds and adds what is new; a record written again with its keys costs nothing here. */
    void replace(Map<RecordRef, Collection<StoredRecord.Key>> before, List<StoredRecord> records) throws SQLException {
        List<Entry> removed = new ArrayList<>();
        List<Entry> added = new ArrayList<>();
        for (StoredRecord record : records) {
            Collection<StoredRecord.Key> old = before.getOrDefault(record.ref(), Set.of());
            Set<StoredRecord.Key> now = record.isLive() ? record.keys() : Set.of();
            old.stream().filter(key -> !now.contains(key)).forEach(key -> removed.add(new Entry(record.ref(), key)));
            now.stream().filter(key -> !old.contains(key)).forEach(key -> added.add(new Entry(record.ref(), key)));
        }
        database.each(REMOVE, removed, MatchKeyTable::fill);
        database.each(ADD, added, MatchKeyTable::fill);
    }

    private static void fill(Binder binder, Entry entry) throws SQLException {
        binder.text(entry.ref().type().name())
                .text(entry.key().rule())
                .text(entry.key().value())
                .text(entry.ref().id())
                .text(entry.ref().system().value());
    }
}
