package io.sesam.talk.benchmarks;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark of one large CSV file. Runs the command line with 512 MB of heap: a check, the first sync with a small file
 * beside it, one without changes, and one that writes 100 rows.
 *
 * <p>Arguments: the runnable jar, the number of rows.
 */
public final class LargeSpreadsheet {
    private static final int OTHERS = 2000;
    private static final int EDITED = 100;

    private LargeSpreadsheet() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(arguments[0]);
        int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        Path directory = Files.createTempDirectory("talk-large-spreadsheet");
        PrintStream out = System.out;
        write(directory, rows);
        Path large = directory.resolve("large").resolve("person.csv");
        out.printf(Locale.ROOT, "%d rows, %d MB%n", rows, Files.size(large) / 1_000_000);
        talk(jar, directory, out, "check", "check");
        talk(jar, directory, out, "first sync", "sync");
        talk(jar, directory, out, "nothing changed", "sync");
        edit(directory.resolve("small").resolve("person.csv"));
        talk(jar, directory, out, EDITED + " rows written", "sync");
        out.println("the files are in " + directory);
    }

    private static void write(Path directory, int rows) throws IOException {
        Path large = Files.createDirectories(directory.resolve("large"));
        try (BufferedWriter out = Files.newBufferedWriter(large.resolve("person.csv"))) {
            out.write("id,firstname,lastname,email,gender,modified,title,note\n");
            for (int row = 0; row < rows; row++) {
                out.write(String.format(
                        Locale.ROOT,
                        "C%08d,\u00c5se%d,\"Nordmann %d, jr.\",%s,%s,2026-01-%02dT10:%02d:00Z,Head of department %d,"
                                + "Some note about the customer that nothing uses row %d%n",
                        row,
                        row % 5000,
                        row % 20_011,
                        email(row),
                        row % 2 == 0 ? "M" : "F",
                        1 + row % 28,
                        row % 60,
                        row % 100,
                        row));
            }
        }
        Path small = Files.createDirectories(directory.resolve("small"));
        List<String> others = new ArrayList<>(List.of("id,firstname,email"));
        for (int row = 0; row < OTHERS; row++) {
            int same = row * Math.max(1, rows / OTHERS);
            others.add(row + ",\u00c5se" + same % 5000 + "," + email(same));
        }
        Files.write(small.resolve("person.csv"), others);
        Files.writeString(directory.resolve("talk.yaml"), """
                store: { kind: sqlite, path: talk.db }
                trust: [large, small]
                connections:
                  large: { connector: csv, settings: { directory: large } }
                  small: { connector: csv, settings: { directory: small }, types: { person: { share: false } } }
                """);
    }

    private static String email(int row) {
        return "person" + row + "@company" + row % 997 + ".example";
    }

    private static void edit(Path file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        for (int row = 0; row < EDITED; row++) {
            int line = 1 + row * (OTHERS / EDITED);
            lines.set(line, lines.get(line).replaceFirst(",[^,]*,", ",Edited" + row + ","));
        }
        Files.write(file, lines);
    }

    private static void talk(Path jar, Path directory, PrintStream out, String what, String command)
            throws IOException, InterruptedException {
        File report = Files.createTempFile("talk-report", ".txt").toFile();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        command,
                        "--config",
                        directory.resolve("talk.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(report)
                .start();
        int status = process.waitFor();
        out.printf(Locale.ROOT, "%s: %.1f s, status %d%n", what, (System.nanoTime() - start) / 1e9, status);
    }
}
