package io.sesam.talk.benchmarks;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.query.RecordQuery;
import io.sesam.talk.store.jdbc.SqliteStorePlugin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A benchmark of what searches cost a sync that runs at the same time.
 *
 * <p>Arguments: the number of persons and of rounds. In each round a process syncs three directories of CSV files with a SQLite
 * store three times, the first run and two after a tenth of one file's rows has changed; another does the same while four searches
 * a second ask the same {@code Talk}. The two take turns in being first. Ratios of medians are printed, and how long the searches
 * took. On a machine that does other work, compare the processor seconds.
 */
public final class SearchesBesideSync {
    private static final int EVERY_MILLIS = 250;
    private static final int RUNS = 3;
    private static final String CHILD = "--child";

    private SearchesBesideSync() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(CHILD)) {
            run(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Boolean.parseBoolean(arguments[3]));
            return;
        }
        int people = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        PrintStream out = System.out;
        List<List<double[]>> measured = List.of(new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < 2; turn++) {
                int searches = (round + turn) % 2;
                measured.get(searches).add(child(people, searches == 1, out));
            }
        }
        for (int run = 0; run <= RUNS; run++) {
            double without = median(measured.get(0), run);
            double with = median(measured.get(1), run);
            out.printf(
                    Locale.ROOT,
                    "%s, medians of %d: %.2f s alone, %.2f s with searches, %+.1f %%%n",
                    run < RUNS ? "run " + (run + 1) : "processor",
                    rounds,
                    without,
                    with,
                    100 * (with / without - 1));
        }
    }

    private static double median(List<double[]> all, int run) {
        List<Double> values = new ArrayList<>();
        all.forEach(one -> values.add(one[run]));
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    /** Syncs in a process of its own. Returns the seconds of each run, and the processor seconds. */
    private static double[] child(int people, boolean searches, PrintStream out)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("talk-beside");
        Path report = directory.resolve("report.txt");
        MeasuredProcess process = MeasuredProcess.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SearchesBesideSync.class.getName(),
                        CHILD,
                        directory.toString(),
                        String.valueOf(people),
                        String.valueOf(searches)),
                report.toFile());
        double[] seconds = new double[RUNS + 1];
        seconds[RUNS] = process.processor();
        for (String line : Files.readAllLines(report)) {
            if (line.startsWith("run ")) {
                String[] words = line.split(" ", -1);
                seconds[Integer.parseInt(words[1])] = Double.parseDouble(words[2]);
            } else if (line.startsWith("searches ")) {
                out.println(line);
            }
        }
        out.println((searches ? "with searches: " : "alone: ") + process);
        return seconds;
    }

    private static void run(Path directory, int people, boolean searches) throws IOException, InterruptedException {
        PrintStream out = System.out;
        Spreadsheets files = new Spreadsheets(directory);
        files.write(people, 42);
        TalkBuilder builder = Talk.builder()
                .baseDirectory(directory)
                .store(SqliteStorePlugin.at(directory.resolve("talk.db"), Map.of(EntityType.PERSON, Person.SCHEMA)));
        Spreadsheets.SYSTEMS.forEach(system -> builder.connect(system, "csv", Map.of("directory", system)));
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        try (Talk talk = builder.build()) {
            Thread searcher = new Thread(() -> search(talk, people, times));
            searcher.setDaemon(true);
            if (searches) {
                searcher.start();
            }
            for (int run = 0; run < RUNS; run++) {
                long begun = System.nanoTime();
                talk.sync();
                out.printf(Locale.ROOT, "run %d %.3f%n", run, (System.nanoTime() - begun) / 1e9);
                files.edit(people / 20, run);
            }
            searcher.interrupt();
            searcher.join();
        }
        if (!times.isEmpty()) {
            Collections.sort(times);
            out.printf(
                    Locale.ROOT,
                    "searches %d: median %.1f ms, 95 %% within %.1f ms, longest %.1f ms%n",
                    times.size(),
                    times.get(times.size() / 2) / 1e6,
                    times.get(times.size() * 95 / 100) / 1e6,
                    times.get(times.size() - 1) / 1e6);
        }
    }

    private static void search(Talk talk, int people, List<Long> times) {
        Random random = new Random(11);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String text =
                        random.nextBoolean() ? "lastname" + random.nextInt(20_011) : "person" + random.nextInt(people);
                long begun = System.nanoTime();
                talk.records().search(RecordQuery.of("person").text(text));
                times.add(System.nanoTime() - begun);
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
