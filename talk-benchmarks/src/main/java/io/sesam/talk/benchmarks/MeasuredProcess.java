package io.sesam.talk.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Java process with what it costs: processor time, wall time and peak memory.
 *
 * <p>Processor time is sampled for each thread, so that the compiler and the collector can be distinguished; what a thread
 * did after the last sample, at most a tenth of a second, is missing. Linux only.
 *
 * @param status the exit status
 * @param wall seconds from start to end
 * @param work processor seconds of the program itself
 * @param compiler processor seconds of the JIT compiler
 * @param collector processor seconds of the garbage collector
 * @param peak the peak memory in MB
 */
record MeasuredProcess(int status, double wall, double work, double compiler, double collector, long peak) {
    private static final long SAMPLE_MILLIS = 100;
    /** The unit of times in /proc: fixed for programs on Linux. */
    private static final double TICKS_PER_SECOND = 100;

    /** Runs a command of this Java runtime to its end. */
    static MeasuredProcess run(List<String> command, File output) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path proc = Path.of("/proc", String.valueOf(process.pid()));
        Map<String, Sample> threads = new HashMap<>();
        long peak = 0;
        boolean ended = false;
        while (!ended) {
            ended = process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
            sample(proc.resolve("task"), threads);
            peak = Math.max(peak, peak(proc.resolve("status")));
        }
        double wall = (System.nanoTime() - start) / 1e9;
        double[] seconds = new double[3];
        threads.values().forEach(thread -> seconds[kind(thread.name())] += thread.seconds());
        return new MeasuredProcess(process.exitValue(), wall, seconds[0], seconds[1], seconds[2], peak);
    }

    private record Sample(String name, double seconds) {}

    /** Returns all processor seconds. */
    double processor() {
        return work + compiler + collector;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "processor %.1f s (work %.1f, compiler %.1f, collector %.1f), wall %.1f s, peak %d MB, status %d",
                processor(),
                work,
                compiler,
                collector,
                wall,
                peak,
                status);
    }

    private static int kind(String thread) {
        if (thread.contains("Compiler")) {
            return 1;
        }
        return thread.startsWith("GC") || thread.startsWith("G1") || thread.startsWith("VM") ? 2 : 0;
    }

    private static void sample(Path tasks, Map<String, Sample> threads) {
        File[] files = tasks.toFile().listFiles();
        for (File task : files == null ? new File[0] : files) {
            try {
                String stat = Files.readString(task.toPath().resolve("stat"));
                int close = stat.lastIndexOf(')');
                String[] fields = stat.substring(close + 2).split(" ");
                double seconds = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
                threads.put(task.getName(), new Sample(stat.substring(stat.indexOf('(') + 1, close), seconds));
            } catch (IOException e) {
                continue; // the thread has ended meanwhile
            }
        }
    }

    private static long peak(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // the process has ended meanwhile
        }
    }
}
