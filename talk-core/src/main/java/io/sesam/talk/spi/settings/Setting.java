package io.sesam.talk.spi.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a plugin: key, kind, necessity.
 *
 * @param <T> its Java type
 */
public final class Setting<T> {
    private final String key;
    private final SettingKind kind;
    private final List<String> choices;
    private final String holds;
    private final String description;
    private final boolean required;
    private final @Nullable T orElse;
    private final BiFunction<Object, Path, @Nullable T> reader;

    private Setting(
            String key,
            SettingKind kind,
            List<String> choices,
            String holds,
            String description,
            boolean required,
            @Nullable T orElse,
            BiFunction<Object, Path, @Nullable T> reader) {
        this.key = key;
        this.kind = kind;
        this.choices = List.copyOf(choices);
        this.holds = holds;
        this.description = description;
        this.required = required;
        this.orElse = orElse;
        this.reader = reader;
    }

    private static <T> Setting<T> optional(
            String key, SettingKind kind, String holds, BiFunction<Object, Path, @Nullable T> reader) {
        return new Setting<>(key, kind, List.of(), holds, "", false, null, reader);
    }

    /** Declares a text. Numbers and flags of a file count as their text. */
    public static Setting<String> text(String key) {
        return optional(key, SettingKind.TEXT, "text", (raw, base) -> scalar(raw));
    }

    /** Declares a secret, which never prints. */
    public static Setting<Secret> secret(String key) {
        return optional(key, SettingKind.SECRET, "a secret", (raw, base) -> {
            String text = scalar(raw);
            return text == null ? null : Secret.of(text);
        });
    }

    /** Declares a file or directory. Relative to the settings file, or, without one, to the working directory. */
    public static Setting<Path> path(String key) {
        return optional(key, SettingKind.PATH, "a path", (raw, base) -> {
            String text = scalar(raw);
            return text == null || text.indexOf('\0') >= 0
                    ? null
                    : base.resolve(text).normalize();
        });
    }

    /** Declares a flag, true or false. */
    public static Setting<Boolean> flag(String key) {
        return optional(key, SettingKind.FLAG, "true or false", (raw, base) -> {
            String text = scalar(raw);
            return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
        });
    }

    /** Declares a whole number. */
    public static Setting<Integer> number(String key) {
        return optional(key, SettingKind.NUMBER, "a whole number", (raw, base) -> {
            try {
                return Integer.valueOf(Objects.requireNonNullElse(scalar(raw), ""));
            } catch (NumberFormatException e) {
                return null;
            }
        });
    }

    /** Declares an ISO 8601 duration: {@code PT30S}, {@code P1D}. */
    public static Setting<Duration> duration(String key) {
        return optional(key, SettingKind.DURATION, "a duration such as PT30S", (raw, base) -> {
            try {
                return Duration.parse(Objects.requireNonNullElse(scalar(raw), ""));
            } catch (DateTimeParseException e) {
                return null;
            }
        });
    }

    /** Declares a choice of enum constants, in lower case. */
    public static <E extends Enum<E>> Setting<E> choice(String key, Class<E> choices) {
        List<String> names = Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Setting<>(
                key, SettingKind.CHOICE, names, "one of " + String.join(", ", names), "", false, null, (raw, base) -> {
                    int index = names.indexOf(scalar(raw));
                    return index < 0 ? null : choices.getEnumConstants()[index];
                });
    }

    /** Declares a list of texts. A single text is a list of one. */
    public static Setting<List<String>> texts(String key) {
        return optional(key, SettingKind.TEXTS, "a list of texts", (raw, base) -> {
            List<String> texts = new ArrayList<>();
            for (Object item : raw instanceof List<?> list ? list : List.of(raw)) {
                String text = scalar(item);
                if (text == null) {
                    return null;
                }
                texts.add(text);
            }
            return List.copyOf(texts);
        });
    }

    /** Declares a map of texts, in the given order. */
    public static Setting<Map<String, String>> mapping(String key) {
        return optional(key, SettingKind.MAPPING, "keys with texts", (raw, base) -> mapping(raw));
    }

    /** Declares a map of secrets, such as {@code clientId} and {@code clientSecret}. */
    public static Setting<Map<String, Secret>> secrets(String key) {
        return optional(key, SettingKind.SECRETS, "keys with secrets", (raw, base) -> {
            Map<String, String> texts = mapping(raw);
            if (texts == null) {
                return null;
            }
            Map<String, Secret> secrets = new LinkedHashMap<>();
            texts.forEach((name, text) -> secrets.put(name, Secret.of(text)));
            return secrets;
        });
    }

    /** Declares a map of maps of texts, in the given order. */
    public static Setting<Map<String, Map<String, String>>> mappings(String key) {
        return optional(key, SettingKind.MAPPINGS, "keys with keys with texts", (raw, base) -> {
            if (!(raw instanceof Map<?, ?> map)) {
                return null;
            }
            Map<String, Map<String, String>> mappings = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Map<String, String> inner = mapping(entry.getValue());
                if (inner == null) {
                    return null;
                }
                mappings.put(String.valueOf(entry.getKey()), inner);
            }
            return mappings;
        });
    }

    /** Makes the setting required. */
    public Setting<T> required() {
        return new Setting<>(key, kind, choices, holds, description, true, null, reader);
    }

    /** Sets the default value. */
    public Setting<T> orElse(T value) {
        return new Setting<>(key, kind, choices, holds, description, false, value, reader);
    }

    /** Adds a sentence of documentation. */
    public Setting<T> describedAs(String sentence) {
        return new Setting<>(key, kind, choices, holds, sentence, required, orElse, reader);
    }

    /** Returns the key of the setting. */
    public String key() {
        return key;
    }

    /** Returns the kind of value. */
    public SettingKind kind() {
        return kind;
    }

    /** Returns the texts of a choice; empty for every other kind. */
    public List<String> choices() {
        return choices;
    }

    /** Describes the expected kind of value, for a message. */
    public String holds() {
        return holds;
    }

    /** Returns the sentence of documentation; may be empty. */
    public String description() {
        return description;
    }

    /** Checks whether the setting is required. */
    public boolean isRequired() {
        return required;
    }

    /** Returns the default value. */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(orElse);
    }

    /** Parses a raw value. Returns {@code null} when it does not fit. */
    @Nullable
    T read(Object raw, Path base) {
        return reader.apply(raw, base);
    }

    private static @Nullable String scalar(Object raw) {
        if (raw instanceof Secret secret) {
            return secret.reveal();
        }
        return raw instanceof CharSequence || raw instanceof Number || raw instanceof Boolean || raw instanceof Path
                ? raw.toString()
                : null;
    }

    private static @Nullable Map<String, String> mapping(@Nullable Object raw) {
        if (!(raw instanceof Map<?, ?> map)) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String text = entry.getValue() == null ? null : scalar(entry.getValue());
            if (text == null) {
                return null;
            }
            texts.put(String.valueOf(entry.getKey()), text);
        }
        return texts;
    }

    /** Returns the key only. */
    @Override
    public String toString() {
        return key;
    }
}
