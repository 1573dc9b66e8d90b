package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Schema;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.store.StoredGolden;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code goldens}. Values of properties that their type no longer has are not stored, because they can be
 * computed again.
 */
final class GoldenTable {
    private static final String SELECT =
            "select id, type, fields, members, sequence, removed, systems, founded, other from goldens ";
    private static final String BY_ID = SELECT + "where id in (:many)";
    private static final String AFTER = SELECT + "where sequence > ? order by sequence limit ?";
    static final String LAST = "select coalesce(max(sequence), 0) from goldens";
    private static final String LIVE = SELECT + "where removed = 0 and id in (:many)";
    private static final String PUT = """
            insert into goldens (id, type, fields, members, sequence, removed, systems, founded, other)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set
                type = excluded.type, fields = excluded.fields, members = excluded.members,
                sequence = excluded.sequence, removed = excluded.removed, systems = excluded.systems,
                founded = excluded.founded, other = excluded.other""";

    private static final String SET_MEMBERS = "update goldens set members = ?, systems = ? where id = ?";

    private final StoreDatabase database;
    private final Schemas schemas;
    private final FieldsCodec fields;
    private @Nullable Long last;
    private final TotalTable totals;
    private final ClusterCache cache;
    private final SearchTable search;

    GoldenTable(StoreDatabase database, Schemas schemas, FieldsCodec fields, TotalTable totals, ClusterCache cache) {
        this.cache = cache;
        this.search = new SearchTable(database);
        this.database = database;
        this.schemas = schemas;
        this.fields = fields;
        this.totals = totals;
    }

    static Set<String> texts(Collection<GoldenId> ids) {
        Set<String> texts = new LinkedHashSet<>();
        ids.forEach(id -> texts.add(id.value()));
        return texts;
    }

    List<StoredGolden> find(Collection<GoldenId> ids) throws SQLException {
        List<StoredGolden> found = new ArrayList<>(ids.size());
        Set<GoldenId> unknown = new LinkedHashSet<>();
        for (GoldenId id : new LinkedHashSet<>(ids)) {
            StoredGolden known = cache.golden(id);
            if (known == null) {
                unknown.add(id);
            } else {
                found.add(known);
            }
        }
        List<StoredGolden> read = database.many(
                BY_ID, StoreDatabase.Filler.NOTHING, texts(unknown), StoreDatabase.Filler.NOTHING, this::read);
        read.forEach(cache::keep);
        found.addAll(read);
        return found;
    }

    List<StoredGolden> after(long sequence, int limit) throws SQLException {
        return database.list(AFTER, binder -> binder.number(sequence).number(limit), this::read);
    }

    long lastSequence() throws SQLException {
        Long known = last;
        if (known == null) {
            known = database.number(LAST, StoreDatabase.Filler.NOTHING);
            last = known;
        }
        return known;
    }

    /** Returns the last sequence from memory; empty when it is not there. */
    Optional<Long> lastSequenceInMemory() {
        return Optional.ofNullable(last);
    }

    /** Forgets the last sequence, as after a change of golden records. */
    void forgetSequence() {
        last = null;
    }

    long live(EntityType type) throws SQLException {
        return totals.find(TotalTable.GOLDENS, "", type.name());
    }

    void put(List<StoredGolden> goldens) throws SQLException {
        if (goldens.isEmpty()) {
            return;
        }
        forgetSequence();
        Map<GoldenId, StoredGolden> before = before(goldens);
        search.begin();
        for (StoredGolden golden : goldens) {
            StoredGolden old = before.get(golden.id());
            if (old != null) {
                count(old.values().schema().type(), -1);
            }
            if (!golden.removed()) {
                count(golden.values().schema().type(), 1);
            }
            search.note(old, golden.removed() ? null : golden);
        }
        List<StoredGolden> whole = new ArrayList<>(goldens.size());
        List<StoredGolden> grown = new ArrayList<>();
        for (StoredGolden golden : goldens) {
            StoredGolden old = before.get(golden.id());
            (old != null && isButForMembers(old, golden) ? grown : whole).add(golden);
        }
        database.each(PUT, whole, this::fill);
        database.each(
                SET_MEMBERS,
                grown,
                (binder, golden) -> binder.number(golden.members())
                        .text(golden.systems().toString())
                        .text(golden.id().value()));
        search.put();
    }

    /** Checks whether at most the members differ, as they do after most writes. */
    private static boolean isButForMembers(StoredGolden before, StoredGolden now) {
        if (before.sequence() != now.sequence()
                || before.removed() != now.removed()
                || before.founded() != now.founded()
                || !Objects.equals(before.other(), now.other())) {
            return false;
        }
        Fields old = before.values();
        Fields values = now.values();
        if (!old.schema().equals(values.schema())) {
            return false;
        }
        for (int i = 0; i < values.schema().size(); i++) {
            // Equal values may be spelt differently, and the spelling is stored.
            if (!Objects.equals(old.originalText(i), values.originalText(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns those that are stored and not removed, as they are. */
    private Map<GoldenId, StoredGolden> before(List<StoredGolden> goldens) throws SQLException {
        Map<GoldenId, StoredGolden> before = new HashMap<>();
        Set<String> ids = new LinkedHashSet<>();
        for (StoredGolden golden : goldens) {
            StoredGolden known = cache.golden(golden.id());
            if (known == null) {
                ids.add(golden.id().value());
            } else if (!known.removed()) {
                before.put(golden.id(), known);
            }
        }
        database.many(LIVE, StoreDatabase.Filler.NOTHING, ids, StoreDatabase.Filler.NOTHING, this::read)
                .forEach(golden -> before.put(golden.id(), golden));
        return before;
    }

    GoldenHits search(GoldenSearch wanted) throws SQLException {
        return search.find(wanted);
    }

    /** Forgets what is in memory, because the outcome of a commit is not known, or nobody needs it for now. */
    void clear() {
        search.forgetMemory();
        forgetSequence();
    }

    /** Makes the changes of the index that wait. */
    void flushSearch() throws SQLException {
        search.flush();
    }

    /** Removes all words of the index. */
    void clearSearch() throws SQLException {
        search.clear();
    }

    /** Indexes golden records whose words are not indexed. */
    void index(List<StoredGolden> goldens) throws SQLException {
        search.begin();
        goldens.stream().filter(golden -> !golden.removed()).forEach(golden -> search.note(null, golden));
        search.put();
    }

    private void count(EntityType type, long number) {
        totals.add(TotalTable.GOLDENS, "", type.name(), number);
    }

    private void fill(Binder binder, StoredGolden golden) throws SQLException {
        Schema schema = golden.values().schema();
        schemas.check(schema);
        binder.text(golden.id().value())
                .text(schema.type().name())
                .text(fields.write(golden.values()))
                .number(golden.members())
                .number(golden.sequence())
                .flag(golden.removed())
                .text(golden.systems().toString())
                .number(golden.founded())
                .text(text(golden.other()));
    }

    private static @Nullable String text(@Nullable GoldenId id) {
        return id == null ? null : id.value();
    }

    private StoredGolden read(ResultRow row) throws SQLException {
        GoldenId id = row.golden();
        Schema schema = schemas.of(row.type());
        Fields values = fields.read(schema, row.text());
        int members = (int) row.number();
        long sequence = row.number();
        boolean removed = row.flag();
        GoldenSystems systems = GoldenSystems.parse(row.text());
        long founded = row.number();
        String other = row.optionalText();
        return new StoredGolden(
                id, values, members, sequence, removed, systems, founded, other == null ? null : new GoldenId(other));
    }
}
