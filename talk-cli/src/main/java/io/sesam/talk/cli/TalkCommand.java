package io.sesam.talk.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    static CommandLine commandLine(CommandEnvironment environment, Interruption interruption) {
        return new CommandLine(new TalkCommand())
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
