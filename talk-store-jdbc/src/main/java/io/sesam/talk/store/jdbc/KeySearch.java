package io.sesam.talk.store.jdbc;

import java.sql.SQLException;

/**
 * The SQL search for records by match keys. Differs by database: it must not read all holders of a key that many
 * records share.
 */
interface KeySearch {
    /** Returns the query; {@code :rows} are the values. */
    String sql();

    /** Binds the parameters after the values. */
    void fill(Binder binder, String type, String rule, int atMostForEach) throws SQLException;

    /** Returns a value as it is indexed. */
    String indexed(String value);
}
