package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Another program that opens the file, or dies writing it. */
final class OtherProcess implements AutoCloseable {
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    static OtherProcess holding(Path file) {
        OtherProcess other = start("hold", file);
        try {
            new BufferedReader(new InputStreamReader(other.process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return other;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void diesWhileRebuilding(Path file) {
        try (OtherProcess other = start("die", file)) {
            other.process.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Checks and opens the sink with another class path, and returns what both say, errors included. */
    static String tries(Path file, String classPath) throws IOException {
        Process process =
                command("try", file, classPath).redirectErrorStream(true).start();
        try (OtherProcess other = new OtherProcess(process)) {
            return new String(other.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs in the other process. */
    public static void main(String[] arguments) throws Exception {
        DuckDbPlace place = new DuckDbPlace(Path.of(arguments[1]));
        if (arguments[0].equals("hold")) {
            hold(place);
        } else if (arguments[0].equals("try")) {
            attempt(place);
        } else {
            die(place);
        }
    }

    private static void attempt(DuckDbPlace place) {
        try (Sink sink = place.open(SinkSamples.context())) {
            System.out.println(sink.check());
            sink.prepare();
            System.out.println("prepared");
        } catch (TalkException e) {
            System.out.println(e.code() + " " + e.getMessage());
        }
    }

    private static void hold(DuckDbPlace place) throws IOException, SQLException {
        try (Connection connection = place.connect()) {
            System.out.println(connection.getCatalog());
            System.in.read();
        }
    }

    private static void die(DuckDbPlace place) {
        Sink sink = place.open(SinkSamples.context());
        sink.prepare();
        Sink.Rebuild rebuild = sink.rebuild();
        for (int i = 0; i < 150; i++) {
            rebuild.add(SinkSamples.batch(thousand(i)));
        }
        Runtime.getRuntime().halt(9);
    }

    private static SinkChange[] thousand(int number) {
        return IntStream.range(number * 1000, number * 1000 + 1000)
                .mapToObj(i -> SinkSamples.person("new " + i, "New", i))
                .toArray(SinkChange[]::new);
    }

    private static ProcessBuilder command(String what, Path file, String classPath) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                OtherProcess.class.getName(),
                what,
                file.toString());
    }

    private static OtherProcess start(String what, Path file) {
        try {
            return new OtherProcess(command(what, file, System.getProperty("java.class.path"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
