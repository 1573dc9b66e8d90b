package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.TalkException;
import java.sql.SQLException;
import java.util.List;

/** What is peculiar to one kind of database; everything else in this package is the SQL they share. */
interface Dialect {
    /** What the database is called in messages: {@code the store talk.db}. */
    String name();

    /** What a failure means, and what to do about it. */
    TalkException failure(SQLException failure);

    /** What to run after something was forgotten, so that nothing of it is left in the files (R27). */
    default List<String> leavingNoTraces() {
        return List.of();
    }
}
