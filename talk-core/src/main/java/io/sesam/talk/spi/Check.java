package io.sesam.talk.spi;

import java.util.ArrayList;
import java.util.List;

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
        WARNING
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

    /** This and the other. */
    public Check and(Check other) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(other.findings);
        return new Check(all);
    }

    /** Whether it will work; warnings do not matter. */
    public boolean isFine() {
        return findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
    }
}
