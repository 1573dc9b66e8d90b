package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;

/**
 * The right to use a schema, for a while; the only row of the table {@code lease}.
 *
 * <p>Each taking has a number higher than the one before (a fencing token), and every commit begins by asking for the row
 * with its own: so it holds the row while it lasts, and finds none when somebody else has taken over. Time is the
 * server's alone; engines need not agree about it. A lease that ran out and that nobody took is simply moved forward.
 */
final class Lease implements OwnershipGuard {
    private static final String LOOK =
            "select token, holder, to_char(expires at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'),"
                    + " expires > clock_timestamp() from lease";
    private static final String LOCK = "select token from lease for update nowait";
    private static final String TAKE = "update lease set token = token + 1, holder = ?, taken = clock_timestamp(),"
            + " expires = clock_timestamp() + ? * interval '1 millisecond' returning token";
    private static final String RENEW =
            "update lease set expires = clock_timestamp() + ? * interval '1 millisecond' where token = ?";
    private static final String RELEASE = "update lease set expires = clock_timestamp() where token = ?";
    /**
     * Only an engine changes the table, and its change begins by moving its lease forward: so a change that began longer
     * ago than that belongs to nobody who has a lease.
     */
    private static final String END_SLEEPERS = "select pg_terminate_backend(l.pid, 5000) from pg_locks l"
            + " join pg_stat_activity a on a.pid = l.pid"
            + " where l.relation = 'lease'::regclass and l.mode = 'RowExclusiveLock' and l.granted"
            + " and l.database = (select oid from pg_database where datname = current_database())"
            + " and l.pid <> pg_backend_pid() and a.xact_start < clock_timestamp() - ? * interval '1 millisecond'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final SqlDialect dialect;
    private final Duration length;
    private final Duration longestChange;
    private long token;
    private long renewed;

    /** A lease of a length; a change that lasts for longer than another length, at least as long, will never end. */
    Lease(SqlDialect dialect, Duration length, Duration longestChange) {
        this.dialect = dialect;
        this.length = length;
        this.longestChange = longestChange;
    }

    private record Holding(String holder, String until, boolean isHeld) {}

    /** Takes it when nobody has it or it ran out; refuses otherwise. Inside a transaction. */
    void take(Connection connection) throws SQLException {
        boolean locked = isLocked(connection) || (hasEndedSleepers(connection) && isLocked(connection));
        if (!locked || look(connection).isHeld()) {
            throw inUse(look(connection));
        }
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, me());
            statement.setLong(2, length.toMillis());
            try (ResultSet taken = statement.executeQuery()) {
                taken.next();
                token = taken.getLong(1);
                renewed = System.nanoTime();
            }
        }
    }

    /** A row that somebody holds is in use this very moment. */
    private static boolean isLocked(Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            return true;
        } catch (SQLException e) {
            if (!PostgresqlDialect.state(e).equals(LOCK_NOT_AVAILABLE)) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    /**
     * Ends the session of an engine that stopped in the middle of a change, which holds the row until then: a server that
     * waits for the rest of what it was being sent waits for ever.
     */
    private boolean hasEndedSleepers(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_SLEEPERS)) {
            statement.setLong(1, longestChange.toMillis());
            try (ResultSet ended = statement.executeQuery()) {
                return ended.next();
            }
        }
    }

    private static Holding look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            return new Holding(row.getString(2), row.getString(3) + " UTC", row.getBoolean(4));
        }
    }

    /** A run that only asks for a long time keeps its lease as well. */
    @Override
    public void beforeQuestion(Connection connection) throws SQLException {
        if (System.nanoTime() - renewed > length.toNanos() / 3) {
            renew(connection);
        }
    }

    @Override
    public void insideChange(Connection connection) throws SQLException {
        renew(connection);
    }

    private void renew(Connection connection) throws SQLException {
        long now = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            statement.setLong(1, length.toMillis());
            statement.setLong(2, token);
            if (statement.executeUpdate() == 0) {
                throw lost(look(connection));
            }
        }
        renewed = now;
    }

    @Override
    public void release(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setLong(1, token);
            statement.executeUpdate();
        }
    }

    private TalkException inUse(Holding holding) {
        return new TalkException(
                ErrorCode.STORE_IN_USE,
                dialect.name() + " is used by " + holding.holder() + " until " + holding.until()
                        + ", and longer while it is at work; let that one end or close it. If it is dead already, start"
                        + " again after that time. For another tenant, set " + dialect.elsewhere());
    }

    private TalkException lost(Holding holding) {
        return new TalkException(
                ErrorCode.STORE_IN_USE,
                dialect.name() + " was taken over by " + holding.holder() + ", which has it until " + holding.until()
                        + ": this engine was not heard of for longer than its lease of " + length.toSeconds()
                        + " s. Nothing of what it was going to remember was kept; what it had asked a system for is"
                        + " looked for by the other. Start again when that one has ended");
    }

    private static String me() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unnamed machine";
        }
    }
}
