package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.TalkException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is peculiar to one kind of database; everything else in this package is the SQL they share. */
interface SqlDialect {
    /** What the database is called in messages: {@code the store talk.db}. */
    String name();

    /** What a person sets to have the store somewhere else: {@code another path}. */
    String elsewhere();

    /** A connection that is fit for a store. */
    Connection connect() throws SQLException;

    /** The schema that the tables are in, as a pattern of JDBC; {@code null} where there are none. */
    @Nullable
    String schemaPattern();

    /** How records are found by their keys. */
    KeySearch keySearch();

    /** Whether the connection went, and a new one may do. */
    boolean isLost(SQLException failure);

    /** What a failure means, and what to do about it. */
    TalkException failure(SQLException failure);

    /** What to run after something was forgotten, so that nothing of it is left in the files (R27). */
    default List<String> leavingNoTraces() {
        return List.of();
    }
}
