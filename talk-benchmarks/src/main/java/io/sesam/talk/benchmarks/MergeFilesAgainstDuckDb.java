package io.sesam.talk.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A benchmark of {@code talk merge} against SQL in DuckDB: the same CSV files in, the same golden records, crosswalk and
 * provenance out. Each side runs in a process of its own, in turns; the outcomes are compared.
 *
 * <p>Arguments: the path of {@code talk.jar}, the number of persons, the number of rounds, the memory of the merge such as
 * {@code 1g}. The time of each value is its own, so that no rule for ties is compared. Exits with status 1 when the
 * outcomes differ.
 */
public final class MergeFilesAgainstDuckDb {
    private static final String PART = """
            SELECT '%1$s' AS system, id, nullif(trim(firstname), '') AS f, nullif(trim(lastname), '') AS l,
                   nullif(trim(email), '') AS e, upper(gender) AS g, modified AS t,
                   coalesce(nullif(lower(trim(email)), ''), '%1$s#' || id) AS k
            FROM read_csv('%2$s/%1$s.csv', header = true, columns = {'id': 'VARCHAR', 'firstname': 'VARCHAR',
                 'lastname': 'VARCHAR', 'email': 'VARCHAR', 'gender': 'VARCHAR', 'modified': 'TIMESTAMP'})""";
    private static final String GOLDEN = """
            CREATE TEMP TABLE golden AS
            SELECT k, md5(min(system || '/' || id)) AS gid, count(*) AS n,
                   arg_max(f, t) FILTER (f IS NOT NULL) AS f, max(t) FILTER (f IS NOT NULL) AS ft,
                   arg_max(l, t) FILTER (l IS NOT NULL) AS l, max(t) FILTER (l IS NOT NULL) AS lt,
                   arg_max(e, t) FILTER (e IS NOT NULL) AS e, max(t) FILTER (e IS NOT NULL) AS et,
                   arg_max(g, t) FILTER (g IS NOT NULL) AS g, max(t) FILTER (g IS NOT NULL) AS gt
            FROM person GROUP BY k""";
    private static final String CLAIMS = """
            SELECT 'person' AS type, gid, '%2$s' AS property, CASE WHEN t = %1$st THEN 'won' ELSE 'lost' END AS outcome,
                   p.%1$s AS value, system, id, t AS time, 'newest' AS rule
            FROM person p JOIN golden USING (k)
            WHERE n > 1 AND p.%1$s IS NOT NULL AND (t = %1$st OR lower(p.%1$s) <> lower(golden.%1$s))""";

    private MergeFilesAgainstDuckDb() {}

    /** Runs the benchmark, or one side of it. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        if (arguments[0].equals("duckdb")) {
            duckDb(Path.of(arguments[1]));
            return;
        }
        String jar = arguments[0];
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        String memory = arguments.length > 3 ? arguments[3] : "1g";
        Path directory = Files.createTempDirectory("talk-merge-files");
        write(directory, count);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> talk = new ArrayList<>(List.of(java, "-Xmx" + memory, "-XX:+UseParallelGC", "-jar", jar, "merge"));
        talk.add("person");
        RawPerson.SYSTEMS.forEach(
                system -> talk.add(directory.resolve(system + ".csv").toString()));
        talk.addAll(List.of(
                "--quiet",
                "--threads",
                "2",
                "--new-ids",
                "--out",
                directory.resolve("golden").toString()));
        List<String> duck = List.of(
                java,
                "-Xmx200m",
                "-cp",
                System.getProperty("java.class.path"),
                MergeFilesAgainstDuckDb.class.getName(),
                "duckdb",
                directory.toString());
        PrintStream out = System.out;
        double[] wall = new double[rounds];
        double[] processor = new double[rounds];
        double[] peak = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            File log = directory.resolve("log.txt").toFile();
            MeasuredProcess own = MeasuredProcess.run(talk, log);
            MeasuredProcess other = MeasuredProcess.run(duck, log);
            out.printf("round %d: talk %s%n         duckdb %s%n", round + 1, own, other);
            wall[round] = other.wall() / own.wall();
            processor[round] = other.processor() / own.processor();
            peak[round] = (double) own.peak() / other.peak();
            if (own.status() != 0 || other.status() != 0 || !same(directory)) {
                out.println("a side failed, or the outcomes differ");
                System.exit(1);
            }
        }
        delete(directory);
        out.printf(
                Locale.ROOT,
                "%d persons, medians: talk is %.2f times as fast by the wall clock, %.2f times by the processor, with %.2f of the"
                        + " memory; the outcomes are equal%n",
                count,
                median(wall),
                median(processor),
                median(peak));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /**
     * Persons of four systems; a third of them are in several. None is twice in one system, because SQL has no rule for
     * records of one system that contradict each other; no cell but the address is ever empty.
     */
    private static void write(Path directory, int count) throws IOException {
        Random random = new Random(42);
        List<List<String>> rows = new ArrayList<>();
        RawPerson.SYSTEMS.forEach(system -> rows.add(new ArrayList<>()));
        for (String system : RawPerson.SYSTEMS) {
            Files.writeString(directory.resolve(system + ".csv"), "id,firstname,lastname,email,gender,modified\n");
        }
        List<Integer> systems = new ArrayList<>(List.of(0, 1, 2, 3));
        int person = 0;
        for (int i = 0; i < count; person++) {
            int share = random.nextInt(100);
            int copies = Math.min(count - i, share < 65 ? 1 : share < 85 ? 2 : share < 95 ? 3 : 4);
            String email = copies == 1 && random.nextInt(15) == 0
                    ? ""
                    : "person" + person + "@company" + person % 997 + ".example";
            Collections.shuffle(systems, random);
            for (int copy = 0; copy < copies; copy++, i++) {
                rows.get(systems.get(copy))
                        .add(i + ",First" + random.nextInt(5000) + ",Lastname" + random.nextInt(20_000) + ","
                                + (random.nextInt(6) == 0 ? email.toUpperCase(Locale.ROOT) : email) + ","
                                + (random.nextBoolean() ? "male" : "female") + ","
                                + Instant.ofEpochSecond(1_577_836_800L + i * 48_271L % 100_000_007));
            }
            if (i % 100_000 < copies || i == count) {
                for (int system = 0; system < rows.size(); system++) {
                    Collections.shuffle(rows.get(system), random);
                    Files.write(
                            directory.resolve(RawPerson.SYSTEMS.get(system) + ".csv"),
                            rows.get(system),
                            StandardOpenOption.APPEND);
                    rows.get(system).clear();
                }
            }
        }
    }

    private static void duckDb(Path directory) throws SQLException {
        String input = String.join(
                " UNION ALL ",
                RawPerson.SYSTEMS.stream()
                        .map(system -> PART.formatted(system, directory))
                        .toList());
        String claims = String.join(
                " UNION ALL ",
                CLAIMS.formatted("f", "firstname"),
                CLAIMS.formatted("l", "lastname"),
                CLAIMS.formatted("e", "email"),
                CLAIMS.formatted("g", "gender"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET preserve_insertion_order = false");
            statement.execute("SET threads = 2");
            statement.execute("CREATE TEMP TABLE person AS " + input);
            statement.execute(GOLDEN);
            copy(statement, "SELECT gid, n, f, l, e, g FROM golden", directory.resolve("duckdb-person.csv"));
            copy(
                    statement,
                    "SELECT 'person' AS type, gid, system, id FROM person JOIN golden USING (k)",
                    directory.resolve("duckdb-crosswalk.csv"));
            copy(statement, claims, directory.resolve("duckdb-provenance.csv"));
        }
    }

    private static void copy(Statement statement, String sql, Path file) throws SQLException {
        statement.execute("COPY (" + sql + ") TO '" + file + "' (HEADER)");
    }

    /** Compares the files, whatever their order, without the ids and the spelling of times. */
    private static boolean same(Path directory) throws IOException {
        boolean same = true;
        for (String file : List.of("person.csv", "crosswalk.csv", "provenance.csv")) {
            long own = checksum(directory.resolve("golden").resolve(file), file);
            same &= own == checksum(directory.resolve("duckdb-" + file), file);
        }
        return same;
    }

    private static long checksum(Path path, String kind) throws IOException {
        long sum = 0;
        try (BufferedReader in = Files.newBufferedReader(path)) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = line.replace("\"\"", "").split(",", -1);
                List<String> compared = switch (kind) {
                    case "person.csv" -> List.of(cells).subList(1, 6);
                    case "crosswalk.csv" -> List.of(cells).subList(2, 4);
                    default -> List.of(cells).subList(2, 7);
                };
                sum += compared.hashCode() * 0x9E3779B97F4A7C15L;
            }
        }
        return sum;
    }
}
