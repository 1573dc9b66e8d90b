package io.sesam.talk.store.jdbc.keeper;

import io.sesam.talk.model.Experimental;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * Keeps the leases of many PostgreSQL stores of one process alive.
 *
 * <p>For a process that opens a store for each of many accounts, over one data source: {@link #renew()} extends all their leases with
 * one question, so that leases can be short and no run has to ask. A store that is kept holds a connection for the length of a burst of
 * questions, and gives it back when it was idle for some milliseconds, on the timer: a call to a system never holds one. Safe for any
 * thread. Only leases that still belong to this process are extended; one that was taken over is found by its store, at its next commit.
 */
@Experimental
public final class LeaseKeeper {
    private static final int AT_ONCE = 64;

    private static final String BEGIN =
            "set transaction isolation level read committed, read write;\n" + "set local lock_timeout = '2s'";

    /** No such schema or table, no right to use it, or locked as a whole: a matter of one store, not of the database. */
    private static final Set<String> REFUSALS = Set.of("3F000", "42P01", "42501", "42703", "55P03");

    /** A row that is locked is being extended by its own store. */
    private static final String RENEW =
            "with held as (select token from \"%1$s\".lease where token = %2$d for update skip locked)"
                    + " update \"%1$s\".lease l set expires = clock_timestamp() + %3$d * interval '1 millisecond'"
                    + " from held where l.token = held.token returning 1";

    private final DataSource dataSource;
    private final ScheduledExecutorService timer;
    private final Duration idle;
    private final Set<KeptLease> leases = ConcurrentHashMap.newKeySet();
    private final Set<HeldConnection> held = ConcurrentHashMap.newKeySet();
    private final Set<String> opened = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    private LeaseKeeper(DataSource dataSource, ScheduledExecutorService timer, Duration idle) {
        this.dataSource = dataSource;
        this.timer = timer;
        this.idle = idle;
    }

    /**
     * Creates a keeper of the stores over a data source.
     *
     * @param timer gives idle connections back; not closed
     * @param idle how long a connection is held after its last question, such as 20 milliseconds
     */
    public static LeaseKeeper of(DataSource dataSource, ScheduledExecutorService timer, Duration idle) {
        return new LeaseKeeper(dataSource, timer, idle);
    }

    /** Returns the data source of the stores. */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * Extends all leases. To be called several times in the length of the shortest one.
     *
     * <p>One that cannot be extended, because its schema is gone or locked by another session, does not stop the others.
     *
     * @throws SQLException when the database does not answer, or refused some lease; the next call tries again
     */
    public void renew() throws SQLException {
        List<KeptLease> all = List.copyOf(leases);
        List<SQLException> refused = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            renew(all.subList(from, Math.min(all.size(), from + AT_ONCE)), refused);
        }
        if (!refused.isEmpty()) {
            throw refused.get(0);
        }
    }

    private void renew(List<KeptLease> some, List<SQLException> refused) throws SQLException {
        try {
            extend(some);
        } catch (SQLException e) {
            if (!REFUSALS.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            if (some.size() == 1) {
                refused.add(e);
                return;
            }
            int half = some.size() / 2;
            renew(some.subList(0, half), refused);
            renew(some.subList(half, some.size()), refused);
        }
    }

    private void extend(List<KeptLease> some) throws SQLException {
        StringBuilder questions = new StringBuilder(BEGIN);
        some.forEach(lease -> questions
                .append(";\n")
                .append(RENEW.formatted(
                        lease.schema(), lease.token(), lease.length().toMillis())));
        long asked = System.nanoTime();
        List<KeptLease> extended = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                boolean hasRows = statement.execute(questions.toString());
                // after the two answers to the begin
                int answer = -2;
                while (hasRows || statement.getUpdateCount() >= 0) {
                    if (answer >= 0 && hasRows) {
                        try (ResultSet rows = statement.getResultSet()) {
                            if (rows.next()) {
                                extended.add(some.get(answer));
                            }
                        }
                    }
                    answer++;
                    hasRows = statement.getMoreResults();
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(before);
            }
        }
        extended.forEach(lease -> lease.extended(asked));
    }

    /** Adds a lease that was just taken. Called by the store. */
    public void add(KeptLease lease) {
        opened.add(lease.schema());
        leases.add(lease);
    }

    /** Removes a lease, before it is released. Called by the store. */
    public void remove(KeptLease lease) {
        leases.remove(lease);
    }

    /** Reports whether a store in this schema was opened before, so that its tables are there. Called by the store. */
    public boolean hasOpened(String schema) {
        return opened.contains(schema);
    }

    /** Notes that a connection is held. Called by the store. */
    public void holding(HeldConnection holder) {
        held.add(holder);
        sweepLater();
    }

    private void sweepLater() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        try {
            Future<?> unused = timer.schedule(this::sweep, idle.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            sweeping.set(false);
            held.removeIf(holder -> holder.giveBackIdle(Duration.ZERO));
        }
    }

    private void sweep() {
        sweeping.set(false);
        held.removeIf(holder -> holder.giveBackIdle(idle));
        if (!held.isEmpty()) {
            sweepLater();
        }
    }

    /** Returns how many leases are kept. */
    public int size() {
        return leases.size();
    }
}
