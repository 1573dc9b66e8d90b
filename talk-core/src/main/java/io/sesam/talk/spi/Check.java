package io.sesam.talk.spi;

import io.sesam.talk.error.TalkException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What was found when a system was tried: all problems at once.
 *
 * @param findings what a person should know; empty when all is well
 */
public record Check(List<Finding> findings) {
    /** How bad it is. */
    public enum Level {
        /** It will not work until somebody acts. */
        PROBLEM,
        /** It works, but may surprise. */
        WARNING,
        /** It is as it should be, and worth seeing. */
        NOTE
    }

    /**
     * One thing a person should know.
     *
     * @param level how bad it is
     * @param message what was tried, what came back, what to do
     */
    public record Finding(Level level, String message) {}

    /** Copies the list. */
    public Check {
        findings = List.copyOf(findings);
    }

    /** All is well. */
    public static Check fine() {
        return new Check(List.of());
    }

    /** It will not work. */
    public static Check problem(String message) {
        return new Check(List.of(new Finding(Level.PROBLEM, message)));
    }

    /** It works, but may surprise. */
    public static Check warning(String message) {
        return new Check(List.of(new Finding(Level.WARNING, message)));
    }

    /** It is as it should be, and worth seeing. */
    public static Check note(String message) {
        return new Check(List.of(new Finding(Level.NOTE, message)));
    }

    /** What a trial finds; a trial that fails is a problem, in the words of the failure. */
    public static Check trying(Supplier<Check> trial) {
        try {
            return trial.get();
        } catch (TalkException e) {
            return problem(String.join("; ", e.problems()));
        }
    }

    /** Fine when an attempt succeeds; one that fails is a problem, in the words of the failure. */
    public static Check attempt(Runnable attempt) {
        return trying(() -> {
            attempt.run();
            return fine();
        });
    }

    /** This and the other. */
    public Check and(Check other) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(other.findings);
        return new Check(all);
    }

    /** Whether it will work; warnings and notes do not matter. */
    public boolean isFine() {
        return findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
    }
}
