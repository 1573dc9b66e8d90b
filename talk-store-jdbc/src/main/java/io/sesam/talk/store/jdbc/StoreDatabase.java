package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.jdbc.keeper.HeldConnection;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with its prepared statements. Used by one thread at a time.
 *
 * <p>It is kept, unless it comes from the pool of the host: then it is borrowed for one question or change, and given back without
 * statements. With a keeper it is borrowed for a burst of them: the questions of a burst share a transaction, which ends
 * with the next change or after a second.
 *
 * <p>Deliberately one connection for reading and writing: a second one would lose its cache with every commit of the
 * first, and could see a commit between two statements of one query.
 */
final class StoreDatabase implements HeldConnection {
    /** The parameter counts of a list of values. A shorter list is padded with values that find nothing. */
    private static final int[] SIZES = {1, 8, 64, 512};

    /** Changes of so few rows leave the statistics of the database as they are. */
    private static final long FEW_ROWS = 2_000;

    private static final Duration LONGEST_BURST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);

    private final SqlDialect dialect;
    private final OwnershipGuard ownershipGuard;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<Integer, PreparedStatement>> statements = new HashMap<>();
    private final Map<String, ResultSet> prefetched = new HashMap<>();

    /** {@code null} after a connection loss, and after a pooled connection was given back, until the next query. */
    private @Nullable Connection connection;

    /** Runs when the outcome of a change, or what happened meanwhile, is not known. */
    private Runnable uncertain = () -> {};

    private long changedRows;

    /** The number of changed rows at which the database is asked whether its statistics are out of date. */
    private long nextLook = FEW_ROWS;

    private final Optional<LeaseKeeper> keeper;
    private boolean closed;

    /** Whether a held connection is in a transaction with the settings of the store; since when, and when it was used last. */
    private boolean settled;

    private long burstBegun;
    private long used;

    StoreDatabase(@Nullable Connection connection, SqlDialect dialect, OwnershipGuard ownershipGuard) {
        this(connection, dialect, ownershipGuard, Optional.empty());
    }

    /** Creates a database that may hold a pooled connection for a burst of questions: a keeper gives it back. */
    StoreDatabase(
            @Nullable Connection connection,
            SqlDialect dialect,
            OwnershipGuard ownershipGuard,
            Optional<LeaseKeeper> keeper) {
        this.connection = connection;
        this.dialect = dialect;
        this.ownershipGuard = ownershipGuard;
        this.keeper = keeper;
    }

    /** Sets what runs, while the database is locked, after a failed change and after a lost connection. */
    void onUncertainty(Runnable action) {
        uncertain = action;
    }

    SqlDialect dialect() {
        return dialect;
    }

    /** A query. */
    interface Work<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /** A binder of parameters. */
    interface Filler {
        /** Binds no parameters. */
        Filler NOTHING = binder -> {};

        void fill(Binder binder) throws SQLException;
    }

    /** A conversion of a row. */
    interface Reader<T> {
        T read(ResultRow row) throws SQLException;
    }

    /** Runs an action while no query runs. Does nothing once closed. */
    void alone(Runnable action) {
        lock.lock();
        try {
            if (!closed) {
                action.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs a query exclusively; retries on a broken connection. */
    <T extends @Nullable Object> T ask(Work<T> work) {
        return alone(() -> retried(work));
    }

    /**
     * Answers from memory if the answer is there and nobody else can have changed the store; runs a query otherwise.
     *
     * @param memory is empty where the answer is not in memory
     */
    <T> T ask(Supplier<Optional<T>> memory, Work<T> work) {
        return alone(() -> {
            Optional<T> known = ownershipGuard.isCertain() ? memory.get() : Optional.empty();
            return known.isPresent() ? known.get() : retried(work);
        });
    }

    private <T extends @Nullable Object> T retried(Work<T> work) throws SQLException {
        try {
            return guarded(work);
        } catch (SQLException e) {
            if (!isLost(e)) {
                throw e;
            }
            return guarded(work);
        }
    }

    /**
     * Runs a change as one transaction. When the connection proves to be broken before the first step, the change runs
     * on a new one; later it fails, because the result of a change in progress is not known.
     */
    void change(Transaction.Action action) {
        alone(() -> {
            prefetched.clear();
            boolean[] begun = {false};
            Transaction.Action whole = () -> {
                ownershipGuard.insideChange(connected());
                begun[0] = true;
                action.run();
            };
            boolean done = false;
            try {
                runOnce(whole, begun);
                done = true;
            } finally {
                settled = false;
                if (!done) {
                    uncertain.run();
                }
            }
            renewStatistics();
            return true;
        });
    }

    /** Renews the statistics each time when about as many rows have changed as before. A failure does no harm. */
    private void renewStatistics() {
        if (changedRows < nextLook) {
            return;
        }
        nextLook = 2 * changedRows;
        try {
            Connection open = connected();
            Transaction.run(open, () -> dialect.renewStatistics(open));
        } catch (SQLException e) {
            if (!isLost(e)) {
                LOG.debug("The statistics of {} were not renewed: {}", dialect.name(), e.getSQLState());
            }
        } finally {
            settled = false;
        }
    }

    private void runOnce(Transaction.Action whole, boolean[] begun) throws SQLException {
        try {
            Transaction.run(connected(), whole);
        } catch (SQLException e) {
            if (!isLost(e) || begun[0]) {
                throw e;
            }
            Transaction.run(connected(), whole);
        }
    }

    private <T extends @Nullable Object> T guarded(Work<T> work) throws SQLException {
        if (!ownershipGuard.isOwner() && lock.getHoldCount() == 1) {
            return asOfNow(work);
        }
        ownershipGuard.beforeQuestion(connected());
        return work.run();
    }

    /** Runs a query of another engine's store: in one transaction, and without what was kept in memory. */
    private <T extends @Nullable Object> T asOfNow(Work<T> work) throws SQLException {
        uncertain.run();
        List<T> answer = new ArrayList<>(1);
        Transaction.run(connected(), () -> answer.add(work.run()));
        return answer.get(0);
    }

    private <T extends @Nullable Object> T alone(Work<T> work) {
        lock.lock();
        try {
            if (closed) {
                throw new TalkException(ErrorCode.STORE_FAILED, dialect.name() + " is closed; open it again");
            }
            return work.run();
        } catch (SQLException e) {
            giveBackFailed();
            throw dialect.failure(e);
        } finally {
            giveBack();
            lock.unlock();
        }
    }

    /** Gives a pooled connection back when the outermost question or change has ended. */
    private void giveBack() {
        Connection pooled = connection;
        if (pooled == null || !dialect.isPooled() || lock.getHoldCount() > 1) {
            return;
        }
        if (keeper.isPresent() && !closed) {
            hold(pooled, keeper.get());
        } else {
            giveBack(pooled);
        }
    }

    /** A failed question has ended the transaction of its burst. */
    private void giveBackFailed() {
        Connection pooled = connection;
        if (pooled != null && keeper.isPresent() && lock.getHoldCount() == 1) {
            giveBack(pooled);
        }
    }

    /** Keeps a pooled connection for the next question. A transaction does not become old: another engine may end old ones. */
    private void hold(Connection pooled, LeaseKeeper with) {
        used = System.nanoTime();
        try {
            if (settled && used - burstBegun > LONGEST_BURST.toNanos()) {
                settled = false;
                pooled.commit();
            }
            with.holding(this);
        } catch (SQLException e) {
            LOG.debug("A held connection to {} is broken: {}", dialect.name(), e.getSQLState());
            giveBack(pooled);
        }
    }

    @Override
    public boolean giveBackIdle(Duration idle) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            Connection pooled = connection;
            if (pooled == null) {
                return true;
            }
            if (lock.getHoldCount() > 1 || System.nanoTime() - used < idle.toNanos()) {
                return false;
            }
            giveBack(pooled);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Connection pooled) {
        connection = null;
        settled = false;
        try {
            closeStatements();
            dialect.giveBack(pooled);
        } catch (SQLException e) {
            LOG.debug("A connection to {} was given back broken: {}", dialect.name(), e.getSQLState());
        } finally {
            statements.clear();
        }
    }

    private void closeStatements() throws SQLException {
        for (Map<Integer, PreparedStatement> bySize : statements.values()) {
            for (PreparedStatement statement : bySize.values()) {
                statement.close();
            }
        }
        statements.clear();
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dialect.connect();
            connection = open;
            settled = true;
            burstBegun = System.nanoTime();
        } else if (!settled && keeper.isPresent()) {
            dialect.settle(open);
            settled = true;
            burstBegun = System.nanoTime();
        }
        return open;
    }

    /** Reports a broken connection, and closes it then. */
    private boolean isLost(SQLException failure) {
        if (!dialect.isLost(failure)) {
            return false;
        }
        LOG.info("the connection to {} was lost", dialect.name());
        uncertain.run();
        Connection lost = connection;
        statements.clear();
        connection = null;
        try {
            if (lost != null) {
                dialect.giveBack(lost);
            }
        } catch (SQLException e) {
            LOG.debug("The lost connection to {} could not be closed: {}", dialect.name(), e.getSQLState());
        }
        return true;
    }

    /** Purges deleted data from the files. Returns where it may still be. */
    List<String> purge() {
        return ask(() -> {
            try {
                return dialect.purge(connected());
            } finally {
                settled = false;
            }
        });
    }

    /**
     * Asks for whole tables with one question. The next {@link #list} of each statement is answered by it, unless something is changed
     * before.
     */
    void prefetch(List<String> wholeTables, Runnable use) {
        ask(() -> {
            String[] all = wholeTables.stream().map(dialect::sql).toArray(String[]::new);
            try (Statement statement = connected().createStatement()) {
                boolean hasRows = statement.execute(String.join(";\n", all));
                for (int i = 0; hasRows; i++) {
                    prefetched.put(wholeTables.get(i), statement.getResultSet());
                    hasRows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                }
                use.run();
            } finally {
                prefetched.clear();
            }
            return true;
        });
    }

    /** Whether it holds a pooled connection for bursts, so that round trips count more than what is read. */
    boolean isKept() {
        return keeper.isPresent();
    }

    <T> List<T> list(String sql, Filler filler, Reader<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        ResultSet ready = prefetched.remove(sql);
        if (ready != null) {
            read(ready, reader, found);
            return found;
        }
        collect(statement(sql, 0), filler, reader, found);
        return found;
    }

    /** Returns the first column of the first row. */
    long number(String sql, Filler filler) throws SQLException {
        return list(sql, filler, ResultRow::number).get(0);
    }

    /**
     * Returns all rows for many texts. The texts replace {@code :many} as a list or {@code :rows} as rows; the
     * statement runs once for some hundreds of them.
     */
    <T> List<T> many(String sql, Filler before, Collection<String> texts, Filler after, Reader<T> reader)
            throws SQLException {
        List<T> found = new ArrayList<>();
        List<String> all = List.copyOf(texts);
        for (int done = 0; done < all.size(); ) {
            int size = sizeFor(all.size() - done);
            List<String> part = all.subList(done, Math.min(all.size(), done + size));
            Filler filler = binder -> {
                before.fill(binder);
                for (int i = 0; i < size; i++) {
                    binder.text(i < part.size() ? part.get(i) : null);
                }
                after.fill(binder);
            };
            collect(statement(sql, size), filler, reader, found);
            done += size;
        }
        return found;
    }

    /** Runs a statement for each element as a batch. Returns the number of changed rows for each. */
    <T> int[] each(String sql, Collection<T> elements, Setter<T> setter) throws SQLException {
        if (elements.isEmpty()) {
            return new int[0];
        }
        PreparedStatement statement = statement(sql, 0);
        statement.clearBatch();
        Binder binder = new Binder(statement, dialect::encode);
        for (T element : elements) {
            setter.fill(binder, element);
            binder.next();
        }
        int[] changed = statement.executeBatch();
        for (int rows : changed) {
            changedRows += Math.max(1, rows);
        }
        return changed;
    }

    /** Binds the parameters for one element. */
    interface Setter<T> {
        void fill(Binder binder, T element) throws SQLException;
    }

    /** Closes the connection; reports whether it was open. */
    boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            ownershipGuard.end();
            // a store that only reads has nothing to release
            if (connection != null || dialect.isPooled() && ownershipGuard.isOwner()) {
                Connection held = connection;
                Connection last = held != null && keeper.isPresent() ? held : connected();
                connection = null;
                try {
                    closeStatements();
                    ownershipGuard.release(last);
                } finally {
                    dialect.giveBack(last);
                }
            }
        } catch (SQLException e) {
            LOG.warn("{} could not be closed cleanly: {}", dialect.name(), e.getMessage());
        } finally {
            lock.unlock();
        }
        return true;
    }

    private <T> void collect(PreparedStatement statement, Filler filler, Reader<T> reader, List<T> found)
            throws SQLException {
        filler.fill(new Binder(statement, dialect::encode));
        try (ResultSet result = statement.executeQuery()) {
            read(result, reader, found);
        }
    }

    private <T> void read(ResultSet result, Reader<T> reader, List<T> found) throws SQLException {
        try {
            ResultRow row = new ResultRow(result, dialect::decode);
            while (row.next()) {
                found.add(reader.read(row));
            }
        } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    dialect.name() + " contains data that cannot be read (" + e.getMessage()
                            + "); revert manual changes, or restore a backup",
                    e);
        }
    }

    private static int sizeFor(int texts) {
        for (int size : SIZES) {
            if (texts <= size) {
                return size;
            }
        }
        return SIZES[SIZES.length - 1];
    }

    private PreparedStatement statement(String sql, int size) throws SQLException {
        Map<Integer, PreparedStatement> bySize = statements.computeIfAbsent(sql, first -> new HashMap<>());
        PreparedStatement statement = bySize.get(size);
        if (statement == null) {
            String values = sql.replace(":many", String.join(",", Collections.nCopies(size, "?")))
                    .replace(":rows", String.join(",", Collections.nCopies(size, "(?)")));
            statement = connected().prepareStatement(dialect.sql(values));
            bySize.put(size, statement);
        }
        return statement;
    }
}
