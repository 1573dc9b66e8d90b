package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.query.SearchText;
import io.sesam.talk.store.StoredGolden;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code search}, an index of golden records by their words and by their systems.
 *
 * <p>An entry holds all words of a golden record and begins with one of them. So one range of the index finds a beginning, in
 * order, and the entries themselves tell the other words. Entries lie far apart: changed by one commit after the other, most pages
 * of the index would be written again and again. So changes go to the table {@code search_log}, one row for each golden record,
 * and are made together: when there are many, and in the commit of an erasure. A search looks at the index through those that wait.
 */
final class SearchTable {
    private static final String ADD = "insert into search (entry) values (?) on conflict do nothing";
    private static final String REMOVE = "delete from search where entry = ?";
    private static final String LOG = "insert into search_log (changes) values (?)";
    private static final String LOGGED = "select changes from search_log order by number";
    private static final String COUNT_LOGGED = "select count(*) from search_log";
    private static final String CLEAR_LOG = "delete from search_log where number > ?";
    private static final String CLEAR = "delete from search where entry > ?";
    private static final String RANGE = "select entry from search where entry > ? and entry < ? order by entry limit ?";
    private static final String SYSTEMS = "select id, systems from goldens where id in (:many)";

    /** Parts the type from the words, and the golden record from either; sorts before every letter. */
    private static final char PART = '\u0001';

    /** Parts the type from the systems. */
    private static final char SYSTEMS_PART = '\u0002';

    /** Sorts after every beginning of a word. */
    private static final String END = "\udbff\udfff";

    private static final int CHUNK = 500;
    /** Rows of the index that a search looks at: some ten milliseconds. */
    private static final int MOST_ROWS = 8_000;
    /** Rows of a search that are looked up in another table. */
    private static final int MOST_LOOKED_UP = 3_000;

    /** Golden records that are so few that they are read beforehand. */
    private static final int FEW = 10_000;

    private static final int MOST_LOGGED = 5_000;
    private static final long UNKNOWN = -1;

    private final StoreDatabase database;
    private final List<String> changes = new ArrayList<>();
    private final PendingEntries pending = new PendingEntries();
    private boolean isPendingKnown;
    private long logged = UNKNOWN;

    /** An entry of the index: words or systems, and the golden record. */
    private record Row(String text, GoldenId golden) {
        static Row parse(EntityType type, String entry) {
            int last = entry.lastIndexOf(PART);
            return new Row(entry.substring(type.name().length() + 1, last), new GoldenId(entry.substring(last + 1)));
        }

        String words(EntityType type) {
            return type.name() + PART + text + PART + golden.value();
        }

        String systems(EntityType type) {
            return type.name() + SYSTEMS_PART + text + PART + golden.value();
        }
    }

    SearchTable(StoreDatabase database) {
        this.database = database;
    }

    /** Forgets what was noted of an uncommitted change. */
    void begin() {
        changes.clear();
    }

    /** Notes a change of a golden record; {@link #put} writes it. {@code null} is one that is not there. */
    void note(@Nullable StoredGolden before, @Nullable StoredGolden now) {
        boolean withWords = before == null || now == null || !SearchText.areSame(before.values(), now.values());
        List<String> old = entries(before, withWords);
        List<String> fresh = entries(now, withWords);
        StringBuilder lines = new StringBuilder();
        add('-', old, fresh, lines);
        add('+', fresh, old, lines);
        if (!lines.isEmpty()) {
            changes.add(lines.toString());
        }
    }

    private static void add(char sign, List<String> entries, List<String> but, StringBuilder lines) {
        for (String entry : entries) {
            if (!but.contains(entry)) {
                lines.append(sign).append(entry).append('\n');
            }
        }
    }

    /** The few entries of a golden record. */
    private static List<String> entries(@Nullable StoredGolden golden, boolean withWords) {
        List<String> entries = new ArrayList<>();
        if (golden != null) {
            EntityType type = golden.values().schema().type();
            if (withWords) {
                for (String text : SearchText.rotations(SearchText.words(golden.values()))) {
                    entries.add(new Row(text, golden.id()).words(type));
                }
            }
            entries.add(new Row(golden.systems().toString(), golden.id()).systems(type));
        }
        return entries;
    }

    void put() throws SQLException {
        long now = logged() + changes.size();
        database.each(LOG, changes, Binder::text);
        if (isPendingKnown) {
            changes.forEach(pending::read);
        }
        begin();
        logged = now;
        if (now > MOST_LOGGED) {
            flush();
        }
    }

    /** Forgets what is in memory, because the outcome of a commit is not known, or nobody needs it for now. */
    void forgetMemory() {
        pending.clear();
        isPendingKnown = false;
        logged = UNKNOWN;
    }

    /** How many changes wait. */
    private long logged() throws SQLException {
        if (logged == UNKNOWN) {
            logged = database.number(COUNT_LOGGED, StoreDatabase.Filler.NOTHING);
        }
        return logged;
    }

    /** The changes that wait. */
    private PendingEntries pending() throws SQLException {
        if (!isPendingKnown) {
            pending.clear();
            for (String lines : database.list(LOGGED, StoreDatabase.Filler.NOTHING, ResultRow::text)) {
                pending.read(lines);
            }
            isPendingKnown = true;
        }
        return pending;
    }

    /** Makes the changes of the log, in the order of the index. */
    void flush() throws SQLException {
        database.each(REMOVE, pending().removed(), Binder::text);
        database.each(ADD, pending().added(), Binder::text);
        database.each(CLEAR_LOG, List.of(0L), Binder::number);
        pending.clear();
        logged = 0;
    }

    /** Removes everything. */
    void clear() throws SQLException {
        database.each(CLEAR, List.of(""), Binder::text);
        database.each(CLEAR_LOG, List.of(0L), Binder::number);
        forgetMemory();
    }

    GoldenHits find(GoldenSearch search) throws SQLException {
        return search.words().isEmpty() ? byId(search) : byText(search);
    }

    private GoldenHits byText(GoldenSearch search) throws SQLException {
        String beginning = SearchText.longest(search.words());
        Row last = search.after() == null ? new Row(beginning, new GoldenId("")) : position(search.after());
        List<GoldenId> found = new ArrayList<>();
        Optional<Set<GoldenId>> few = search.acceptsAllSystems() ? Optional.empty() : few(search);
        int most = search.acceptsAllSystems() || few.isPresent() ? MOST_ROWS : MOST_LOOKED_UP;
        for (int rows = 0; rows < most; rows += CHUNK) {
            Row from = last;
            String end = search.type().name() + PART + beginning + END;
            List<Row> chunk = range(search.type(), from.words(search.type()), end, CHUNK);
            List<Row> fitting = chunk.stream()
                    .filter(row ->
                            SearchText.matches(row.text(), search.words()) && SearchText.isFirst(row.text(), beginning))
                    .toList();
            Set<GoldenId> accepted = few.isPresent() ? few.get() : accepted(search, fitting);
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

    /** All golden records whose systems meet the conditions, if they are few. */
    private Optional<Set<GoldenId>> few(GoldenSearch search) throws SQLException {
        Set<GoldenId> few = new HashSet<>();
        for (String systems : systems(search.type())) {
            if (search.accepts(GoldenSystems.parse(systems))) {
                String begin = new Row(systems, new GoldenId("")).systems(search.type());
                range(search.type(), begin, begin + END, FEW + 1 - few.size()).forEach(row -> few.add(row.golden()));
                if (few.size() > FEW) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(few);
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
        GoldenId after = new GoldenId(search.after() == null ? "" : search.after());
        List<GoldenId> found = new ArrayList<>();
        for (String systems : systems(search.type())) {
            if (search.accepts(GoldenSystems.parse(systems))) {
                String end = search.type().name() + SYSTEMS_PART + systems + PART + END;
                range(search.type(), new Row(systems, after).systems(search.type()), end, search.limit() + 1)
                        .forEach(row -> found.add(row.golden()));
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
        String last = type.name() + SYSTEMS_PART + END;
        List<Row> next = range(type, type.name() + SYSTEMS_PART, last, 1);
        while (!next.isEmpty()) {
            String systems = next.get(0).text();
            all.add(systems);
            next = range(type, type.name() + SYSTEMS_PART + systems + PART + END, last, 1);
        }
        return all;
    }

    /** Entries between two texts; fewer than the limit at the end of the range only. */
    private List<Row> range(EntityType type, String after, String before, int limit) throws SQLException {
        List<Row> rows = new ArrayList<>();
        String from = after;
        boolean isCut = SearchText.compare(after, before) < 0;
        while (isCut && rows.size() < limit) {
            String begin = from;
            List<String> indexed = database.list(
                    RANGE, binder -> binder.text(begin).text(before).number(limit), ResultRow::text);
            isCut = indexed.size() == limit;
            String last = isCut ? indexed.get(limit - 1) : before;
            for (String entry : pending().over(indexed, from, last, isCut, limit - rows.size())) {
                rows.add(Row.parse(type, entry));
            }
            from = last;
        }
        return rows;
    }
}
