package io.sesam.talk.spi;

import io.sesam.talk.error.TalkException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The result of a connection check. It holds all problems at once.
 *
 * @param findings the findings; empty when all is well
 */
public record Check(List<Finding> findings) {
    /** The severity of a finding. */
    public enum Level {
        /** It does not work until a person acts. */
        PROBLEM,
        /** It works, but may surprise. */
        WARNING,
        /** It works as intended; worth knowing. */
        NOTE
    }

    /**
     * One finding of a check.
     *
     * @param level the severity
     * @param message what was tried, what came back, what to do
     */
    public record Finding(Level level, String message) {}

    /** Copies the list. */
    public Check {
        findings = List.copyOf(findings);
    }

    /** Returns a check without findings. */
    public static Check fine() {
        return new Check(List.of());
    }

    /** Returns a check with one problem. */
    public static Check problem(String message) {
        return new Check(List.of(new Finding(Level.PROBLEM, message)));
    }

    /** Returns a check with one warning. */
    public static Check warning(String message) {
        return new Check(List.of(new Finding(Level.WARNING, message)));
    }

    /** Returns a check with one note. */
    public static Check note(String message) {
        return new Check(List.of(new Finding(Level.NOTE, message)));
    }

    /** Runs a check. Its exception becomes a problem with the exception's message. */
    public static Check trying(Supplier<Check> trial) {
        try {
            return trial.get();
        } catch (TalkException e) {
            return problem(String.join("; ", e.problems()));
        }
    }

    /** Runs an action. Its exception becomes a problem with the exception's message. */
    public static Check attempt(Runnable attempt) {
        return trying(() -> {
            attempt.run();
            return fine();
        });
    }

    /** Combines the findings of two checks. */
    public Check and(Check other) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(other.findings);
        return new Check(all);
    }

    /** Checks for the absence of problems. Warnings and notes do not matter. */
    public boolean isFine() {
        return findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
    }
}
