package io.sesam.talk.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Named texts of a state value: {@code name=text name=text}, in insertion order. */
final class StateFields {
    private static final Pattern ESCAPED = Pattern.compile("[0-9a-f]{4}");
    private static final char ESCAPE = '%';

    private final Map<String, String> raw = new LinkedHashMap<>();

    StateFields() {}

    /** Parses the output of {@link #text()}. Throws {@link IllegalArgumentException} for anything else. */
    static StateFields parse(String text) {
        StateFields fields = new StateFields();
        if (!text.isEmpty()) {
            for (String part : text.split(" ", -1)) {
                int equals = part.indexOf('=');
                if (equals < 1 || fields.raw.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
                    throw new IllegalArgumentException("no field");
                }
            }
        }
        return fields;
    }

    String text() {
        return raw.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" "));
    }

    StateFields put(String name, Object value) {
        raw.put(name, escape(String.valueOf(value)));
        return this;
    }

    /** Adds a field unless the value is null. */
    StateFields putIfPresent(String name, @Nullable Object value) {
        return value == null ? this : put(name, value);
    }

    /** Adds a list of texts, none of them empty. */
    StateFields put(String name, Collection<?> values) {
        if (values.stream().anyMatch(value -> String.valueOf(value).isEmpty())) {
            throw new IllegalArgumentException("an empty text in the list " + name);
        }
        raw.put(
                name,
                values.stream().map(value -> escape(String.valueOf(value))).collect(Collectors.joining(",")));
        return this;
    }

    String get(String name) {
        String value = find(name);
        if (value == null) {
            throw new NoSuchElementException("no field " + name);
        }
        return value;
    }

    @Nullable
    String find(String name) {
        String value = raw.get(name);
        return value == null ? null : unescape(value);
    }

    List<String> list(String name) {
        String value = raw.get(name);
        if (value == null) {
            throw new NoSuchElementException("no field " + name);
        }
        return value.isEmpty()
                ? List.of()
                : Pattern.compile(",")
                        .splitAsStream(value)
                        .map(StateFields::unescape)
                        .toList();
    }

    long number(String name) {
        return Long.parseLong(get(name));
    }

    boolean flag(String name) {
        String value = get(name);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("no flag");
        }
        return value.equals("true");
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogatePair(unit, i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                escaped.append(unit).append(text.charAt(++i));
            } else if (unit <= ' ' || " %=,".indexOf(unit) >= 0 || unit == 0x7f || Character.isSurrogate(unit)) {
                escaped.append(ESCAPE).append(String.format("%04x", (int) unit));
            } else {
                escaped.append(unit);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char unit = escaped.charAt(i);
            if (unit == ESCAPE) {
                String digits = escaped.substring(i + 1, Math.min(escaped.length(), i + 5));
                if (!ESCAPED.matcher(digits).matches()) {
                    throw new IllegalArgumentException("no escape");
                }
                text.append((char) Integer.parseInt(digits, 16));
                i += 4;
            } else {
                text.append(unit);
            }
        }
        return text.toString();
    }
}
