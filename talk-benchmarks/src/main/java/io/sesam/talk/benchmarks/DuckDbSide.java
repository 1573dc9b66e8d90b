package io.sesam.talk.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The merge in DuckDB. Java objects in, golden records with provenance out: appender, SQL, result set.
 *
 * <p>Time, trust and number are packed into one integer, so that the maximum among the records with a value is the
 * winner and identifies its record; the fastest plain formulation known to us. The second formulation skips the
 * aggregate for single records.
 */
final class DuckDbSide {
    private static final String KEYED = """
            CREATE TEMP TABLE keyed AS
            SELECT seq,
                   coalesce(nullif(lower(trim(email)), ''), '#' || seq) AS k,
                   nullif(trim(firstname), '') AS f,
                   nullif(trim(lastname), '') AS l,
                   nullif(trim(email), '') AS e,
                   nullif(upper(gender), '') AS g,
                   (((modified - 1577836800) * 4 + (3 - trust)) << 24) + (16777215 - seq) AS ord
            FROM person""";
    private static final String GROUPED = """
            SELECT count(*)::INTEGER,
                   arg_max(f, ord) FILTER (f IS NOT NULL),
                   16777215 - (max(ord) FILTER (f IS NOT NULL) & 16777215),
                   arg_max(l, ord) FILTER (l IS NOT NULL),
                   16777215 - (max(ord) FILTER (l IS NOT NULL) & 16777215),
                   arg_max(e, ord) FILTER (e IS NOT NULL),
                   16777215 - (max(ord) FILTER (e IS NOT NULL) & 16777215),
                   arg_max(g, ord) FILTER (g IS NOT NULL),
                   16777215 - (max(ord) FILTER (g IS NOT NULL) & 16777215)
            FROM %s GROUP BY k""";
    private static final String ALONE = """
            SELECT 1, f, CASE WHEN f IS NOT NULL THEN seq END, l, CASE WHEN l IS NOT NULL THEN seq END,
                   e, CASE WHEN e IS NOT NULL THEN seq END, g, CASE WHEN g IS NOT NULL THEN seq END
            FROM keyed SEMI JOIN sizes ON keyed.k = sizes.k AND sizes.n = 1""";

    private DuckDbSide() {}

    /** A golden record in an application's form. */
    private record Golden(int size, String f, int ff, String l, int lf, String e, int ef, String g, int gf) {}

    static MergeOutcome run(List<RawPerson> people, boolean sparingTheLonely) throws SQLException {
        long processor = MergeOutcome.processorNanos();
        long start = System.nanoTime();
        List<Golden> goldens = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET preserve_insertion_order = false");
            append(people, connection, statement);
            statement.execute(KEYED);
            if (sparingTheLonely) {
                statement.execute("CREATE TEMP TABLE sizes AS SELECT k, count(*) AS n FROM keyed GROUP BY k");
                read(statement, ALONE, goldens);
                read(
                        statement,
                        GROUPED.formatted("(SELECT * FROM keyed SEMI JOIN sizes ON keyed.k = sizes.k AND sizes.n > 1)"),
                        goldens);
            } else {
                read(statement, GROUPED.formatted("keyed"), goldens);
            }
        }
        long checksum = 0;
        for (Golden golden : goldens) {
            checksum += MergeOutcome.of(
                    golden.f, golden.l, golden.e, golden.g, golden.ff, golden.lf, golden.ef, golden.gf, golden.size);
        }
        return new MergeOutcome(
                System.nanoTime() - start, MergeOutcome.processorNanos() - processor, goldens.size(), checksum);
    }

    private static void append(List<RawPerson> people, Connection connection, Statement statement) throws SQLException {
        statement.execute("CREATE TABLE person (seq INTEGER, trust TINYINT, modified BIGINT, firstname VARCHAR,"
                + " lastname VARCHAR, email VARCHAR, gender VARCHAR)");
        try (DuckDBAppender appender = connection.unwrap(DuckDBConnection.class).createAppender("main", "person")) {
            for (RawPerson person : people) {
                appender.beginRow();
                appender.append(person.number());
                appender.append((byte) RawPerson.SYSTEMS.indexOf(person.system()));
                appender.append(person.modified());
                appender.append(person.firstname());
                appender.append(person.lastname());
                appender.append(person.email());
                appender.append(person.gender());
                appender.endRow();
            }
        }
    }

    private static void read(Statement statement, String sql, List<Golden> goldens) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                goldens.add(new Golden(
                        rows.getInt(1),
                        text(rows, 2),
                        from(rows, 3),
                        text(rows, 4),
                        from(rows, 5),
                        text(rows, 6),
                        from(rows, 7),
                        text(rows, 8),
                        from(rows, 9)));
            }
        }
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text;
    }

    private static int from(ResultSet rows, int column) throws SQLException {
        int number = rows.getInt(column);
        return rows.wasNull() ? -1 : number;
    }
}
