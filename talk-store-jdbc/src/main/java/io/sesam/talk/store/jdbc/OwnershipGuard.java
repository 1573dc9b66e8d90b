package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.sql.Connection;
import java.sql.SQLException;

/** A guard of the exclusive right to a store. Its exceptions reach the caller of the store. */
interface OwnershipGuard {
    /** The guard of a store that is locked otherwise. */
    OwnershipGuard NONE = new OwnershipGuard() {
        @Override
        public void beforeQuestion(Connection connection) {}

        @Override
        public void insideChange(Connection connection) {}

        @Override
        public void release(Connection connection) {}
    };

    /** Returns the guard of a store that another engine owns: it refuses changes. */
    static OwnershipGuard refusing(String store) {
        return new OwnershipGuard() {
            @Override
            public boolean isOwner() {
                return false;
            }

            @Override
            public boolean isCertain() {
                return false;
            }

            @Override
            public void beforeQuestion(Connection connection) {}

            @Override
            public void insideChange(Connection connection) {
                throw new TalkException(
                        ErrorCode.STORE_IN_USE, store + " belongs to another engine now, and is only read by this one");
            }

            @Override
            public void release(Connection connection) {}
        };
    }

    /** Reports whether this engine owns the store, so that nothing else changes it. */
    default boolean isOwner() {
        return true;
    }

    /** Reports whether the right is certain without asking, so that answers in memory are true. */
    default boolean isCertain() {
        return true;
    }

    /** Called before every query, outside a transaction. */
    void beforeQuestion(Connection connection) throws SQLException;

    /** Called first in every changing transaction. Refuses when another engine owns the store by now. */
    void insideChange(Connection connection) throws SQLException;

    /** Called once before the right is released, or cannot be because the database does not answer. */
    default void end() {}

    /** Releases the right. */
    void release(Connection connection) throws SQLException;
}
