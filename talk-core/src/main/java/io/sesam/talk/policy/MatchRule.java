package io.sesam.talk.policy;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matches records by equal properties.
 *
 * @param name the rule's name, shown in explanations
 * @param properties the properties that must all agree; there is no key where any is blank or unknown
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

    /** Creates a rule named after its properties. */
    public static MatchRule same(String... properties) {
        return new MatchRule(String.join("+", properties), List.of(properties));
    }

    /** Returns the key of normalised values, or {@code null} when a property is blank or unknown. */
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
