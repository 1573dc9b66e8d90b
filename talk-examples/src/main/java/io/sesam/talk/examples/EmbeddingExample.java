package io.sesam.talk.examples;

import io.sesam.talk.Talk;
import io.sesam.talk.result.SyncReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** An application that embeds Talk. Keeps two directories of spreadsheets in sync. */
public final class EmbeddingExample {
    private EmbeddingExample() {}

    /** Syncs {@code crm} and {@code accounting} in a directory. Each contains a {@code person.csv}. */
    public static void main(String[] arguments) {
        run(Path.of(arguments[0]), System.out::println);
    }

    static void run(Path directory, Consumer<String> out) {
        try (Talk talk = Talk.builder()
                .baseDirectory(directory)
                .store("sqlite", Map.of("path", "talk.db"))
                .connect("crm", "csv", Map.of("directory", "crm"))
                .connect("accounting", "csv", Map.of("directory", "accounting"))
                .trust("crm", "accounting")
                .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
                .build()) {
            SyncReport report = talk.sync();
            report.golden().forEach((type, golden) -> out.accept(golden.total() + " of type " + type));
            report.written()
                    .forEach((system, types) -> types.forEach((type, written) -> out.accept(system + " " + type + ": "
                            + written.inserted() + " new, " + written.updated() + " changed")));
            report.paused().forEach((system, reason) -> out.accept(system + " is paused: " + reason));
        }
    }
}
