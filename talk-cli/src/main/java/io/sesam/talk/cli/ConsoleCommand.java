package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.console.ConsoleProgress;
import io.sesam.talk.console.ConsoleServer;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the console until the process is interrupted. */
@Command(
        name = "console",
        description = "Serves web pages for a data steward on this machine, until Ctrl-C. Prints their address,"
                + " whose token is a secret. The store is in use meanwhile.")
final class ConsoleCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port (default: any free one).")
    private int port;

    @Option(
            names = "--allow-changes",
            description = "Allow syncs, decisions, undo and erasure; without it the pages only show.")
    private boolean allowChanges;

    ConsoleCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConsoleProgress progress = new ConsoleProgress();
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Talk talk = options.configuration(environment)
                        .builder()
                        .progress(progress)
                        .build();
                ConsoleServer server = ConsoleServer.builder(talk)
                        .port(port)
                        .allowChanges(allowChanges)
                        .user(environment.environment().getOrDefault("USER", "console"))
                        .progress(progress)
                        .start()) {
            interruption.then(interrupted::countDown);
            interruption.cancels(talk);
            environment.out().println(server.address());
            environment.out().flush();
            interrupted.await();
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "port " + port
                            + " cannot be opened on this machine; it may be in use. Choose another with --port.");
        }
        return ExitCode.DONE;
    }
}
