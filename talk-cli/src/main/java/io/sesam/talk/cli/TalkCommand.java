package io.sesam.talk.cli;

import io.sesam.talk.cli.plugins.PluginDirectory;
import io.sesam.talk.error.TalkException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "talk",
        description = "Keeps a company's people and organisations the same in all its systems.",
        mixinStandardHelpOptions = true,
        versionProvider = TalkCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; standard error has the reason",
            "2:the command line or the settings are wrong; nothing was started",
            "3:done, but something is parked, paused or in doubt, or a check found a problem",
            "4:held by the change limit; the others went on",
            "130:interrupted; what was done is kept, and the next run goes on"
        })
final class TalkCommand implements Runnable {
    private static final String PLUGINS = "TALK_PLUGINS";
    private static final List<String> NAMES = List.of(
            "check",
            "plan",
            "apply",
            "sync",
            "status",
            "explain",
            "approve",
            "reject",
            "undo",
            "link",
            "unlink",
            "retry",
            "not-done",
            "journal",
            "erase",
            "readmit",
            "merge",
            "schema",
            "connectors",
            "report",
            "console");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "A directory of jars with further connectors, enrichers, sinks and stores; without it the"
                    + " variable " + PLUGINS + " names it.")
    private @Nullable Path plugins;

    static CommandLine commandLine(CommandEnvironment environment, Interruption interruption, List<String> arguments) {
        TalkCommand root = new TalkCommand();
        CommandLine commands = root.commands(environment, interruption, arguments);
        return commands.setExecutionStrategy(parsed -> root.execute(parsed, environment));
    }

    /** Runs a command with the plugins of a directory, where one is named. */
    @SuppressWarnings("try") // what is opened is used by the thread, not by its name
    private int execute(CommandLine.ParseResult parsed, CommandEnvironment environment) {
        Path named = plugins;
        String variable = environment.environment().getOrDefault(PLUGINS, "");
        if (named == null && variable.isEmpty()) {
            return new CommandLine.RunLast().execute(parsed);
        }
        try (PluginDirectory open = named == null
                ? PluginDirectory.open(PLUGINS, Path.of(variable))
                : PluginDirectory.open("--plugins", named)) {
            return new CommandLine.RunLast().execute(parsed);
        } catch (TalkException e) {
            throw new CommandLine.ExecutionException(spec.commandLine(), "the plugins cannot be used", e);
        }
    }

    /** Adds the command that is named first, or without one all of them; each takes its time. */
    private CommandLine commands(CommandEnvironment environment, Interruption interruption, List<String> arguments) {
        boolean isNamed = !arguments.isEmpty() && NAMES.contains(arguments.get(0));
        CommandLine line = new CommandLine(this);
        for (String name : isNamed ? arguments.subList(0, 1) : NAMES) {
            line.addSubcommand(name, command(name, environment, interruption));
        }
        return line;
    }

    private static Object command(String name, CommandEnvironment environment, Interruption interruption) {
        return switch (name) {
            case "check" -> new CheckCommand(environment);
            case "plan" -> new PlanCommand(environment, interruption);
            case "apply" -> new ApplyCommand(environment, interruption);
            case "sync" -> new SyncCommand(environment, interruption);
            case "status" -> new StatusCommand(environment);
            case "explain" -> new ExplainCommand(environment);
            case "approve" -> DecideCommand.approve(environment);
            case "reject" -> DecideCommand.reject(environment);
            case "undo" -> new UndoCommand(environment, interruption);
            case "link" -> LinkCommand.link(environment);
            case "unlink" -> LinkCommand.unlink(environment);
            case "retry" -> new RetryCommand(environment);
            case "not-done" -> new NotDoneCommand(environment);
            case "journal" -> new JournalCommand(environment);
            case "erase" -> new EraseCommand(environment, interruption);
            case "readmit" -> new ReadmitCommand(environment);
            case "merge" -> new MergeCommand(environment, interruption);
            case "schema" -> new SchemaCommand(environment);
            case "connectors" -> new PluginsCommand(environment);
            case "report" -> new ReportCommand(environment, interruption);
            case "console" -> new ConsoleCommand(environment, interruption);
            default -> throw new IllegalArgumentException("there is no command " + name);
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: " + String.join(", ", NAMES) + ".");
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TalkCommand.class.getPackage().getImplementationVersion();
            return new String[] {"talk " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
