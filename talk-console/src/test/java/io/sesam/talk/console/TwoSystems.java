package io.sesam.talk.console;

import io.sesam.talk.Talk;
import io.sesam.talk.console.request.ConsoleUser;
import io.sesam.talk.policy.ChangeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.UnaryOperator;

/** Two directories of CSV files, a {@code Talk} over them, and its console without a server. */
final class TwoSystems implements AutoCloseable {
    final Path directory;
    final ConsoleProgress progress = new ConsoleProgress();
    final Talk talk;
    final ConsoleHandler handler;
    private final Queue<Runnable> work = new ArrayDeque<>();
    private boolean steward = true;

    TwoSystems(Path directory) throws IOException {
        this(directory, limit -> limit);
    }

    TwoSystems(Path directory, UnaryOperator<ChangeLimit> limit) throws IOException {
        this.directory = directory;
        write("crm", """
                id,firstname,lastname,email,modified
                1,Ada,Byron,ada@one.example,2026-01-02T08:00:00Z
                2,Bo,Berg,bo@one.example,2026-01-02T08:00:00Z
                3,<script>alert(1)</script>,O'Hara & Søn,script@one.example,2026-01-02T08:00:00Z
                """);
        write("erp", """
                id,firstname,lastname,email,modified
                7,Ada,Lovelace,ada@one.example,2026-03-04T08:00:00Z
                8,Cy,Dahl,cy@one.example,2026-01-02T08:00:00Z
                """);
        talk = Talk.builder()
                .store("sqlite", Map.of("path", directory.resolve("talk.db").toString()))
                .connect(
                        "crm",
                        "csv",
                        Map.of("directory", directory.resolve("crm").toString()))
                .connect(
                        "erp",
                        "csv",
                        Map.of("directory", directory.resolve("erp").toString()))
                .trust("crm", "erp")
                .changeLimit(limit.apply(ChangeLimit.defaults()))
                .progress(progress)
                .build();
        handler = ConsoleHandler.builder(
                        talk,
                        request -> request.principal()
                                .map(name -> steward ? ConsoleUser.steward(name) : ConsoleUser.reader(name)))
                .progress(progress)
                .executor(work::add)
                .build();
    }

    void write(String system, String content) throws IOException {
        Path file = directory.resolve(system).resolve("person.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    String read(String system) throws IOException {
        return Files.readString(directory.resolve(system).resolve("person.csv"));
    }

    void onlyReading() {
        steward = false;
    }

    /** Carries out the runs that pages have started. */
    void carryOut() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    /** A signed-in browser at the console. */
    Visitor visitor() {
        return new Visitor(handler, Optional.of("eva"));
    }

    @Override
    public void close() {
        talk.close();
    }
}
