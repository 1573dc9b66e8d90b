package io.sesam.talk.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** All or nothing. */
final class Transaction {
    private Transaction() {}

    /** Something that is done with a connection. */
    interface Action {
        void run() throws SQLException;
    }

    /** Does everything, or, when any of it fails, nothing; the connection can be used on in either case. */
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

    /** A full disk may have ended the transaction already; then there is none to end, and each step says so. */
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
