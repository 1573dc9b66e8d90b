package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.PrintStream;

/** Tells a person why a command could not do its work. */
final class FailureText {
    private FailureText() {}

    /** Tells, and answers the exit code. */
    static int tell(Exception failure, PrintStream err, boolean verbose) {
        int code = failure instanceof TalkException trouble ? tell(trouble, err) : tellMistake(failure, err, verbose);
        if (verbose) {
            trace(failure, err);
        }
        return code;
    }

    /** Where it happened, without the messages: of those of plugins nobody knows what is in them (R37). */
    private static void trace(Throwable failure, PrintStream err) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            err.println(cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                err.println("    at " + frame);
            }
        }
    }

    private static int tell(TalkException trouble, PrintStream err) {
        if (trouble.code() == ErrorCode.CONFIGURATION) {
            err.println("The settings are not right; nothing was started.");
            trouble.problems().forEach(problem -> err.println("  " + problem));
        } else {
            trouble.problems().forEach(problem -> err.println("talk: " + problem));
        }
        return ExitCode.of(trouble.code());
    }

    /** Without the message of the exception, which nobody wrote for a stranger's eyes. */
    private static int tellMistake(Exception mistake, PrintStream err, boolean verbose) {
        err.println("talk: it failed (" + mistake.getClass().getSimpleName()
                + "); this is a mistake in Talk or in a plugin, not in your data."
                + (verbose ? "" : " --verbose shows where."));
        return ExitCode.FAILED;
    }
}
