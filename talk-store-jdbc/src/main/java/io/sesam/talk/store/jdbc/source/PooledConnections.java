package io.sesam.talk.store.jdbc.source;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of a host's data source, each for one question or one change.
 *
 * <p>All settings end with the transaction that they begin, so the next borrower sees none, whatever happens. Only
 * auto-commit is set in the driver, and set back. Used by one thread at a time.
 */
public final class PooledConnections implements ConnectionSource {
    private static final Logger LOG = LoggerFactory.getLogger(PooledConnections.class);

    /** How many broken connections are given back, as after a restart of the server, before that is a failure. */
    private static final int MOST_BROKEN = 10;

    private static final String UNREACHABLE = "08001";

    private final DataSource dataSource;
    private final boolean forQueries;
    private boolean autoCommitBefore = true;

    /** Creates a source over a data source, which is not closed. */
    public PooledConnections(DataSource dataSource) {
        this(dataSource, false);
    }

    private PooledConnections(DataSource dataSource, boolean forQueries) {
        this.dataSource = dataSource;
        this.forQueries = forQueries;
    }

    @Override
    public ConnectionSource forQueries() {
        return new PooledConnections(dataSource, true);
    }

    private interface Step {
        void run() throws SQLException;
    }

    @Override
    public Connection take(String schema, Duration longestChange) throws SQLException {
        for (int broken = 0; ; broken++) {
            Connection connection = borrow();
            try (Statement statement = connection.createStatement()) {
                autoCommitBefore = connection.getAutoCommit();
                connection.setAutoCommit(false);
                statement.execute(SessionSettings.ofTransaction(schema, longestChange, forQueries));
                return connection;
            } catch (SQLException e) {
                giveBack(connection);
                if (broken == MOST_BROKEN || !isBroken(e)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void settle(Connection connection, String schema, Duration longestChange) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SessionSettings.ofTransaction(schema, longestChange, forQueries));
        }
    }

    /** Borrows a connection. Pools report in various ways that there is none. */
    private Connection borrow() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            if (e.getSQLState() == null) {
                throw new SQLException(e.getMessage(), UNREACHABLE, e);
            }
            throw e;
        }
    }

    private static boolean isBroken(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    @Override
    public boolean isPooled() {
        return true;
    }

    /**
     * Ends what is under way and gives a connection back. The transaction of a question is committed, because it may
     * have renewed the lease; one of a change has ended before.
     */
    @Override
    public void giveBack(Connection connection) {
        List<Step> steps = List.of(
                () -> {
                    if (!connection.getAutoCommit()) {
                        connection.commit();
                    }
                },
                () -> connection.setAutoCommit(autoCommitBefore),
                connection::close);
        for (Step step : steps) {
            try {
                step.run();
            } catch (SQLException e) {
                LOG.debug("A pooled connection was given back broken: {}", e.getSQLState());
            }
        }
    }

    /**
     * Returns the failure without the values that the driver or the server quote in it: a batch quotes its parameters,
     * and the details of the server, on further lines, its row.
     */
    @Override
    public SQLException discreet(SQLException failure) {
        SQLException first = failure;
        while (first instanceof BatchUpdateException && first.getNextException() != null) {
            first = first.getNextException();
        }
        String message = first instanceof BatchUpdateException
                ? "a batch failed"
                : String.valueOf(first.getMessage()).lines().findFirst().orElse("");
        SQLException copy = new SQLException(message, first.getSQLState(), first.getErrorCode());
        copy.setStackTrace(first.getStackTrace());
        return copy;
    }

    @Override
    public String place() {
        return "the host's data source";
    }

    @Override
    public String user() {
        return "the user of the host's data source";
    }

    @Override
    public String whereAddress() {
        return "the host's data source can connect to it";
    }

    @Override
    public String whereUser() {
        return "the credentials of the data source";
    }

    /** Returns the place; a data source may show its password. */
    @Override
    public String toString() {
        return place();
    }
}
