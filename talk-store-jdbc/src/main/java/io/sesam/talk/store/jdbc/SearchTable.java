package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.query.SearchText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code search}, an index of golden records by their words.
 *
 * <p>A row holds all words of a golden record and begins with one of them. So one range of the index finds a beginning, in order,
 * and the rows themselves tell the other words. Rows change only when the words do, and many at once: they lie far apart, and one
 * commit after the other would write most pages of the index anew. Until then the changes are in the table {@code search_log}.
 */
final class SearchTable {
    private static final String ADD = "insert into search (entry) values (?) on conflict do nothing";
    private static final String REMOVE = "delete from search where entry = ?";
    private static final String LOG = "insert into search_log (entry, added) values (?, ?)";
    private static final String LOGGED = "select entry, added from search_log order by number";
    private static final String COUNT_LOGGED = "select count(*) from search_log";
    private static final String CLEAR_LOG = "delete from search_log where number > ?";
    private static final String CLEAR = "delete from search where entry > ?";
    private static final String RANGE = "select entry from search where entry > ? and entry < ? order by entry limit ?";
    private static final String SYSTEMS = "select id, systems from goldens where id in (:many)";
    private static final String FIRST_SYSTEMS =
            "select systems from goldens where removed = 0 and type = ? order by systems limit 1";
    private static final String NEXT_SYSTEMS =
            "select systems from goldens where removed = 0 and type = ? and systems > ? order by systems limit 1";
    private static final String OF_SYSTEMS =
            "select id from goldens where removed = 0 and type = ? and systems = ?" + " and id > ? order by id limit ?";
    /** Sorts before every letter of a word. */
    private static final char PART = '\u0001';

    /** Sorts after every beginning of a word. */
    private static final String END = "\udbff\udfff";

    private static final int CHUNK = 500;
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_LOGGED = 100_000;
    private static final long UNKNOWN = -1;

    private final StoreDatabase database;
    private final List<String> removed = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private long logged = UNKNOWN;

    /** A row of the index, for a search. */
    private record Row(String text, GoldenId golden) {
        static Row parse(String entry) {
            int first = entry.indexOf(PART);
            int last = entry.lastIndexOf(PART);
            return new Row(entry.substring(first + 1, last), new GoldenId(entry.substring(last + 1)));
        }

        String entry(EntityType type) {
            return SearchTable.entry(type, text, golden);
        }
    }

    private static String entry(EntityType type, String text, GoldenId golden) {
        return type.name() + PART + text + PART + golden.value();
    }

    SearchTable(StoreDatabase database) {
        this.database = database;
    }

    /** Forgets what was noted of an uncommitted change. */
    void begin() {
        removed.clear();
        added.clear();
    }

    /** Notes a change of values; {@link #put} writes it. */
    void note(GoldenId golden, @Nullable Fields before, @Nullable Fields now) {
        if (before != null && now != null && SearchText.areSame(before, now)) {
            return;
        }
        Set<String> old = rotations(before);
        Set<String> fresh = rotations(now);
        boolean sameType = before != null
                && now != null
                && before.schema().type().equals(now.schema().type());
        add(golden, before, old, sameType ? fresh : Set.of(), removed);
        add(golden, now, fresh, sameType ? old : Set.of(), added);
    }

    private static Set<String> rotations(@Nullable Fields values) {
        return values == null ? Set.of() : SearchText.rotations(SearchText.words(values));
    }

    private static void add(
            GoldenId golden, @Nullable Fields values, Set<String> texts, Set<String> but, List<String> entries) {
        if (values != null) {
            for (String text : texts) {
                if (!but.contains(text)) {
                    entries.add(entry(values.schema().type(), text, golden));
                }
            }
        }
    }

    void put() throws SQLException {
        long before = logged();
        // Unknown again, should the change fail.
        logged = UNKNOWN;
        database.each(LOG, removed, (binder, entry) -> binder.text(entry).flag(false));
        database.each(LOG, added, (binder, entry) -> binder.text(entry).flag(true));
        long now = before + removed.size() + added.size();
        begin();
        if (now > MOST_LOGGED) {
            flush();
        } else {
            logged = now;
        }
    }

    /** Whether changes wait in the log. */
    boolean isBehind() throws SQLException {
        return logged() > 0;
    }

    private long logged() throws SQLException {
        if (logged == UNKNOWN) {
            logged = database.number(COUNT_LOGGED, StoreDatabase.Filler.NOTHING);
        }
        return logged;
    }

    /** Makes the changes of the log, in the order of the index. */
    void flush() throws SQLException {
        Map<String, Boolean> last = new TreeMap<>();
        database.list(LOGGED, StoreDatabase.Filler.NOTHING, row -> last.put(row.text(), row.flag()) == null);
        logged = UNKNOWN;
        database.each(REMOVE, entries(last, false), Binder::text);
        database.each(ADD, entries(last, true), Binder::text);
        database.each(CLEAR_LOG, List.of(0L), Binder::number);
    }

    private static List<String> entries(Map<String, Boolean> changes, boolean isAdded) {
        List<String> entries = new ArrayList<>();
        changes.forEach((entry, added) -> {
            if (added == isAdded) {
                entries.add(entry);
            }
        });
        return entries;
    }

    /** Removes everything. */
    void clear() throws SQLException {
        database.each(CLEAR, List.of(""), Binder::text);
        database.each(CLEAR_LOG, List.of(0L), Binder::number);
        logged = UNKNOWN;
    }

    GoldenHits find(GoldenSearch search) throws SQLException {
        return search.words().isEmpty() ? byId(search) : byText(search);
    }

    private GoldenHits byText(GoldenSearch search) throws SQLException {
        String beginning = SearchText.longest(search.words());
        Row last = search.after() == null ? new Row(beginning, new GoldenId("")) : position(search.after());
        List<GoldenId> found = new ArrayList<>();
        for (int rows = 0; rows < MOST_ROWS; rows += CHUNK) {
            Row from = last;
            List<Row> chunk = database.list(
                    RANGE,
                    binder -> binder.text(from.entry(search.type()))
                            .text(search.type().name() + PART + beginning + END)
                            .number(CHUNK),
                    row -> Row.parse(row.text()));
            List<Row> fitting = chunk.stream()
                    .filter(row ->
                            SearchText.matches(row.text(), search.words()) && SearchText.isFirst(row.text(), beginning))
                    .toList();
            Set<GoldenId> accepted = accepted(search, fitting);
            for (Row row : fitting) {
                if (accepted.contains(row.golden())) {
                    if (found.size() == search.limit()) {
                        return new GoldenHits(found, Optional.of(text(last)));
                    }
                    found.add(row.golden());
                    last = row;
                }
            }
            if (chunk.size() < CHUNK) {
                return new GoldenHits(found, Optional.empty());
            }
            if (found.size() == search.limit()) {
                return new GoldenHits(found, Optional.of(text(last)));
            }
            last = chunk.get(chunk.size() - 1);
        }
        return new GoldenHits(found, Optional.of(text(last)));
    }

    private static String text(Row row) {
        return row.golden().value() + " " + row.text();
    }

    private static Row position(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("the position is of another query");
        }
        return new Row(text.substring(space + 1), new GoldenId(text.substring(0, space)));
    }

    private Set<GoldenId> accepted(GoldenSearch search, Collection<Row> rows) throws SQLException {
        List<GoldenId> ids = rows.stream().map(Row::golden).toList();
        if (search.acceptsAllSystems()) {
            return Set.copyOf(ids);
        }
        Map<GoldenId, GoldenSystems> systems = new HashMap<>();
        database.many(
                SYSTEMS,
                StoreDatabase.Filler.NOTHING,
                GoldenTable.texts(ids),
                StoreDatabase.Filler.NOTHING,
                row -> systems.put(row.golden(), GoldenSystems.parse(row.text())));
        systems.values().removeIf(of -> !search.accepts(of));
        return Set.copyOf(systems.keySet());
    }

    /** Golden records in the order of their ids: merged from the few sets of systems that meet the conditions. */
    private GoldenHits byId(GoldenSearch search) throws SQLException {
        String after = search.after() == null ? "" : search.after();
        List<GoldenId> found = new ArrayList<>();
        for (String systems : systems(search.type())) {
            if (search.accepts(GoldenSystems.parse(systems))) {
                found.addAll(database.list(
                        OF_SYSTEMS,
                        binder -> binder.text(search.type().name())
                                .text(systems)
                                .text(after)
                                .number(search.limit() + 1L),
                        ResultRow::golden));
            }
        }
        found.sort((one, other) -> SearchText.compare(one.value(), other.value()));
        List<GoldenId> page = found.subList(0, Math.min(found.size(), search.limit()));
        return new GoldenHits(
                page,
                found.size() > search.limit()
                        ? Optional.of(page.get(page.size() - 1).value())
                        : Optional.empty());
    }

    /** The different sets of systems of a type: one look into the index for each. */
    private List<String> systems(EntityType type) throws SQLException {
        List<String> all = new ArrayList<>();
        List<String> next = database.list(FIRST_SYSTEMS, binder -> binder.text(type.name()), ResultRow::text);
        while (!next.isEmpty()) {
            String systems = next.get(0);
            all.add(systems);
            next = database.list(
                    NEXT_SYSTEMS, binder -> binder.text(type.name()).text(systems), ResultRow::text);
        }
        return all;
    }
}
