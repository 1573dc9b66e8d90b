package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, kept open with its statements, used by one thread at a time.
 *
 * <p>One for reading and writing, on purpose: a second one would lose its cache with every commit of the first, and
 * could see a commit between two statements of one question.
 */
final class StoreDatabase {
    /** How many places a list of values has; the rest of a smaller list stays empty, and finds nothing. */
    private static final int[] SIZES = {1, 8, 64, 512};

    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);

    private final SqlDialect dialect;
    private final OwnershipGuard ownershipGuard;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<Integer, PreparedStatement>> statements = new HashMap<>();
    /** {@code null} after it was lost, until somebody asks again. */
    private @Nullable Connection connection;

    private boolean closed;

    StoreDatabase(Connection connection, SqlDialect dialect, OwnershipGuard ownershipGuard) {
        this.connection = connection;
        this.dialect = dialect;
        this.ownershipGuard = ownershipGuard;
    }

    SqlDialect dialect() {
        return dialect;
    }

    /** Something that is asked. */
    interface Work<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /** Fills in places of a statement. */
    interface Filler {
        /** Has no places to fill. */
        Filler NOTHING = binder -> {};

        void fill(Binder binder) throws SQLException;
    }

    /** Makes something of a row. */
    interface Reader<T> {
        T read(ResultRow row) throws SQLException;
    }

    /** Asks, while nobody else does anything; asks once more when the connection turns out to be gone. */
    <T extends @Nullable Object> T ask(Work<T> work) {
        return alone(() -> {
            try {
                return guarded(work);
            } catch (SQLException e) {
                if (!isLost(e)) {
                    throw e;
                }
                return guarded(work);
            }
        });
    }

    /**
     * Does everything, or, when any of it fails, nothing. Only when the connection turns out to be gone before the first
     * step is it done with a new one: what became of a change that had begun is not known.
     */
    void change(Transaction.Action action) {
        alone(() -> {
            boolean[] begun = {false};
            Transaction.Action whole = () -> {
                ownershipGuard.insideChange(connected());
                begun[0] = true;
                action.run();
            };
            try {
                Transaction.run(connected(), whole);
            } catch (SQLException e) {
                if (!isLost(e) || begun[0]) {
                    throw e;
                }
                Transaction.run(connected(), whole);
            }
            return true;
        });
    }

    private <T extends @Nullable Object> T guarded(Work<T> work) throws SQLException {
        ownershipGuard.beforeQuestion(connected());
        return work.run();
    }

    private <T extends @Nullable Object> T alone(Work<T> work) {
        lock.lock();
        try {
            if (closed) {
                throw new TalkException(ErrorCode.STORE_FAILED, dialect.name() + " is closed; open it again");
            }
            return work.run();
        } catch (SQLException e) {
            throw dialect.failure(e);
        } finally {
            lock.unlock();
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dialect.connect();
            connection = open;
        }
        return open;
    }

    /** Whether the connection went; then it is let go, with its statements. */
    private boolean isLost(SQLException failure) {
        if (!dialect.isLost(failure)) {
            return false;
        }
        LOG.info("the connection to {} was lost", dialect.name());
        Connection lost = connection;
        statements.clear();
        connection = null;
        try {
            if (lost != null) {
                lost.close();
            }
        } catch (SQLException e) {
            LOG.debug("the lost connection to {} did not close: {}", dialect.name(), e.getSQLState());
        }
        return true;
    }

    /** Sees to it that what was deleted cannot be found in the files any more, as far as the database can. */
    void leaveNoTraces() {
        ask(() -> {
            try (Statement statement = connected().createStatement()) {
                for (String sql : dialect.leavingNoTraces()) {
                    statement.execute(sql);
                }
            }
            return true;
        });
    }

    <T> List<T> list(String sql, Filler filler, Reader<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        collect(statement(sql, 0), filler, reader, found);
        return found;
    }

    /** The first column of the first row. */
    long number(String sql, Filler filler) throws SQLException {
        return list(sql, filler, ResultRow::number).get(0);
    }

    /**
     * Everything that a statement finds for many texts, which take the place of {@code :many} as a list or of
     * {@code :rows} as rows; the statement runs once for some hundreds of them.
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

    /** Runs a statement once for each element, all at once; tells how many rows each has changed. */
    <T> int[] each(String sql, Collection<T> elements, Setter<T> setter) throws SQLException {
        if (elements.isEmpty()) {
            return new int[0];
        }
        PreparedStatement statement = statement(sql, 0);
        statement.clearBatch();
        Binder binder = new Binder(statement);
        for (T element : elements) {
            setter.fill(binder, element);
            binder.next();
        }
        return statement.executeBatch();
    }

    /** Fills in the places of a statement for one element. */
    interface Setter<T> {
        void fill(Binder binder, T element) throws SQLException;
    }

    /** Lets go of the connection, and tells whether it was still open. */
    boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            if (connection != null) {
                try (Connection last = connection) {
                    ownershipGuard.release(last);
                }
            }
        } catch (SQLException e) {
            LOG.warn("{} did not close cleanly: {}", dialect.name(), e.getMessage());
        } finally {
            lock.unlock();
        }
        return true;
    }

    private <T> void collect(PreparedStatement statement, Filler filler, Reader<T> reader, List<T> found)
            throws SQLException {
        filler.fill(new Binder(statement));
        try (ResultSet result = statement.executeQuery()) {
            ResultRow row = new ResultRow(result);
            while (row.next()) {
                found.add(reader.read(row));
            }
        } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    dialect.name() + " holds something that cannot be read (" + e.getMessage()
                            + "); undo what was changed by hand, or restore a backup",
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
            statement = connected()
                    .prepareStatement(sql.replace(":many", String.join(",", Collections.nCopies(size, "?")))
                            .replace(":rows", String.join(",", Collections.nCopies(size, "(?)"))));
            bySize.put(size, statement);
        }
        return statement;
    }
}
