package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.PrintStream;

/** Prints why a command failed. */
final class FailureText {
    private FailureText() {}

    /** Prints the reason and returns the exit code. */
    static int tell(Exception failure, PrintStream err, boolean verbose) {
        int code = failure instanceof TalkException trouble ? tell(trouble, err) : printBug(failure, err, verbose);
        if (verbose) {
            trace(failure, err);
        }
        return code;
    }

    /** Stack traces without messages: messages of plugins may hold secrets or values (R37). */
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

    /** Without the message of the exception, which may hold secrets or values. */
    private static int printBug(Exception bug, PrintStream err, boolean verbose) {
        err.println("talk: it failed (" + bug.getClass().getSimpleName()
                + "). This is a bug in Talk or in a plugin, not in your data; please report it."
                + (verbose ? "" : " --verbose shows where."));
        return ExitCode.FAILED;
    }
}
