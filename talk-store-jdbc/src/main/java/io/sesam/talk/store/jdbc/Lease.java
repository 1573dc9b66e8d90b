package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.jdbc.keeper.KeptLease;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * A time-limited, exclusive right to a schema. The only row of the table {@code lease}.
 *
 * <p>Each acquisition increments a fencing token, and every commit first locks the row with its own token: it holds the
 * row during the commit, and finds none after another engine has taken over. Only the server's clock is used; the
 * clocks of engines need not agree. A lease that expired without a new owner is simply extended.
 */
final class Lease implements OwnershipGuard, KeptLease {
    private static final String LOOK = "select holder, to_char(expires at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'),"
            + " expires > clock_timestamp() from lease";

    /** Finds nothing while another engine commits. */
    private static final String LOCK = LOOK + " for update skip locked";

    private static final String TAKE = "update lease set token = token + 1, holder = ?, taken = clock_timestamp(),"
            + " expires = clock_timestamp() + ? * interval '1 millisecond' returning token";
    private static final String RENEW =
            "update lease set expires = clock_timestamp() + ? * interval '1 millisecond' where token = ?";
    /** With a new token, so that a heartbeat that is under way extends nothing. */
    private static final String RELEASE =
            "update \"%s\".lease set token = token + 1, expires = clock_timestamp() where token = ?";

    /** Takes a free lease of tables that are known to be there; finds nothing where they have another version. */
    private static final String TAKE_AGAIN = "with free as (select token from lease where expires <= clock_timestamp()"
            + " and (select max(version) from talk_migrations) = ? for update skip locked)"
            + " update lease l set token = l.token + 1, holder = ?, taken = clock_timestamp(),"
            + " expires = clock_timestamp() + ? * interval '1 millisecond'"
            + " from free where l.token = free.token returning l.token";
    /**
     * Ends stalled sessions of dead engines. Only an engine changes the table, and each change first extends its lease:
     * a change that began longer ago than the lease length belongs to no current owner.
     */
    private static final String END_SLEEPERS = "select pg_terminate_backend(l.pid, 5000) from pg_locks l"
            + " join pg_stat_activity a on a.pid = l.pid"
            + " where l.relation = 'lease'::regclass and l.mode = 'RowExclusiveLock' and l.granted"
            + " and l.database = (select oid from pg_database where datname = current_database())"
            + " and l.pid <> pg_backend_pid() and a.xact_start < clock_timestamp() - ? * interval '1 millisecond'";

    private final SqlDialect dialect;
    private final String schema;
    private final Duration length;
    private final Duration longestChange;
    private final Optional<LeaseKeeper> keeper;
    private long token;
    private volatile long renewed;

    /**
     * Creates a lease.
     *
     * @param length the time until another engine may take over
     * @param keeper extends it, where it has one
     */
    Lease(PostgresqlDialect dialect, Duration length, Optional<LeaseKeeper> keeper) {
        this.dialect = dialect;
        this.schema = dialect.schema();
        this.length = length;
        this.longestChange = dialect.longestChange();
        this.keeper = keeper;
    }

    @Override
    public String schema() {
        return schema;
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public Duration length() {
        return length;
    }

    @Override
    public void extended(long asked) {
        renewed = asked;
    }

    /** Lets the keeper extend it, once its taking is committed. */
    void keep() {
        keeper.ifPresent(all -> all.add(this));
    }

    private record Holding(String holder, String until, boolean isHeld) {}

    /** Acquires a free or expired lease; refuses otherwise. Inside a transaction. */
    void take(Connection connection) throws SQLException {
        Optional<Holding> locked = holding(connection, LOCK);
        if (locked.isEmpty() && hasEndedSleepers(connection)) {
            locked = holding(connection, LOCK);
        }
        if (locked.isEmpty() || locked.get().isHeld()) {
            throw inUse(locked.isPresent() ? locked.get() : currentHolding(connection));
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

    /** Acquires a free or expired lease with one question; reports whether it did. Inside a transaction. */
    boolean takeAgain(Connection connection, int version) throws SQLException {
        long asked = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(TAKE_AGAIN)) {
            statement.setInt(1, version);
            statement.setString(2, me());
            statement.setLong(3, length.toMillis());
            try (ResultSet taken = statement.executeQuery()) {
                if (!taken.next()) {
                    return false;
                }
                token = taken.getLong(1);
                renewed = asked;
                return true;
            }
        }
    }

    /**
     * Ends the session of an engine that stalled inside a change. It would hold the row for ever: a server that waits
     * for the rest of a statement does not time out.
     */
    private boolean hasEndedSleepers(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_SLEEPERS)) {
            statement.setLong(1, longestChange.toMillis());
            try (ResultSet ended = statement.executeQuery()) {
                return ended.next();
            }
        }
    }

    private static Holding currentHolding(Connection connection) throws SQLException {
        return holding(connection, LOOK).orElseThrow();
    }

    private static Optional<Holding> holding(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next()
                    ? Optional.of(new Holding(row.getString(1), row.getString(2) + " UTC", row.getBoolean(3)))
                    : Optional.empty();
        }
    }

    /** The lease was taken or extended a short time ago. */
    @Override
    public boolean isCertain() {
        return System.nanoTime() - renewed <= length.toNanos() / 3;
    }

    /** Extends the lease. Also runs before queries, so that a run which only reads keeps its lease. */
    @Override
    public void beforeQuestion(Connection connection) throws SQLException {
        if (!isCertain()) {
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
                throw takenOver(currentHolding(connection));
            }
        }
        renewed = now;
    }

    @Override
    public void end() {
        keeper.ifPresent(all -> all.remove(this));
    }

    @Override
    public void release(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELEASE.formatted(schema))) {
            statement.setLong(1, token);
            statement.executeUpdate();
        }
    }

    private TalkException inUse(Holding holding) {
        return new TalkException(
                ErrorCode.STORE_IN_USE,
                dialect.name() + " is in use by " + holding.holder() + " until " + holding.until()
                        + ", and longer while that engine is running; wait until it ends, or close it. If it has"
                        + " crashed, start again after that time. For another tenant, set " + dialect.elsewhere());
    }

    private TalkException takenOver(Holding holding) {
        return new TalkException(
                ErrorCode.STORE_IN_USE,
                dialect.name() + " was taken over by " + holding.holder() + ", which owns it until " + holding.until()
                        + ": this engine did not contact the database for longer than its lease of "
                        + length.toSeconds()
                        + " s. Nothing of its last commit was kept; the other engine looks up the writes that were"
                        + " sent to systems. Start again when the other engine has ended");
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
