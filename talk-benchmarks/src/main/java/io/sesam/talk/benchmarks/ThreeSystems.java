package io.sesam.talk.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A benchmark of the command line. Syncs persons in three directories of CSV files, in a separate process each time,
 * with 512 MB of heap: the first run, one without changes, and one with 100 changed rows.
 *
 * <p>Arguments: the runnable jar, the number of persons; then, to compare, {@code --against} an older jar and the number
 * of rounds. The two jars take turns, each with files of its own; compare processor seconds, because wall time depends on
 * what else the machine does.
 */
public final class ThreeSystems {
    private static final List<String> STEPS = List.of("first run", "nothing changed", "100 rows changed");

    private ThreeSystems() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        int against = words.indexOf("--against");
        List<Path> jars = new ArrayList<>(List.of(Path.of(words.get(0))));
        int rounds = 1;
        if (against >= 0) {
            jars.add(Path.of(words.get(against + 1)));
            rounds = words.size() > against + 2 ? Integer.parseInt(words.get(against + 2)) : 5;
            words = words.subList(0, against);
        }
        int people = words.size() > 1 ? Integer.parseInt(words.get(1)) : 200_000;
        PrintStream out = System.out;
        List<MeasuredProcess> now = new ArrayList<>();
        List<MeasuredProcess> before = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Path jar : jars) {
                out.printf(Locale.ROOT, "round %d, %s, %d people%n", round, jar.getFileName(), people);
                (jar.equals(jars.get(0)) ? now : before).addAll(steps(jar, people, out));
            }
        }
        if (jars.size() > 1) {
            compare(now, before, out);
        }
    }

    private static List<MeasuredProcess> steps(Path jar, int people, PrintStream out)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("talk-three-systems");
        Spreadsheets spreadsheets = new Spreadsheets(directory);
        spreadsheets.write(people, 42);
        List<MeasuredProcess> measured = new ArrayList<>();
        for (int step = 0; step < STEPS.size(); step++) {
            if (step == 2) {
                spreadsheets.edit(100, 1);
            }
            File report = directory.resolve("report-" + step + ".json").toFile();
            MeasuredProcess one = MeasuredProcess.run(command(jar, spreadsheets), report);
            measured.add(one);
            out.println(STEPS.get(step) + ": " + one);
            if (one.status() != 0) {
                out.println(Files.readString(report.toPath(), StandardCharsets.UTF_8)
                        .strip());
            }
        }
        out.println("the files are in " + directory);
        return measured;
    }

    private static List<String> command(Path jar, Spreadsheets spreadsheets) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                jar.toString(),
                "sync",
                "--json",
                "--config",
                spreadsheets.config().toString());
    }

    private static void compare(List<MeasuredProcess> now, List<MeasuredProcess> before, PrintStream out) {
        for (int step = 0; step < STEPS.size(); step++) {
            out.printf(
                    Locale.ROOT,
                    "%s, medians: processor %.2f times less (work alone %.2f), wall %.2f times less, peak %.0f MB, before"
                            + " %.0f MB%n",
                    STEPS.get(step),
                    median(before, step, MeasuredProcess::processor) / median(now, step, MeasuredProcess::processor),
                    median(before, step, MeasuredProcess::work) / median(now, step, MeasuredProcess::work),
                    median(before, step, MeasuredProcess::wall) / median(now, step, MeasuredProcess::wall),
                    median(now, step, MeasuredProcess::peak),
                    median(before, step, MeasuredProcess::peak));
        }
    }

    private static double median(List<MeasuredProcess> all, int step, ToDoubleFunction<MeasuredProcess> value) {
        List<Double> values = new ArrayList<>();
        for (int i = step; i < all.size(); i += STEPS.size()) {
            values.add(value.applyAsDouble(all.get(i)));
        }
        values.sort(null);
        return values.get(values.size() / 2);
    }
}
