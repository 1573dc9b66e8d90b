package io.sesam.talk.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A benchmark of the runs after the first one, of two jars in turns: without changes, and with 100 changed rows, with 256 MB
 * of heap.
 *
 * <p>Arguments: a directory, the number of source records, the number of rounds, a runnable jar and an older one. Each jar
 * has its own systems and store in the directory; where a first sync has ended there before, it is not repeated, so that
 * large ones can be prepared. With no rounds, only the first syncs are done.
 */
public final class LaterRuns {
    private static final List<String> SIDES = List.of("now", "before");
    private static final List<String> STEPS = List.of("nothing changed", "100 rows changed");

    private LaterRuns() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        int records = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        PrintStream out = System.out;
        for (int side = 0; side < SIDES.size(); side++) {
            prepare(arguments[3 + side], spreadsheets(directory, records, side), records, out);
        }
        List<List<MeasuredProcess>> measured = new ArrayList<>();
        SIDES.forEach(side -> STEPS.forEach(step -> measured.add(new ArrayList<>())));
        for (int round = 1; round <= rounds; round++) {
            for (int side = 0; side < SIDES.size(); side++) {
                Spreadsheets spreadsheets = spreadsheets(directory, records, side);
                for (int step = 0; step < STEPS.size(); step++) {
                    if (step == 1) {
                        spreadsheets.edit(
                                100, (int) (System.currentTimeMillis() / 1000)); // never the same values again
                    }
                    MeasuredProcess one = sync(arguments[3 + side], "-Xmx256m", spreadsheets);
                    measured.get(side * STEPS.size() + step).add(one);
                    out.println("round " + round + ", " + SIDES.get(side) + ", " + STEPS.get(step) + ": " + one);
                }
            }
        }
        for (int step = 0; step < STEPS.size() && rounds > 0; step++) {
            compare(STEPS.get(step), measured.get(step), measured.get(STEPS.size() + step), out);
        }
    }

    private static Spreadsheets spreadsheets(Path directory, int records, int side) throws IOException {
        return new Spreadsheets(Files.createDirectories(directory.resolve(records + "-" + SIDES.get(side))));
    }

    private static void prepare(String jar, Spreadsheets spreadsheets, int records, PrintStream out)
            throws IOException, InterruptedException {
        Path done = spreadsheets.config().resolveSibling("first-sync-is-done");
        if (Files.exists(done)) {
            return;
        }
        spreadsheets.write((int) (records * 7L / 12), 42); // 12 records for 7 persons, on average
        MeasuredProcess first = sync(jar, "-Xmx512m", spreadsheets);
        out.println(jar + ", first run: " + first);
        Files.createFile(done);
    }

    private static MeasuredProcess sync(String jar, String heap, Spreadsheets spreadsheets)
            throws IOException, InterruptedException {
        Path report = spreadsheets.config().resolveSibling("report.json");
        MeasuredProcess one = MeasuredProcess.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-jar",
                        jar,
                        "sync",
                        "--json",
                        "--config",
                        spreadsheets.config().toString()),
                report.toFile());
        if (one.status() != 0) {
            throw new IllegalStateException(jar + " ended with status " + one.status() + ": "
                    + Files.readString(report, StandardCharsets.UTF_8));
        }
        return one;
    }

    private static void compare(String step, List<MeasuredProcess> now, List<MeasuredProcess> before, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s, medians: processor %.2f and before %.2f s, wall %.2f and %.2f s, peak %.0f and %.0f MB%n",
                step,
                median(now, MeasuredProcess::processor),
                median(before, MeasuredProcess::processor),
                median(now, MeasuredProcess::wall),
                median(before, MeasuredProcess::wall),
                median(now, MeasuredProcess::peak),
                median(before, MeasuredProcess::peak));
    }

    private static double median(List<MeasuredProcess> all, ToDoubleFunction<MeasuredProcess> value) {
        List<Double> values = new ArrayList<>();
        all.forEach(one -> values.add(value.applyAsDouble(one)));
        values.sort(null);
        return values.get(values.size() / 2);
    }
}
