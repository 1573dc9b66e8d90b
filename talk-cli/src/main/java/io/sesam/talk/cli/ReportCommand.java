package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.console.ConsoleReport;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes overview, quality and plan into one HTML file. */
@Command(
        name = "report",
        description =
                "Writes state, quality and plan into one HTML file to be mailed. Reads what is new in every system; writes"
                        + " to none. The file holds values of people, unless --no-plan is given.")
final class ReportCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "The file, ending in .html; an earlier report is replaced.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Option(names = "--no-plan", description = "Leave out the plan, and ask no system.")
    private boolean withoutPlan;

    ReportCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        if (!out.toString().endsWith(".html") || Files.isDirectory(out) || Files.isSymbolicLink(out)) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, out + " must be a file that ends in .html, and no link or directory");
        }
        try (Talk talk = options.configuration(environment).builder().build()) {
            interruption.cancels(talk);
            requireReport();
            StringWriter html = new StringWriter();
            ConsoleReport.of(talk, Clock.systemUTC()).write(html, !withoutPlan);
            if (Files.notExists(out, LinkOption.NOFOLLOW_LINKS)) {
                PrivateFiles.create(out);
            }
            PrivateFiles.restrict(out);
            Files.writeString(out, html.toString(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    out + " cannot be written: " + e.getClass().getSimpleName());
        }
        return ExitCode.DONE;
    }

    /** Checks that a file which would be replaced is a report. */
    private void requireReport() throws IOException {
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            byte[] head;
            try (InputStream in = Files.newInputStream(out)) {
                head = in.readNBytes(1_000);
            }
            if (!new String(head, StandardCharsets.UTF_8).contains("<title>" + ConsoleReport.TITLE)) {
                throw new TalkException(
                        ErrorCode.CONFIGURATION, out + " is there and is no report of Talk; name another file");
            }
        }
    }
}
