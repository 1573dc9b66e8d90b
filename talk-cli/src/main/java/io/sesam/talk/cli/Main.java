package io.sesam.talk.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine;

/** The entry point of the talk command. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(CommandEnvironment.ofProcess(), arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(CommandEnvironment environment, String... arguments) {
        try (Interruption interruption = new Interruption()) {
            int code = TalkCommand.commandLine(environment, interruption, List.of(arguments))
                    .setOut(writer(environment.out()))
                    .setErr(writer(environment.err()))
                    .setExecutionExceptionHandler((failure, command, parsed) ->
                            FailureText.tell(failure, environment.err(), isVerbose(parsed)))
                    .execute(arguments);
            environment.out().flush();
            environment.err().flush();
            return code;
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    private static boolean isVerbose(CommandLine.ParseResult parsed) {
        return parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--verbose");
    }
}
