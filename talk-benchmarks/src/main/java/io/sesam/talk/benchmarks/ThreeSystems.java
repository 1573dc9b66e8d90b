package io.sesam.talk.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A benchmark of the command line. Syncs persons in three directories of CSV files, in a separate process each time,
 * with 512 MB of heap: the first run, one without changes, and one with 100 changed rows.
 *
 * <p>Arguments: the runnable jar, the number of persons.
 */
public final class ThreeSystems {
    private ThreeSystems() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(arguments[0]);
        int people = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200_000;
        Path directory = Files.createTempDirectory("talk-three-systems");
        PrintStream out = System.out;
        Spreadsheets spreadsheets = new Spreadsheets(directory);
        spreadsheets.write(people, 42);
        double first = sync(jar, spreadsheets, out, "first run");
        sync(jar, spreadsheets, out, "nothing changed");
        spreadsheets.edit(100, 1);
        double changed = sync(jar, spreadsheets, out, "100 rows changed");
        out.printf(Locale.ROOT, "%d people: the first run takes %.1f times as long%n", people, first / changed);
        out.println("the files are in " + directory);
    }

    private static double sync(Path jar, Spreadsheets spreadsheets, PrintStream out, String what)
            throws IOException, InterruptedException {
        File report = Files.createTempFile("talk-report", ".json").toFile();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        jar.toString(),
                        "sync",
                        "--json",
                        "--config",
                        spreadsheets.config().toString())
                .redirectOutput(report)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int status = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(Locale.ROOT, "%s: %.1f s, status %d%n", what, seconds, status);
        out.println(Files.readString(report.toPath(), StandardCharsets.UTF_8).strip());
        return seconds;
    }
}
