package io.sesam.talk.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Keeps the right to use a store; what it throws is told to whoever asked the store something. */
interface OwnershipGuard {
    /** For a store that is locked in another way. */
    OwnershipGuard NONE = new OwnershipGuard() {
        @Override
        public void beforeQuestion(Connection connection) {}

        @Override
        public void insideChange(Connection connection) {}

        @Override
        public void release(Connection connection) {}
    };

    /** Comes before every question, outside of a transaction. */
    void beforeQuestion(Connection connection) throws SQLException;

    /** Comes first in every transaction that changes something, and refuses when somebody else has the right by now. */
    void insideChange(Connection connection) throws SQLException;

    /** Gives up the right. */
    void release(Connection connection) throws SQLException;
}
