package io.sesam.talk.benchmarks;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.jdbc.SqliteStorePlugin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A benchmark of incremental runs. Measures the cost of finding a hundred changes among ever more records in a SQLite
 * store: time, rows read and written, and bytes read and written, in a separate process with 256 MB of heap for each
 * run.
 *
 * <p>Arguments: the numbers of records, half of them in each of two systems; a leading {@code sink} adds a DuckDB file.
 */
public final class IncrementalCost {
    private static final int RUNS = 5;
    private static final String HEAP = "-Xmx256m";

    private IncrementalCost() {}

    /** Runs the benchmark. It calls itself with a directory, the number of persons, and the number of the run. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("child")) {
            child(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), arguments[4]);
            return;
        }
        boolean sink = arguments[0].equals("sink");
        PrintStream out = System.out;
        out.println("| records | run | open ms | sync ms | close ms | rows asked for | rows remembered | KB read | KB"
                + " written | writes | process s |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String records : Arrays.asList(arguments).subList(sink ? 1 : 0, arguments.length)) {
            Path directory = Files.createTempDirectory("talk-incremental-cost");
            for (int run = 0; run <= RUNS; run++) {
                out.println("| " + records + " | " + run(directory, Integer.parseInt(records) / 2, run, sink) + " |");
            }
        }
    }

    private static String run(Path directory, int people, int run, boolean sink)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                IncrementalCost.class.getName(),
                "child"));
        command.addAll(
                List.of(directory.toString(), Integer.toString(people), Integer.toString(run), Boolean.toString(sink)));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("run " + run + " failed: " + output);
        }
        return String.format(Locale.ROOT, "%s | %.1f", output, (System.nanoTime() - start) / 1e9);
    }

    private static void child(Path directory, int people, int run, String sink) throws IOException {
        CountedStore counted = new CountedStore();
        long[] before = transferred();
        long start = System.nanoTime();
        Store store = SqliteStorePlugin.at(directory.resolve("talk.db"), Map.of(EntityType.PERSON, Person.SCHEMA));
        TalkBuilder builder = Talk.builder()
                .baseDirectory(directory)
                .store(counted.over(store))
                .connect("crm", new GeneratedPeople(people, run, true), Map.of())
                .connect("erp", new GeneratedPeople(people, run, false), Map.of())
                .trust("crm", "erp");
        if (Boolean.parseBoolean(sink)) {
            builder.sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"));
        }
        long opened;
        long synced;
        SyncReport report;
        try (Talk talk = builder.build()) {
            opened = System.nanoTime();
            report = talk.sync();
            synced = System.nanoTime();
        }
        long closed = System.nanoTime();
        long[] after = transferred();
        System.out.printf(
                Locale.ROOT,
                "%s | %d | %d | %d | %d | %d | %d | %d | %d",
                run == 0 ? "first" : "100 changes",
                (opened - start) / 1_000_000,
                (synced - opened) / 1_000_000,
                (closed - synced) / 1_000_000,
                counted.rows(),
                counted.remembered(),
                (after[0] - before[0]) / 1024,
                (after[1] - before[1]) / 1024,
                report.writes());
    }

    /** Returns the bytes read and written by this process. Through files, including pages in the system's cache. */
    private static long[] transferred() throws IOException {
        long[] bytes = new long[2];
        Path io = Path.of("/proc/self/io");
        if (Files.exists(io)) {
            for (String line : Files.readAllLines(io)) {
                if (line.startsWith("rchar: ")) {
                    bytes[0] = Long.parseLong(line.substring(7));
                } else if (line.startsWith("wchar: ")) {
                    bytes[1] = Long.parseLong(line.substring(7));
                }
            }
        }
        return bytes;
    }
}
