package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.TalkException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The differences between databases. Everything else in this package is SQL that they share. */
interface SqlDialect {
    /** Returns the store's name for messages: {@code the store talk.db}. */
    String name();

    /** Returns the setting for another location: {@code another path}. */
    String elsewhere();

    /** Opens a configured connection. */
    Connection connect() throws SQLException;

    /** Reports whether connections belong to the host, and are given back after each question and change. */
    default boolean isPooled() {
        return false;
    }

    /** Begins a transaction with the settings of the store on a pooled connection that is held. */
    default void settle(Connection connection) throws SQLException {}

    /** Gives a connection back, as it was before. */
    default void giveBack(Connection connection) throws SQLException {
        connection.close();
    }

    /** Returns the schema as JDBC pattern. {@code null} where the database has no schemas. */
    @Nullable
    String schemaPattern();

    /** Returns the search by match keys. */
    KeySearch keySearch();

    /**
     * Translates a shared statement. The tables write {@code on conflict}, which SQLite and PostgreSQL understand.
     *
     * @param shared the statement as the tables write it, with one question mark for each parameter
     * @return a statement with the same parameters in the same order
     */
    default String sql(String shared) {
        return shared;
    }

    /**
     * Encodes a text for a column. The database must order encoded texts by code points of the plain ones.
     */
    default String encode(String text) {
        return ColumnText.write(text);
    }

    /** Decodes a text of a column. The reverse of {@link #encode}. */
    default String decode(String stored) {
        return ColumnText.read(stored);
    }

    /**
     * Renews the statistics by which the database plans queries, of tables that have grown since the last time. Called inside a
     * transaction of its own, after many rows have changed.
     */
    default void renewStatistics(Connection connection) throws SQLException {}

    /** Reports whether the connection is broken. A new one may then succeed. */
    boolean isLost(SQLException failure);

    /** Translates a failure, with the action to take. */
    TalkException failure(SQLException failure);

    /**
     * Purges deleted data from the files, outside a transaction. Returns where it may still be, in words for a report.
     */
    List<String> purge(Connection connection) throws SQLException;
}
