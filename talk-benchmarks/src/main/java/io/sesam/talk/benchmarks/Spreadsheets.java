package io.sesam.talk.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Generated persons in three directories of CSV files. Each person is in one, two or all three of them. */
final class Spreadsheets {
    static final List<String> SYSTEMS = List.of("crm", "accounting", "staff");

    private final Path directory;

    Spreadsheets(Path directory) {
        this.directory = directory;
    }

    /** Writes the files and a settings file. */
    void write(int people, long seed) throws IOException {
        for (int system = 0; system < SYSTEMS.size(); system++) {
            Path own = Files.createDirectories(directory.resolve(SYSTEMS.get(system)));
            Random random = new Random(seed);
            try (BufferedWriter out = Files.newBufferedWriter(own.resolve("person.csv"))) {
                out.write("id,firstname,lastname,email,gender,note\n");
                for (int person = 0; person < people; person++) {
                    int knownTo = 1 + random.nextInt(7);
                    if ((knownTo & 1 << system) != 0) {
                        out.write(row(person, system));
                    }
                }
            }
        }
        Files.writeString(config(), settings());
    }

    Path config() {
        return directory.resolve("talk.yaml");
    }

    private static String row(int person, int system) {
        String email = "person" + person + "@company" + person % 997 + ".example";
        return String.join(
                        ",",
                        String.valueOf(person),
                        system == 1 ? "" : "First" + person % 5000,
                        system == 2 ? "" : "Lastname" + person % 20_011,
                        system == 0 ? email : email.toUpperCase(Locale.ROOT),
                        system == 2 ? "M" : "",
                        "row " + person)
                + "\n";
    }

    private static String settings() {
        StringBuilder yaml = new StringBuilder(
                        "store: { kind: sqlite, path: talk.db }\ntrust: [crm, accounting, staff]\n")
                .append("connections:\n");
        SYSTEMS.forEach(system -> yaml.append("  ")
                .append(system)
                .append(": { connector: csv, settings: { directory: ")
                .append(system)
                .append(" } }\n"));
        return yaml.append("sinks:\n  analytics: { sink: duckdb, settings: { path: analytics.duckdb } }\n")
                .toString();
    }

    /** Changes last names in some rows of one file. The rows are spread over the whole file. */
    void edit(int rows, int round) throws IOException {
        Path file = directory.resolve("crm").resolve("person.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        int step = (lines.size() - 1) / rows;
        for (int row = 0; row < rows; row++) {
            int line = 1 + row * step;
            String[] cells = lines.get(line).split(",", -1);
            cells[2] = "Edited" + round + "x" + row;
            lines.set(line, String.join(",", cells));
        }
        Files.write(file, lines);
    }
}
