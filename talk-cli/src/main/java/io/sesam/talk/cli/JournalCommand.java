package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.store.AuditEntry;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the journal, the newest entry first. */
@Command(
        name = "journal",
        description = "Shows what was written and decided, the newest first. Asks no system. Prints values of people.")
final class JournalCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "RECORD", description = "Only of one record, such as crm/person/17.")
    private @Nullable String record;

    @Option(
            names = "--entries",
            paramLabel = "NUMBER",
            defaultValue = "50",
            description = "How many entries to show (default: ${DEFAULT-VALUE}).")
    private int entries;

    JournalCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            int limit = Math.max(1, entries);
            List<AuditEntry> journal = record == null
                    ? talk.records().journal(0, limit)
                    : talk.records().journal(CliNames.record(record), limit);
            if (options.json()) {
                JsonOutput.print(
                        Map.of(
                                "entries",
                                journal.stream().map(JournalCommand::object).toList()),
                        environment.out());
            } else {
                journal.forEach(entry -> environment.out().println(line(entry)));
            }
        }
        return ExitCode.DONE;
    }

    private static String line(AuditEntry entry) {
        StringBuilder line = new StringBuilder()
                .append(entry.time().truncatedTo(ChronoUnit.SECONDS))
                .append(' ')
                .append(entry.outcome())
                .append(' ')
                .append(entry.system())
                .append('/')
                .append(entry.type())
                .append('/')
                .append(entry.recordId() == null ? "(new)" : entry.recordId());
        Map<String, @Nullable String> before = texts(entry.before());
        texts(entry.after()).forEach((property, value) -> {
            line.append("; ").append(property).append(' ');
            if (before.get(property) != null) {
                line.append('"').append(before.get(property)).append("\" -> ");
            }
            line.append(value == null ? "nothing" : '"' + value + '"');
        });
        if (entry.reason() != null) {
            line.append("; ").append(entry.reason());
        }
        return line.append("; run ")
                .append(entry.run())
                .append(entry.actor() == null ? "" : "; by " + entry.actor())
                .toString();
    }

    private static Map<String, @Nullable Object> object(AuditEntry entry) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("time", entry.time().toString());
        object.put("run", entry.run());
        object.put("operation", entry.operation());
        object.put("outcome", entry.outcome().text());
        object.put("system", entry.system().value());
        object.put("type", entry.type().name());
        object.put("record", entry.recordId());
        object.put("before", texts(entry.before()));
        object.put("after", texts(entry.after()));
        object.put("reason", entry.reason());
        object.put("actor", entry.actor());
        return object;
    }

    /** The values of known properties; a blank one is {@code null}. */
    private static Map<String, @Nullable String> texts(Fields fields) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (int i = 0; i < fields.schema().size(); i++) {
            Object slot = fields.slot(i);
            if (slot != null) {
                texts.put(fields.schema().property(i).name(), slot == Blank.BLANK ? null : Fields.textOf(slot));
            }
        }
        return texts;
    }
}
