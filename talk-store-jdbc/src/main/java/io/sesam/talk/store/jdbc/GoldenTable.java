package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Schema;
import io.sesam.talk.store.StoredGolden;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The table {@code goldens}. Values of properties that their type no longer has are not stored, because they can be
 * computed again.
 */
final class GoldenTable {
    private static final String SELECT = "select id, type, fields, members, sequence, removed from goldens ";
    private static final String BY_ID = SELECT + "where id in (:many)";
    private static final String AFTER = SELECT + "where sequence > ? order by sequence limit ?";
    private static final String LAST = "select coalesce(max(sequence), 0) from goldens";
    private static final String LIVE = "select type from goldens where removed = 0 and id in (:many)";
    private static final String PUT = """
            insert into goldens (id, type, fields, members, sequence, removed) values (?, ?, ?, ?, ?, ?)
            on conflict (id) do update set
                type = excluded.type, fields = excluded.fields, members = excluded.members,
                sequence = excluded.sequence, removed = excluded.removed""";

    private static final String COUNT_MEMBERS = "update goldens set members = ? where id = ?";

    private final StoreDatabase database;
    private final Schemas schemas;
    private final FieldsCodec fields;
    private final TotalTable totals;
    private final ClusterCache cache;

    GoldenTable(StoreDatabase database, Schemas schemas, FieldsCodec fields, TotalTable totals, ClusterCache cache) {
        this.cache = cache;
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
        return database.number(LAST, StoreDatabase.Filler.NOTHING);
    }

    long live(EntityType type) throws SQLException {
        return totals.find(TotalTable.GOLDENS, "", type.name());
    }

    void put(List<StoredGolden> goldens) throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        List<StoredGolden> whole = new ArrayList<>(goldens.size());
        List<StoredGolden> grown = new ArrayList<>();
        for (StoredGolden golden : goldens) {
            StoredGolden known = cache.golden(golden.id());
            (known != null && isButForMembers(known, golden) ? grown : whole).add(golden);
            if (known == null) {
                ids.add(golden.id().value());
            } else if (!known.removed()) {
                count(known.values().schema().type(), -1);
            }
        }
        database.many(LIVE, StoreDatabase.Filler.NOTHING, ids, StoreDatabase.Filler.NOTHING, row -> {
            count(row.type(), -1);
            return true;
        });
        database.each(PUT, whole, this::fill);
        database.each(
                COUNT_MEMBERS,
                grown,
                (binder, golden) ->
                        binder.number(golden.members()).text(golden.id().value()));
        goldens.stream()
                .filter(golden -> !golden.removed())
                .forEach(golden -> count(golden.values().schema().type(), 1));
    }

    /** Checks whether at most the number of members differs, as it does after most writes. */
    private static boolean isButForMembers(StoredGolden before, StoredGolden now) {
        if (before.sequence() != now.sequence() || before.removed() != now.removed()) {
            return false;
        }
        Fields old = before.values();
        Fields values = now.values();
        if (!old.schema().equals(values.schema())) {
            return false;
        }
        for (int i = 0; i < values.schema().size(); i++) {
            // Equal values may be spelt differently, and the spelling is stored.
            if (!Objects.equals(old.said(i), values.said(i))) {
                return false;
            }
        }
        return true;
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
                .flag(golden.removed());
    }

    private StoredGolden read(ResultRow row) throws SQLException {
        GoldenId id = row.golden();
        Schema schema = schemas.of(row.type());
        return new StoredGolden(id, fields.read(schema, row.text()), (int) row.number(), row.number(), row.flag());
    }
}
