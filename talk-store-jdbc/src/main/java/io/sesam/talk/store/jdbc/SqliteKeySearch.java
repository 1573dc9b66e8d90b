package io.sesam.talk.store.jdbc;

import java.sql.SQLException;

/**
 * The SQLite search by match key.
 *
 * <p>For each key the index is read only up to the last required entry: a name such as "Test" may have a hundred
 * thousand holders. (A row number over all of them is simpler, but reads them all.) The cross joins fix the join order:
 * by itself, SQLite begins with the records.
 */
final class SqliteKeySearch implements KeySearch {
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
    /** Sorts after every id: an id has at most 512 of this character. */
    private static final String END = "\udbff\udfff".repeat(513);

    @Override
    public String sql() {
        return FIND;
    }

    @Override
    public void fill(Binder binder, String type, String rule, int atMostForEach) throws SQLException {
        binder.text(type).text(rule).number(atMostForEach - 1L).text(END);
        binder.text(type).text(rule).number(atMostForEach - 1L);
        binder.text(type).text(rule);
    }

    @Override
    public String indexed(String value) {
        return value;
    }
}
