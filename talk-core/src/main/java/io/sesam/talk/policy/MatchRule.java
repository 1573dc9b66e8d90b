package io.sesam.talk.policy;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matches records by equal properties.
 *
 * @param name the rule's name, shown in explanations
 * @param properties the properties that must all agree; there is no key where any is blank, unknown or a placeholder
 * @param forms the comparison forms by property; {@link KeyForm#VISIBLE} where none is named
 */
public record MatchRule(String name, List<String> properties, Map<String, KeyForm> forms) {
    private static final char BETWEEN = '\u001f';
    /** The most keys of one record by one rule. */
    private static final int MOST = 32;

    /** Copies the list. */
    public MatchRule {
        properties = List.copyOf(properties);
        forms = Map.copyOf(forms);
        if (properties.isEmpty()) {
            throw new IllegalArgumentException("the match rule " + name + " names no property");
        }
    }

    /** Creates a rule that compares the visible characters. */
    public MatchRule(String name, List<String> properties) {
        this(name, properties, Map.of());
    }

    /** Creates a rule named after its properties. */
    public static MatchRule same(String... properties) {
        return new MatchRule(String.join("+", properties), List.of(properties));
    }

    /** Sets the comparison form of one property. */
    public MatchRule comparing(String property, KeyForm form) {
        if (!properties.contains(property)) {
            throw new IllegalArgumentException(
                    "the match rule " + name + " has no property \"" + property + "\"; it has " + properties);
        }
        Map<String, KeyForm> more = new TreeMap<>(forms);
        more.put(property, form);
        return new MatchRule(name, properties, more);
    }

    /** Returns the key of values, or {@code null} when a property is blank, unknown or a placeholder. */
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

    /** Returns the keys of a normalised record: that of its values, and those of its further match values. */
    public Set<String> keys(SourceRecord record) {
        String key = key(record.values());
        if (!hasFurther(record)) {
            return key == null ? Set.of() : Set.of(key);
        }
        Set<String> keys = new LinkedHashSet<>(List.of(""));
        for (String property : properties) {
            Set<String> longer = new LinkedHashSet<>();
            for (String begun : keys) {
                parts(record, property)
                        .forEach(part -> longer.add(properties.size() == 1 ? part : begun + part + BETWEEN));
            }
            keys = longer;
        }
        return keys.size() > MOST ? new LinkedHashSet<>(List.copyOf(keys).subList(0, MOST)) : keys;
    }

    private boolean hasFurther(SourceRecord record) {
        for (int i = 0; i < properties.size(); i++) {
            if (!further(record, properties.get(i)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Set<String> parts(SourceRecord record, String property) {
        Set<String> parts = new LinkedHashSet<>();
        int index = record.rawValues().schema().index(property);
        String first = text(record.values(), index);
        if (first != null) {
            parts.add(first);
        }
        Kind kind = record.rawValues().schema().property(index).kind();
        for (String value : further(record, property)) {
            String part = form(property).key(kind, value);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** Returns the further values that a system reports, and the further addresses in one cell. */
    private static List<String> further(SourceRecord record, String property) {
        List<String> reported = record.matchValues().isEmpty()
                ? List.of()
                : record.matchValues().getOrDefault(property, List.of());
        int index = record.rawValues().schema().index(property);
        Object original = record.rawValues().slot(index);
        List<String> inCell = original instanceof String text
                ? Normalizer.furtherAddresses(
                        record.rawValues().schema().property(index).kind(), text)
                : List.of();
        if (inCell.isEmpty()) {
            return reported;
        }
        List<String> all = new ArrayList<>(reported);
        all.addAll(inCell);
        return all;
    }

    private KeyForm form(String property) {
        return forms.isEmpty() ? KeyForm.VISIBLE : forms.getOrDefault(property, KeyForm.VISIBLE);
    }

    private @Nullable String text(Fields values, int index) {
        if (!values.isKnown(index)) {
            return null;
        }
        Property property = values.schema().property(index);
        Object slot = values.slot(index);
        return slot instanceof String text ? form(property.name()).key(property.kind(), text) : String.valueOf(slot);
    }
}
