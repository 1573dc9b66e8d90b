package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool of few connections, which checks that each comes back as it was handed out. */
final class CheckedPool implements DataSource, AutoCloseable {
    private static final String SETTINGS =
            "select name || '=' || setting from pg_settings where source = 'session' or name in ('search_path',"
                    + " 'transaction_isolation', 'transaction_read_only', 'synchronous_commit', 'jit',"
                    + " 'enable_seqscan', 'idle_in_transaction_session_timeout') order by 1";

    private final String url;
    private final int size;
    private final Deque<Connection> free = new ArrayDeque<>();
    /** How each was before; a waiting connection may have broken, and is not asked. */
    private final Map<Connection, String> states = new HashMap<>();

    private final List<String> complaints = new ArrayList<>();
    private int out;
    private int mostOut;
    private long borrowed;
    private long statements;

    CheckedPool(String url, int size) {
        this.url = url;
        this.size = size;
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        if (out == size) {
            throw new SQLTransientConnectionException("no connection is free");
        }
        Connection real = free.poll();
        if (real == null) {
            real = DriverManager.getConnection(url, "postgres", "postgres");
        }
        out++;
        mostOut = Math.max(mostOut, out);
        borrowed++;
        return handedOut(real);
    }

    private Connection handedOut(Connection real) throws SQLException {
        String before = states.containsKey(real) ? states.get(real) : stateOf(real);
        Set<Statement> open = new HashSet<>();
        boolean[] closed = {false};
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                if (!closed[0]) {
                    closed[0] = true;
                    takeBack(real, before, open);
                }
                return null;
            }
            if (closed[0]) {
                complain("used after it was given back: " + method.getName());
            }
            try {
                Object result = method.invoke(real, arguments);
                if (result instanceof Statement statement) {
                    open.add(statement);
                    statements++;
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Connection)
                Proxy.newProxyInstance(CheckedPool.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private synchronized void takeBack(Connection real, String before, Set<Statement> open) throws SQLException {
        out--;
        if (real.isClosed()) {
            return;
        }
        for (Statement statement : open) {
            if (!statement.isClosed()) {
                complain("a statement was left open");
            }
        }
        String after = stateOf(real);
        if (!after.equals(before)) {
            complain("it was " + before + " and is " + after);
        }
        states.put(real, before);
        free.addLast(real);
    }

    private static String stateOf(Connection connection) throws SQLException {
        List<String> state = new ArrayList<>();
        state.add("autocommit=" + connection.getAutoCommit());
        state.add("isolation=" + connection.getTransactionIsolation());
        state.add("readonly=" + connection.isReadOnly());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                state.add(rows.getString(1));
            }
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        return state.toString();
    }

    private void complain(String what) {
        complaints.add(what);
    }

    /** Sets up the connections that wait, as another user of the pool would. */
    synchronized void fill(Setup setup) throws SQLException {
        while (free.size() < size) {
            Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
            setup.accept(connection);
            states.put(connection, stateOf(connection));
            free.add(connection);
        }
    }

    /** What a host does to its connections. */
    interface Setup {
        void accept(Connection connection) throws SQLException;
    }

    synchronized void isUntouched() {
        assertThat(complaints).isEmpty();
        assertThat(out).as("connections still lent").isZero();
    }

    synchronized int out() {
        return out;
    }

    synchronized int mostOut() {
        return mostOut;
    }

    synchronized long borrowed() {
        return borrowed;
    }

    synchronized long statements() {
        return statements;
    }

    @Override
    public synchronized void close() throws SQLException {
        for (Connection connection : free) {
            connection.close();
        }
        isUntouched();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> kind) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> kind) {
        return false;
    }
}
