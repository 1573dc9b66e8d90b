package io.sesam.talk.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** An atomic transaction. */
final class Transaction {
    private Transaction() {}

    /** The body of a transaction. */
    interface Action {
        void run() throws SQLException;
    }

    /** Runs a body atomically. Afterwards the connection can be used again in either case. */
    static void run(Connection connection, Action action) throws SQLException {
        connection.setAutoCommit(false);
        try {
            action.run();
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
    }

    /** Rolls back. A full disk may already have ended the transaction; then each step reports that there is none. */
    private static void undo(Connection connection, Throwable why) {
        for (Action step : List.<Action>of(connection::rollback, () -> connection.setAutoCommit(true))) {
            try {
                step.run();
            } catch (SQLException e) {
                why.addSuppressed(e);
            }
        }
    }
}
