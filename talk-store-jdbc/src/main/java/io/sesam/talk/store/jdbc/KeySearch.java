package io.sesam.talk.store.jdbc;

import java.sql.SQLException;

/** How one kind of database finds records by match keys without reading all holders of a key that many share. */
interface KeySearch {
    /** The question; {@code :rows} are the values. */
    String sql();

    /** Fills what comes after the values. */
    void fill(Binder binder, String type, String rule, int atMostForEach) throws SQLException;

    /** A value as it is indexed. */
    String indexed(String value);
}
