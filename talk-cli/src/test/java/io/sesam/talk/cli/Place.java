package io.sesam.talk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory with a settings file and spreadsheets, where the command can be run. */
final class Place {
    static final String THREE_SYSTEMS = """
            store: { kind: sqlite, path: talk.db }
            trust: [crm, accounting, staff]
            connections:
              crm: { connector: csv, settings: { directory: crm } }
              accounting:
                connector: csv
                settings:
                  directory: accounting
                  delimiter: ";"
                  encoding: windows-1252
                  columns: { person: { id: Nr, firstname: Fornavn, lastname: Etternavn, email: E-post } }
              staff:
                connector: csv
                settings: { directory: staff }
                types: { person: { fullSync: false } }
            sinks: { analytics: { sink: duckdb, settings: { path: analytics.duckdb } } }
            """;

    final Path directory;
    final Map<String, String> environment = new HashMap<>();

    Place(Path directory) {
        this.directory = directory;
    }

    /** A CRM with two people, accounting with one of them and another, and a list of staff without ids. */
    static Place withThreeSystems(Path directory) {
        return new Place(directory)
                .file("talk.yaml", THREE_SYSTEMS)
                .file("crm/person.csv", """
                        id,firstname,lastname,email,title,modified
                        1,Anna,Berg,anna@one.example,Boss,2026-01-02T08:00:00Z
                        2,Bo,,bo@one.example,,2026-01-02T08:00:00Z
                        """)
                .file(
                        "accounting/person.csv",
                        "Nr;Fornavn;Etternavn;E-post;Konto\r\n7;Bo;Sæther;BO@one.example;4711\r\n8;Åse;Lie;ase@one.example;\r\n",
                        Charset.forName("windows-1252"))
                .file("staff/person.csv", "firstname,email,gender,desk\n,anna@one.example,female,B1\n");
    }

    Place file(String name, String text) {
        return file(name, text, UTF_8);
    }

    Place file(String name, String text, Charset encoding) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(encoding));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        return read(name, UTF_8);
    }

    String read(String name, Charset encoding) {
        try {
            return Files.readString(directory.resolve(name), encoding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All spreadsheets, to the byte. */
    Map<String, String> spreadsheets() {
        Map<String, String> spreadsheets = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.map(file -> directory.relativize(file).toString())
                    .filter(name -> name.endsWith(".csv"))
                    .forEach(name -> spreadsheets.put(name, read(name, Charset.forName("ISO-8859-1"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return spreadsheets;
    }

    /** Runs the command here, with the settings file of this place. */
    Result talk(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config=" + directory.resolve("talk.yaml"));
        return anywhere(environment, all.toArray(String[]::new));
    }

    /** Runs the command here for a person at a terminal, who types this. */
    Result talkAtTerminal(String typed, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config=" + directory.resolve("talk.yaml"));
        return run(typed, environment, true, all);
    }

    /** Runs the command here with a standard input that is no terminal. */
    Result talkReading(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config=" + directory.resolve("talk.yaml"));
        return run(input, environment, false, all);
    }

    /** Runs the command with just these arguments. */
    static Result anywhere(Map<String, String> environment, String... arguments) {
        return run("", environment, false, List.of(arguments));
    }

    private static Result run(String input, Map<String, String> environment, boolean terminal, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new CommandEnvironment(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        terminal),
                arguments.toArray(String[]::new));
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** How a command ended and what it said. */
    record Result(int code, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
