package io.sesam.talk.policy;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that agree in these properties are the same.
 *
 * @param name the rule's name, for explanations
 * @param properties the properties that must all agree; where any is blank or unknown, there is no key
 */
public record MatchRule(String name, List<String> properties) {
    private static final char BETWEEN = '\u001f';

    /** Copies the list. */
    public MatchRule {
        properties = List.copyOf(properties);
        if (properties.isEmpty()) {
            throw new IllegalArgumentException("the match rule " + name + " names no property");
        }
    }

    /** A rule named after its properties. */
    public static MatchRule same(String... properties) {
        return new MatchRule(String.join("+", properties), List.of(properties));
    }

    /** The key that normalised values make, or {@code null} when one of the properties says nothing. */
    public @Nullable String key(Fields values) {
        Schema schema = values.schema();
        if (properties.size() == 1) {
            return text(values, schema.index(properties.get(0)));
        }
        StringBuilder key = new StringBuilder();
        for (String property : properties) {
            String part = text(values, schema.index(property));
            if (part == null) {
                return null;
            }
            key.append(part).append(BETWEEN);
        }
        return key.toString();
    }

    private static @Nullable String text(Fields values, int index) {
        return values.isKnown(index) ? String.valueOf(values.slot(index)) : null;
    }
}
