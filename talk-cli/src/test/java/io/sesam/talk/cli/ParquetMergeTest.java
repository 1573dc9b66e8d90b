package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files in and out are worth what CSV files are, through DuckDB. */
final class ParquetMergeTest {
    private static final List<String> RESULT = List.of("person", "crosswalk", "provenance", "parked", "refused");
    private static final String NULL = "unknown";

    @TempDir
    private Path directory;

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private static Place.Result merge(String... arguments) {
        return Place.anywhere(Map.of(), arguments);
    }

    /** Runs statements in one DuckDB; paths in them are those of the directory. */
    private void duck(String... statements) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql.replace("DIR/", directory + "/"));
            }
        }
    }

    private List<List<String>> query(String sql) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("DIR/", directory + "/"))) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i) == null ? NULL : "<" + rows.getString(i) + ">");
                }
                all.add(row);
            }
        }
        return sorted(all);
    }

    private static List<List<String>> sorted(List<List<String>> rows) {
        return rows.stream()
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    /** Reads a CSV file letter by letter; an empty cell is unknown, a quoted empty one is not. */
    private List<List<String>> csv(String name) throws IOException {
        String text = Files.readString(directory.resolve(name));
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"') {
                boolean twice = inside && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (twice) {
                    cell.append('"');
                    i++;
                } else {
                    inside = !inside;
                    quoted = true;
                }
            } else if (!inside && (letter == ',' || letter == '\n')) {
                row.add(cell.length() == 0 && !quoted ? NULL : "<" + cell + ">");
                cell.setLength(0);
                quoted = false;
                if (letter == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(letter);
            }
        }
        return sorted(rows.subList(1, rows.size()));
    }

    /** Writes a table of texts as a Parquet file, by DuckDB. */
    private void write(String name, List<String> columns, List<List<String>> rows) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("CREATE TABLE t (" + String.join(" VARCHAR, ", columns) + " VARCHAR)");
            String marks = "?" + ", ?".repeat(columns.size() - 1);
            try (PreparedStatement insert = duck.prepareStatement("INSERT INTO t VALUES (" + marks + ")")) {
                for (List<String> row : rows) {
                    for (int i = 0; i < row.size(); i++) {
                        insert.setString(i + 1, row.get(i));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            statement.execute("COPY t TO '" + directory.resolve(name) + "' (FORMAT parquet)");
        }
    }

    private static String pick(Random random, String... from) {
        return from[random.nextInt(from.length)];
    }

    /** Rows of a seed: id, firstname, lastname, email, modified. */
    private static List<List<String>> people(long seed, int count, String... names) {
        Random random = new Random(seed);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Arrays.asList(
                    "" + i + (random.nextInt(20) == 0 ? ", \"x\"" : ""),
                    pick(random, names),
                    pick(random, names),
                    pick(random, "p", "P") + random.nextInt(count) + "@x.example",
                    random.nextInt(3) == 0 ? "" : "2026-01-0" + (1 + random.nextInt(9)) + "T08:00:00Z"));
        }
        return rows;
    }

    private static String line(List<String> row) {
        return String.join(
                        ",",
                        row.stream()
                                .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                                .toList())
                + "\n";
    }

    @Test
    void theSameRowsGiveTheSameGoldenRecordsFromCsvAndFromParquet() throws Exception {
        List<String> columns = List.of("id", "firstname", "lastname", "email", "modified");
        for (long seed : new long[] {1, 2}) {
            for (String file : List.of("crm", "erp")) {
                List<List<String>> rows = people(
                        seed + file.hashCode(), 150, "Ada", "Bo, \"the\"\nfirst", "Åse 😀", "O'Hara", "", "Lie ");
                StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
                rows.forEach(row -> text.append(line(row)));
                new Place(directory).file(file + ".csv", text.toString());
                write(file + ".parquet", columns, rows);
            }
            merge("merge", "person", path("crm.csv"), path("erp.csv"), "--out", path("one"));
            Place.Result result =
                    merge("merge", "person", path("crm.parquet"), path("erp.parquet"), "--out", path("other"));
            assertThat(result.code()).as("seed %d: %s", seed, result.err()).isEqualTo(ExitCode.DONE);
            for (String name : RESULT) {
                assertThat(csv("other/" + name + ".csv"))
                        .as("seed %d, %s", seed, name)
                        .isEqualTo(csv("one/" + name + ".csv"));
            }
            assertThat(csv("one/provenance.csv")).isNotEmpty();
        }
    }

    @Test
    @Tag("R46")
    void aParquetResultHasTheRowsOfTheCsvOneWithUnknownAndBlankApartAndReplacesIt() throws Exception {
        List<List<String>> rows = people(
                3,
                200,
                "Ada",
                null,
                "",
                "a,b",
                "\"",
                "\"\"",
                "line\nline\r\nline\r",
                "NULL",
                "\\N",
                "'",
                "\t",
                "nul\0l",
                "😀");
        rows.add(Arrays.asList(" ", "no id", null, null, null));
        rows.add(Arrays.asList("early", "Ada", "Berg", "p1@x.example", "1604-01-02T03:04:05.000006Z"));
        write("crm.parquet", List.of("id", "firstname", "lastname", "email", "modified"), rows);
        new Place(directory).file("merge.yaml", """
                        files: { crm.parquet: {} }
                        out: golden
                        format: parquet
                        """);
        Place.Result text = merge("merge", "person", path("crm.parquet"), "--out", path("golden"));
        assertThat(text.code()).as(text.err()).isEqualTo(ExitCode.INCOMPLETE);
        List<List<List<String>>> expected = new ArrayList<>();
        for (String name : RESULT) {
            expected.add(csv("golden/" + name + ".csv"));
        }

        for (int round = 0; round < 2; round++) {
            Place.Result result = merge("merge", "--config", path("merge.yaml"));
            assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.INCOMPLETE);
            assertThat(result.out()).contains("refused.parquet lists them");
        }

        for (int i = 0; i < RESULT.size(); i++) {
            String name = RESULT.get(i);
            List<List<String>> found = query("SELECT * "
                    + (name.equals("provenance")
                            ? "REPLACE (strftime(time, '%Y-%m-%dT%H:%M:%S') || CASE WHEN microsecond(time) % 1000000 = 0 THEN ''"
                                    + " ELSE '.' || lpad((microsecond(time) % 1000000)::VARCHAR, 6, '0') END || 'Z' AS time) "
                            : "")
                    + "FROM 'DIR/golden/" + name + ".parquet'");
            assertThat(found).as(name).isEqualTo(expected.get(i));
        }
        assertThat(
                        query(
                                "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM 'DIR/golden/provenance.parquet')"))
                .contains(List.of("<time>", "<TIMESTAMP>"));
        assertThat(query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM 'DIR/golden/person.parquet')"))
                .contains(List.of("<records>", "<BIGINT>"), List.of("<email>", "<VARCHAR>"));
        assertThat(expected.get(0).toString()).contains("<>").contains(NULL);
        for (String name : RESULT) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("golden/" + name + ".parquet"))))
                    .isEqualTo("rw-------");
        }
        assertThat(directory.resolve("golden").toFile().list())
                .containsExactlyInAnyOrderElementsOf(
                        RESULT.stream().map(name -> name + ".parquet").toList());
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith(".talk"));
    }

    @Test
    void columnsOfOtherTypesAreTakenAsTextsAndOfNoneByTheirName() throws Exception {
        duck(
                "CREATE TABLE t AS SELECT 17.0::DOUBLE AS \"Nr\", DATE '2026-01-02' AS firstname, 12.50::DECIMAL(8,2) AS lastname,"
                        + " 'A@x.example' AS \"E-MAIL\", TIMESTAMPTZ '2026-03-01 10:00:00+02' AS modified, [1] AS unused",
                "INSERT INTO t VALUES (1.5, NULL, NULL, NULL, NULL, NULL)",
                "COPY t TO 'DIR/a[1]*.parquet' (FORMAT parquet)",
                "COPY (SELECT 18 AS id, true AS firstname, 4711::BIGINT AS lastname, 'a@x.example' AS email,"
                        + " DATE '2026-02-01' AS modified) TO 'DIR/erp.parquet' (FORMAT parquet)",
                // another file that the name would fit if its signs were taken for a pattern
                "COPY (SELECT 19 AS \"Nr\", 'x' AS \"E-MAIL\") TO 'DIR/a1x.parquet' (FORMAT parquet)");
        new Place(directory).file("merge.yaml", """
                        files:
                          "a[1]*.parquet": { system: crm, columns: { id: nr, email: e-mail } }
                          erp.parquet: { system: erp }
                        out: golden
                        """);

        Place.Result result = merge("merge", "--config", path("merge.yaml"));

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(csv("golden/person.csv"))
                .hasSize(2)
                .anySatisfy(row -> assertThat(row).contains("<2>", "<2026-01-02>", "<12.50>", "<A@x.example>"));
        assertThat(csv("golden/crosswalk.csv").toString())
                .contains("<crm>, <17>")
                .contains("<crm>, <1.5>")
                .contains("<erp>, <18>");
        assertThat(csv("golden/provenance.csv").toString())
                .contains("<won>, <2026-01-02>, <crm>, <17>, <2026-03-01T08:00:00Z>")
                .contains("<lost>, <true>, <erp>, <18>, <2026-02-01T00:00:00Z>");
    }

    @Test
    void whereDuckDbHasNoLibraryParquetIsRefusedWithWhatToDoAndCsvIsMerged() throws Exception {
        duck("COPY (SELECT 1 AS id, 'x@x.example' AS email) TO 'DIR/crm.parquet' (FORMAT parquet)");
        new Place(directory).file("erp.csv", "id,email\n1,x@x.example\n");
        String processor = System.getProperty("os.arch");
        System.setProperty("os.arch", "sparc");
        try {
            Place.Result read = merge("merge", "person", path("crm.parquet"), "--out", path("golden"));
            assertThat(read.code()).isEqualTo(ExitCode.MISCONFIGURED);
            assertThat(read.err())
                    .contains(
                            "Parquet files are read and written by DuckDB. DuckDB has no native library for this machine")
                    .contains("talk-slim.jar comes without any")
                    .contains("or use CSV files");
            Place.Result write =
                    merge("merge", "person", path("erp.csv"), "--out", path("golden"), "--format", "parquet");
            assertThat(write.code()).isEqualTo(ExitCode.MISCONFIGURED);
            assertThat(write.err()).contains("Parquet files are read and written by DuckDB");
            assertThat(directory.resolve("golden")).doesNotExist();
            assertThat(merge("merge", "person", path("erp.csv"), "--out", path("golden"))
                            .code())
                    .isEqualTo(ExitCode.DONE);
        } finally {
            System.setProperty("os.arch", processor);
        }
    }

    @Test
    void aFileThatIsCutOrHasOtherColumnsIsRefusedWithWhatToDo() throws Exception {
        duck(
                "COPY (SELECT i AS id, md5(i::VARCHAR) AS email FROM range(50000) t(i)) TO 'DIR/whole.parquet' (FORMAT parquet)",
                "COPY (SELECT 1 AS nummer, 'x' AS email) TO 'DIR/noid.parquet' (FORMAT parquet)",
                "COPY (SELECT 1 AS id, 'x' AS mail) TO 'DIR/nothing.parquet' (FORMAT parquet)",
                "COPY (SELECT 1 AS id, {'a': 1} AS firstname, 'x'::BLOB AS lastname, 'a@x.example' AS email)"
                        + " TO 'DIR/nested.parquet' (FORMAT parquet)");
        byte[] whole = Files.readAllBytes(directory.resolve("whole.parquet"));
        Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
        // the end of the file is sound, the pages are not
        byte[] damaged = whole.clone();
        for (int i = 4; i < whole.length / 2; i++) {
            damaged[i] = 0;
        }
        Files.write(directory.resolve("damaged.parquet"), damaged);
        Files.writeString(directory.resolve("text.parquet"), "id,email\n");

        Place.Result result = merge(
                "merge",
                "person",
                path("cut.parquet"),
                path("text.parquet"),
                path("noid.parquet"),
                path("nothing.parquet"),
                path("nested.parquet"),
                "--out",
                path("golden"));

        assertThat(result.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(result.err())
                .contains("cut.parquet is no complete Parquet file: it was cut")
                .contains("text.parquet is no complete Parquet file")
                .contains("noid.parquet has no column \"id\"; its columns are [nummer, email]. Name the one")
                .contains("nothing.parquet has no column of the type person; its columns are [id, mail]")
                .contains(
                        "nested.parquet: the column \"firstname\" is of the type STRUCT(a INTEGER), which has no text")
                .contains("nested.parquet: the column \"lastname\" is of the type BLOB");
        Place.Result pages = merge("merge", "person", path("damaged.parquet"), "--out", path("golden"));
        assertThat(pages.code()).isEqualTo(ExitCode.FAILED);
        assertThat(pages.err()).contains("damaged.parquet cannot be read by DuckDB: it is damaged");
        assertThat(merge("merge", "person", path("whole.parquet"), "--out", path("golden"), "--format", "orc")
                        .err())
                .contains("there is no format \"orc\"; the result is csv or parquet");
        assertThat(directory.resolve("golden")).doesNotExist();
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith(".talk"));
    }
}
