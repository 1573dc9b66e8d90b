package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.jdbc.source.ConnectionSource;
import io.sesam.talk.store.jdbc.source.OwnConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The PostgreSQL connections and error messages.
 *
 * @param source where connections come from
 * @param schema a plain name
 * @param longestChange the time after which a change counts as stalled
 */
record PostgresqlDialect(ConnectionSource source, String schema, Duration longestChange) implements SqlDialect {
    /** Tables that have grown by half since they were last analysed. The server itself only looks once a minute. */
    private static final String GROWN = "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = ? and c.relkind = 'r' and pg_has_role(c.relowner, 'USAGE')"
            + " and pg_relation_size(c.oid) / current_setting('block_size')::bigint > 1.5 * greatest(c.relpages, 2)"
            + " order by c.relname";

    /** Larger tables are not rewritten after an erasure. */
    private static final long LARGEST_REWRITTEN = 64L * 1024 * 1024;

    PostgresqlDialect(PostgresqlSettings settings) {
        this(
                new OwnConnections(settings.url(), settings.properties(), settings.place()),
                settings.schema(),
                PostgresqlSettings.longestChange(settings.lease()));
    }

    /** Returns a dialect whose connections only read. */
    PostgresqlDialect forQueries() {
        return new PostgresqlDialect(source.forQueries(), schema, longestChange);
    }

    @Override
    public String name() {
        return "the store at " + source.place() + ", schema " + schema;
    }

    @Override
    public String elsewhere() {
        return "another schema";
    }

    @Override
    public Connection connect() throws SQLException {
        return source.take(schema, longestChange);
    }

    @Override
    public void settle(Connection connection) throws SQLException {
        source.settle(connection, schema, longestChange);
    }

    @Override
    public boolean isPooled() {
        return source.isPooled();
    }

    @Override
    public void giveBack(Connection connection) {
        source.giveBack(connection);
    }

    /** Escapes underscores, which are wildcards in a pattern. */
    @Override
    public String schemaPattern() {
        return schema.replace("_", "\\_");
    }

    @Override
    public KeySearch keySearch() {
        return new PostgresqlKeySearch();
    }

    /**
     * Analyses tables that have grown. A plan made for fewer rows reads all rows of a system's type to find some by their ids, and
     * each page of a first listing would cost as much as all before it.
     */
    @Override
    public void renewStatistics(Connection connection) throws SQLException {
        List<String> grown = new ArrayList<>();
        try (PreparedStatement look = connection.prepareStatement(GROWN)) {
            look.setString(1, schema);
            try (ResultSet rows = look.executeQuery()) {
                while (rows.next()) {
                    grown.add('"' + schema + "\".\"" + rows.getString(1) + '"');
                }
            }
        }
        if (!grown.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("analyze " + String.join(", ", grown));
            }
        }
    }

    /**
     * Rewrites the tables, because a deleted row stays in its page otherwise. Large ones are only vacuumed, as rewriting
     * locks them for long.
     */
    @Override
    public List<String> purge(Connection connection) throws SQLException {
        // A vacuum runs outside a transaction, where a pooled connection has no settings.
        if (isPooled()) {
            connection.commit();
            connection.setAutoCommit(true);
        }
        List<String> remains = new ArrayList<>();
        List<String> large = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            Map<String, Long> tables = new LinkedHashMap<>();
            try (ResultSet rows = statement.executeQuery(
                    "select c.relname, pg_total_relation_size(c.oid), pg_has_role(c.relowner, 'USAGE')"
                            + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                            + " where n.nspname = '" + schema + "' and c.relkind = 'r' order by c.relname")) {
                while (rows.next()) {
                    if (rows.getBoolean(3)) {
                        tables.put(rows.getString(1), rows.getLong(2));
                    } else {
                        foreign.add(rows.getString(1));
                    }
                }
            }
            for (Map.Entry<String, Long> table : tables.entrySet()) {
                boolean isLarge = table.getValue() > LARGEST_REWRITTEN;
                statement.execute("vacuum " + (isLarge ? "" : "full ") + '"' + schema + "\".\"" + table.getKey() + '"');
                if (isLarge) {
                    large.add(table.getKey());
                }
            }
        }
        if (!foreign.isEmpty()) {
            remains.add("pages of the tables " + foreign + " of " + name()
                    + ", which belong to another user; run VACUUM" + " FULL as that user");
        }
        if (!large.isEmpty()) {
            remains.add("free space of the tables " + large + " of " + name() + " until it is used again; VACUUM FULL"
                    + " rewrites them, and locks them meanwhile");
        }
        remains.add("the write-ahead log, replicas and backups of the server of " + name()
                + ", as long as the server keeps them");
        return remains;
    }

    @Override
    public boolean isLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
    }

    @Override
    public TalkException failure(SQLException failure) {
        ErrorCode kind = state(failure).startsWith("23") ? ErrorCode.BUG : ErrorCode.STORE_FAILED;
        SQLException discreet = source.discreet(failure);
        return new TalkException(kind, name() + " " + sentence(discreet), discreet);
    }

    static String state(SQLException failure) {
        return Objects.requireNonNullElse(failure.getSQLState(), "");
    }

    private String sentence(SQLException failure) {
        String state = state(failure);
        if (isLost(failure)) {
            return "cannot be reached (" + failure.getMessage()
                    + "); check that the server is running and that " + source.whereAddress() + ", then start again."
                    + " The last commit was kept completely or not at all";
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" ->
                "refuses access to " + source.user() + " (" + failure.getMessage() + "); check " + source.whereUser();
            case "3D" ->
                "does not exist: the server has no such database; create it, or check that " + source.whereAddress();
            case "42" ->
                "cannot be used by " + source.user() + " (" + failure.getMessage()
                        + "); create the schema and make that user its owner";
            case "53" ->
                "has no free space (" + failure.getMessage()
                        + "); free space on the server, then start again. Nothing of the last commit was kept";
            case "54" ->
                "cannot store an id of that length (" + failure.getMessage()
                        + "); nothing of the commit was kept. Shorten the id in its system, or use a SQLite store";
            case "23" -> "refused inconsistent data (" + failure.getMessage() + "); nothing of the commit was kept";
            default -> "failed (" + failure.getMessage() + "); nothing of the last commit was kept";
        };
    }
}
