package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings of one sink, found right. */
record DuckDbSettings(Path path, String schema, int memory, int threads) {
    private static final Setting<Path> PATH =
            Setting.path("path").required().describedAs("the DuckDB file; made when it is missing");
    private static final Setting<String> SCHEMA =
            Setting.text("schema").orElse("main").describedAs("the schema in it that holds the tables");
    private static final Setting<Integer> MEMORY =
            Setting.number("memory").orElse(256).describedAs("how many megabytes DuckDB may use beside the Java heap");
    private static final Setting<Integer> THREADS =
            Setting.number("threads").orElse(2).describedAs("how many threads DuckDB may use");

    static final List<Setting<?>> ALL = List.of(PATH, SCHEMA, MEMORY, THREADS);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final Set<String> NOT_OURS = Set.of("information_schema", "pg_catalog", "temp", "system");
    private static final int LEAST_MEMORY = 128;

    static DuckDbSettings from(Settings settings, PluginContext context) {
        DuckDbSettings read = new DuckDbSettings(
                settings.get(PATH).toAbsolutePath(), settings.get(SCHEMA), settings.get(MEMORY), settings.get(THREADS));
        List<String> problems = read.problems("sink " + context.name());
        if (context.schemas().keySet().stream().anyMatch(type -> DuckDbNames.isReserved(type.name()))) {
            problems.add("sink " + context.name() + " keeps tables of its own by the names "
                    + String.join(", ", DuckDbNames.RESERVED.stream().sorted().toList())
                    + "; give the host's type another name");
        }
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
        return read;
    }

    private List<String> problems(String who) {
        List<String> problems = new ArrayList<>();
        if (path.toString().indexOf(';') >= 0) {
            problems.add(who + ": DuckDB takes no path with a semicolon");
        }
        if (!NAME.matcher(schema).matches() || NOT_OURS.contains(schema.toLowerCase(Locale.ROOT))) {
            problems.add(
                    who + ": schema must be letters, digits and _, beginning with a letter, and none of DuckDB's own");
        }
        if (memory < LEAST_MEMORY) {
            problems.add(who + ": memory must be at least " + LEAST_MEMORY + " megabytes");
        }
        if (threads < 1) {
            problems.add(who + ": threads must be at least 1");
        }
        return problems;
    }
}
