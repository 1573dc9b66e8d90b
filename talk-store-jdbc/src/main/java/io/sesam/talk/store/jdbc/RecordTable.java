package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Commit;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table {@code records}. */
final class RecordTable {
    private static final String SELECT = "select " + RecordCodec.COLUMNS + " from records r ";
    private static final String BY_ID = SELECT + "where r.system = ? and r.type = ? and r.id in (:many)";
    private static final String BY_GOLDEN = SELECT + "where r.golden in (:many)";
    private static final String AFTER = SELECT + "where r.system = ? and r.type = ? and r.id > ? order by r.id limit ?";
    private static final String NOT_LISTED = SELECT
            + "where r.system = ? and r.type = ? and r.id > ? and r.status = 'live' and r.listing < ?"
            + " order by r.id limit ?";
    private static final String KEYS_OF =
            "select id, status, keys from records where system = ? and type = ? and id in (:many)";
    private static final String LEFT_OF = "select id, said, stamps, told, modified, created, first_seen from records"
            + " where system = ? and type = ? and id in (:many)";
    private static final String PUT = """
            insert into records (system, type, id, status, golden, said, stamps, told, modified, created, first_seen,
                keys, parked, version, listing, further)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (system, type, id) do update set
                status = excluded.status, golden = excluded.golden, said = excluded.said, stamps = excluded.stamps,
                told = excluded.told, modified = excluded.modified, created = excluded.created,
                first_seen = excluded.first_seen, keys = excluded.keys, parked = excluded.parked,
                version = excluded.version, listing = excluded.listing, further = excluded.further""";
    private static final String FORGET = "delete from records where system = ? and type = ? and id = ?";
    private static final String LIST = "update records set listing = ? where system = ? and type = ? and id = ?";

    private final StoreDatabase database;
    private final Schemas schemas;
    private final RecordCodec codec;
    private final MatchKeyTable keys;
    private final TotalTable totals;
    private final ClusterCache cache;

    RecordTable(StoreDatabase database, Schemas schemas, RecordCodec codec, TotalTable totals, ClusterCache cache) {
        this.database = database;
        this.schemas = schemas;
        this.codec = codec;
        this.totals = totals;
        this.cache = cache;
        this.keys = new MatchKeyTable(database, this::read, new KeyHolderCache(cache.keys()));
    }

    List<StoredRecord> find(Collection<RecordRef> refs) throws SQLException {
        List<StoredRecord> found = new ArrayList<>(refs.size());
        Set<RecordRef> unknown = new LinkedHashSet<>();
        for (RecordRef ref : new LinkedHashSet<>(refs)) {
            StoredRecord known = cache.record(ref);
            if (known == null) {
                unknown.add(ref);
            } else {
                found.add(known);
            }
        }
        for (RecordScope scope : RecordScope.of(unknown)) {
            found.addAll(database.many(BY_ID, scope::fill, scope.ids(), StoreDatabase.Filler.NOTHING, codec::read));
        }
        return found;
    }

    List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> wanted, int atMostForEach) throws SQLException {
        if (atMostForEach < 1 || wanted.isEmpty()) {
            return List.of();
        }
        Set<MatchKey> rest = new LinkedHashSet<>();
        Set<RecordRef> holders = keys.holders(type, wanted, atMostForEach, rest);
        List<StoredRecord> found = find(holders);
        if (rest.isEmpty()) {
            return found;
        }
        Map<RecordRef, StoredRecord> all = new LinkedHashMap<>();
        found.forEach(record -> all.put(record.ref(), record));
        keys.find(type, rest, atMostForEach).forEach(record -> all.put(record.ref(), record));
        return List.copyOf(all.values());
    }

    /** Forgets what is in memory, because the outcome of a commit is not known. */
    void clear() {
        cache.clear();
        keys.clear();
    }

    List<StoredRecord> members(Collection<GoldenId> goldens) throws SQLException {
        List<StoredRecord> found = new ArrayList<>(2 * goldens.size());
        Map<GoldenId, List<StoredRecord>> unknown = new LinkedHashMap<>();
        for (GoldenId golden : new LinkedHashSet<>(goldens)) {
            List<StoredRecord> known = cache.members(golden);
            if (known == null) {
                unknown.put(golden, new ArrayList<>(4));
            } else {
                found.addAll(known);
            }
        }
        for (StoredRecord record : database.many(
                BY_GOLDEN,
                StoreDatabase.Filler.NOTHING,
                GoldenTable.texts(unknown.keySet()),
                StoreDatabase.Filler.NOTHING,
                codec::read)) {
            GoldenId golden = record.golden();
            if (golden != null) {
                unknown.computeIfAbsent(golden, id -> new ArrayList<>(4)).add(record);
            }
        }
        unknown.forEach((golden, members) -> {
            cache.keep(golden, members);
            found.addAll(members);
        });
        return found;
    }

    /** Reads a row, unless its record is known. */
    private StoredRecord read(ResultRow row) throws SQLException {
        RecordRef ref = new RecordRef(row.system(), row.type(), row.text());
        StoredRecord known = cache.record(ref);
        return known == null ? codec.read(ref, row) : known;
    }

    List<StoredRecord> after(SystemName system, EntityType type, @Nullable String id, int limit) throws SQLException {
        return database.list(
                AFTER,
                binder -> binder.text(system.value())
                        .text(type.name())
                        .text(Objects.requireNonNullElse(id, ""))
                        .number(limit),
                codec::read);
    }

    List<StoredRecord> notListed(SystemName system, EntityType type, long listing, @Nullable String id, int limit)
            throws SQLException {
        return database.list(
                NOT_LISTED,
                binder -> binder.text(system.value())
                        .text(type.name())
                        .text(Objects.requireNonNullElse(id, ""))
                        .number(listing)
                        .number(limit),
                codec::read);
    }

    long live(SystemName system, EntityType type) throws SQLException {
        return totals.find(TotalTable.RECORDS, system.value(), type.name());
    }

    Map<SystemName, Map<EntityType, Long>> counts() throws SQLException {
        Map<SystemName, Map<EntityType, Long>> counts = new TreeMap<>();
        totals.all(
                TotalTable.RECORDS,
                row -> counts.computeIfAbsent(row.system(), first -> new TreeMap<>())
                        .put(row.type(), row.number()));
        return counts;
    }

    void put(List<StoredRecord> records) throws SQLException {
        List<RecordRef> refs = records.stream().map(StoredRecord::ref).toList();
        Map<RecordRef, Collection<MatchKey>> keysBefore = new HashMap<>();
        Map<RecordRef, UndeclaredValues> leftovers = new HashMap<>();
        List<RecordRef> unknown = new ArrayList<>();
        for (RecordRef ref : refs) {
            StoredRecord known = cache.record(ref);
            if (known == null) {
                unknown.add(ref);
            } else {
                before(ref, known.isLive(), known.isLive() ? known.keys() : Set.of(), keysBefore);
            }
        }
        for (RecordScope scope : RecordScope.of(unknown)) {
            readKeys(scope, keysBefore);
        }
        for (RecordScope scope : RecordScope.of(refs)) {
            if (!schemas.retired(scope.type()).isEmpty()) {
                readLeftovers(scope, leftovers);
            }
        }
        database.each(
                PUT,
                records,
                (binder, record) ->
                        codec.write(binder, record, leftovers.getOrDefault(record.ref(), UndeclaredValues.NOTHING)));
        records.stream().filter(StoredRecord::isLive).forEach(record -> count(record.ref(), 1));
        keys.replace(keysBefore, records);
    }

    void forget(Collection<RecordRef> refs) throws SQLException {
        Map<RecordRef, Collection<MatchKey>> keysBefore = new HashMap<>();
        for (RecordScope scope : RecordScope.of(refs)) {
            readKeys(scope, keysBefore);
        }
        keys.remove(keysBefore);
        database.each(
                FORGET,
                refs,
                (binder, ref) -> binder.text(ref.system().value())
                        .text(ref.type().name())
                        .text(ref.id()));
    }

    /** Reads the current match keys of live records. These records are counted again. */
    private void readKeys(RecordScope scope, Map<RecordRef, Collection<MatchKey>> keysByRef) throws SQLException {
        database.many(KEYS_OF, scope::fill, scope.ids(), StoreDatabase.Filler.NOTHING, row -> {
            RecordRef ref = scope.ref(row.text());
            boolean live = RecordCodec.readStatus(row.text()) == StoredRecord.Status.LIVE;
            before(ref, live, live ? RecordCodec.readKeys(row.text()) : Set.of(), keysByRef);
            return ref;
        });
    }

    private void before(
            RecordRef ref, boolean live, Collection<MatchKey> held, Map<RecordRef, Collection<MatchKey>> keysByRef) {
        count(ref, live ? -1 : 0);
        keysByRef.put(ref, held);
    }

    private void count(RecordRef ref, long number) {
        totals.add(TotalTable.RECORDS, ref.system().value(), ref.type().name(), number);
    }

    private void readLeftovers(RecordScope scope, Map<RecordRef, UndeclaredValues> leftovers) throws SQLException {
        database.many(LEFT_OF, scope::fill, scope.ids(), StoreDatabase.Filler.NOTHING, row -> {
            RecordRef ref = scope.ref(row.text());
            UndeclaredValues undeclaredValues = codec.leftover(scope.type(), row);
            if (undeclaredValues != null) {
                leftovers.put(ref, undeclaredValues);
            }
            return ref;
        });
    }

    void list(List<Commit.Listed> listed) throws SQLException {
        for (Commit.Listed one : listed) {
            database.each(
                    LIST,
                    one.ids(),
                    (binder, id) -> binder.number(one.listing())
                            .text(one.system().value())
                            .text(one.type().name())
                            .text(id));
        }
    }
}
