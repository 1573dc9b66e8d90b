package io.sesam.talk.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in environment variables: {@code ${NAME}}, or {@code ${NAME:-default}} for one that may be missing or empty. Two
 * dollars make it plain text.
 */
final class Variables {
    private static final Pattern USE = Pattern.compile("(\\$?)\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?})?");

    private final Map<String, String> environment;
    private final List<String> problems;

    Variables(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The text with the variables filled in; what is wrong is a problem of the place. */
    String fillIn(String text, String place) {
        return USE.matcher(text).replaceAll(use -> Matcher.quoteReplacement(value(use, place)));
    }

    private String value(MatchResult use, String place) {
        if (!use.group(1).isEmpty()) {
            return use.group().substring(1);
        }
        String name = use.group(2);
        if (name == null) {
            problems.add(
                    place + ": after ${ comes the name of an environment variable and }; write $${ for a plain ${");
            return "";
        }
        String value = environment.getOrDefault(name, "");
        String otherwise = use.group(3);
        if (value.isEmpty() && otherwise == null && !environment.containsKey(name)) {
            problems.add(place + ": the environment variable " + name + " is not set");
        }
        return value.isEmpty() && otherwise != null ? otherwise : value;
    }
}
