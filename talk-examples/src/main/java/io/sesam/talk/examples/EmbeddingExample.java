package io.sesam.talk.examples;

import io.sesam.talk.Talk;
import io.sesam.talk.result.SyncReport;
import java.nio.file.Path;
import java.util.Map;

/** Keeps two directories of CSV files in sync. */
public final class EmbeddingExample {
    private EmbeddingExample() {}

    /** Syncs {@code crm} and {@code accounting} in a directory. Each contains a {@code person.csv}. */
    public static void main(String[] arguments) {
        System.out.println(sync(Path.of(arguments[0])).text());
    }

    static SyncReport sync(Path directory) {
        try (Talk talk = Talk.builder()
                .baseDirectory(directory)
                .store("sqlite", Map.of("path", "talk.db"))
                .connect("crm", "csv", Map.of("directory", "crm"))
                .connect("accounting", "csv", Map.of("directory", "accounting"))
                .trust("crm", "accounting")
                .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
                .build()) {
            return talk.sync();
        }
    }
}
