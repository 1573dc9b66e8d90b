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

/** The validated settings of one sink. */
record DuckDbSettings(Path path, String schema, int memory, int threads) {
    private static final Setting<Path> PATH =
            Setting.path("path").required().describedAs("the DuckDB file; created if missing");
    private static final Setting<String> SCHEMA =
            Setting.text("schema").orElse("main").describedAs("the schema for the tables in it");
    private static final Setting<Integer> MEMORY = Setting.number("memory")
            .orElse(256)
            .describedAs("the memory, in megabytes, that DuckDB may use outside the Java heap");
    private static final Setting<Integer> THREADS =
            Setting.number("threads").orElse(2).describedAs("the number of threads that DuckDB may use");

    static final List<Setting<?>> ALL = List.of(PATH, SCHEMA, MEMORY, THREADS);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final Set<String> NOT_OURS = Set.of("information_schema", "pg_catalog", "temp", "system");
    private static final int LEAST_MEMORY = 128;

    static DuckDbSettings from(Settings settings, PluginContext context) {
        DuckDbSettings read = new DuckDbSettings(
                settings.get(PATH).toAbsolutePath(), settings.get(SCHEMA), settings.get(MEMORY), settings.get(THREADS));
        List<String> problems = read.problems("sink " + context.name());
        if (context.schemas().keySet().stream().anyMatch(type -> DuckDbNames.isReserved(type.name()))) {
            problems.add("sink " + context.name() + " uses these names for its own tables: "
                    + String.join(", ", DuckDbNames.RESERVED.stream().sorted().toList())
                    + "; give the host's type another name");
        }
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
        return read;
    }

    private List<String> problems(String prefix) {
        List<String> problems = new ArrayList<>();
        if (path.toString().indexOf(';') >= 0) {
            problems.add(prefix + ": path must not contain a semicolon, which DuckDB does not accept");
        }
        if (!NAME.matcher(schema).matches() || NOT_OURS.contains(schema.toLowerCase(Locale.ROOT))) {
            problems.add(
                    prefix + ": schema must consist of letters, digits and _, begin with a letter, and not be one of"
                            + " DuckDB's own schemas");
        }
        if (memory < LEAST_MEMORY) {
            problems.add(prefix + ": memory must be at least " + LEAST_MEMORY + " megabytes");
        }
        if (threads < 1) {
            problems.add(prefix + ": threads must be at least 1");
        }
        return problems;
    }
}
