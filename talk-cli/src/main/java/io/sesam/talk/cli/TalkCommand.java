package io.sesam.talk.cli;

import io.sesam.talk.cli.plugins.PluginDirectory;
import io.sesam.talk.error.TalkException;
import java.nio.file.Path;
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

    static CommandLine commandLine(CommandEnvironment environment, Interruption interruption) {
        TalkCommand root = new TalkCommand();
        CommandLine commands = root.commands(environment, interruption);
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

    private CommandLine commands(CommandEnvironment environment, Interruption interruption) {
        return new CommandLine(this)
                .addSubcommand(new CheckCommand(environment))
                .addSubcommand(new PlanCommand(environment, interruption))
                .addSubcommand(new ApplyCommand(environment, interruption))
                .addSubcommand(new SyncCommand(environment, interruption))
                .addSubcommand(new StatusCommand(environment))
                .addSubcommand(new ExplainCommand(environment))
                .addSubcommand("approve", DecideCommand.approve(environment))
                .addSubcommand("reject", DecideCommand.reject(environment))
                .addSubcommand(new UndoCommand(environment, interruption))
                .addSubcommand("link", LinkCommand.link(environment))
                .addSubcommand("unlink", LinkCommand.unlink(environment))
                .addSubcommand(new RetryCommand(environment))
                .addSubcommand(new NotDoneCommand(environment))
                .addSubcommand(new JournalCommand(environment))
                .addSubcommand(new EraseCommand(environment, interruption))
                .addSubcommand(new ReadmitCommand(environment))
                .addSubcommand(new MergeCommand(environment, interruption))
                .addSubcommand(new SchemaCommand(environment))
                .addSubcommand(new PluginsCommand(environment))
                .addSubcommand(new ReportCommand(environment, interruption))
                .addSubcommand(new ConsoleCommand(environment, interruption));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Name a command: check, plan, apply, sync, status, explain, journal, approve, reject,"
                        + " link, unlink, undo, retry, not-done, erase, readmit, merge, schema, connectors, report or console.");
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
