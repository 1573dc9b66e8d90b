package io.sesam.talk.cli;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Check.Level;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of a check as text and as an object. */
final class CheckReport {
    private final Map<SystemName, Check> checks;

    CheckReport(Map<SystemName, Check> checks) {
        this.checks = checks;
    }

    void print(PrintStream out) {
        int width = checks.keySet().stream()
                .mapToInt(system -> system.value().length())
                .max()
                .orElse(0);
        checks.forEach((system, check) -> {
            String name = String.format(Locale.ROOT, "%-" + width + "s", system);
            if (check.findings().isEmpty()) {
                out.println(name + "  fine");
            }
            check.findings()
                    .forEach(finding -> out.println(
                            name + "  " + finding.level().name().toLowerCase(Locale.ROOT) + ": " + finding.message()));
        });
        out.println(summary());
    }

    private String summary() {
        long broken = checks.values().stream().filter(check -> !check.isFine()).count();
        if (broken == 0) {
            return "All " + checks.size() + " will work.";
        }
        return broken + " of " + checks.size() + " will not work until they are mended; the others will.";
    }

    Map<String, Object> object() {
        Map<String, Object> systems = new LinkedHashMap<>();
        checks.forEach((system, check) -> {
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("fine", check.isFine());
            found.put("problems", messages(check, Level.PROBLEM));
            found.put("warnings", messages(check, Level.WARNING));
            found.put("notes", messages(check, Level.NOTE));
            systems.put(system.value(), found);
        });
        return Map.of("checks", systems);
    }

    private static List<String> messages(Check check, Level level) {
        return check.findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Check.Finding::message)
                .toList();
    }
}
