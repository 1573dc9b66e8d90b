package io.sesam.talk.spi.settings;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The validated settings of one plugin.
 *
 * <p>A plugin converts them into its own record in {@code open} and does not pass them on.
 */
public final class Settings {
    private static final String HIDDEN = "(hidden)";
    /** Kinds that hold any text; a number or a path that comes from a vault is no secret. */
    private static final Set<SettingKind> SHOWN_AS_GIVEN =
            EnumSet.of(SettingKind.TEXT, SettingKind.TEXTS, SettingKind.MAPPING, SettingKind.MAPPINGS);

    private static final Pattern USER_IN_ADDRESS = Pattern.compile("//[^/@\\s]+@");
    private static final Pattern SECRET_IN_ADDRESS =
            Pattern.compile("(?i)([a-z_-]*(?:password|passwd|secret|token|apikey|api_key|key))=[^&;\\s]+");

    private final Map<String, Object> values;

    /** The settings that were given as a secret, or with secrets within, as they may be shown. */
    private final Map<String, String> veiled;

    private Settings(Map<String, Object> values, Map<String, String> veiled) {
        this.values = values;
        this.veiled = veiled;
    }

    /**
     * Parses raw settings, such as those of a file. Adds every problem to a list: unknown keys with the nearest
     * known one, missing keys, unfit values. A problem never contains a value.
     *
     * @param where the owner of the settings, for messages: {@code connections.crm.settings}
     * @param base the base of relative paths
     * @param raw keys with texts, numbers, flags, lists and maps; a {@link Secret} counts as its text, and is not shown
     * @param known the settings the plugin declares
     * @param problems collects the problems; when it grows, the result must not be used
     */
    public static Settings read(
            String where, Path base, Map<String, ?> raw, List<Setting<?>> known, List<String> problems) {
        Map<String, Object> values = new HashMap<>();
        Map<String, String> veiled = new HashMap<>();
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        known.forEach(setting -> byKey.put(setting.key(), setting));
        for (Map.Entry<String, ?> entry : raw.entrySet()) {
            Setting<?> setting = byKey.get(entry.getKey());
            if (setting == null) {
                problems.add(where + ": no setting \"" + entry.getKey() + "\""
                        + Nearest.hint(entry.getKey(), byKey.keySet()));
            } else if (entry.getValue() != null) {
                Object value = setting.read(entry.getValue(), base);
                if (value == null) {
                    problems.add(where + "." + setting.key() + " must be " + setting.holds());
                } else {
                    values.put(setting.key(), value);
                    if (SHOWN_AS_GIVEN.contains(setting.kind()) && holdsSecret(entry.getValue())) {
                        veiled.put(setting.key(), shown(entry.getValue()));
                    }
                }
            }
        }
        for (Setting<?> setting : known) {
            boolean given = raw.containsKey(setting.key()) && raw.get(setting.key()) != null;
            if (setting.isRequired() && !given) {
                problems.add(where + "." + setting.key() + " is missing; it is " + setting.holds()
                        + (setting.description().isEmpty() ? "" : ": " + setting.description()));
            }
        }
        return new Settings(values, veiled);
    }

    private static boolean holdsSecret(Object raw) {
        return raw instanceof Secret
                || raw instanceof Map<?, ?> map && map.values().stream().anyMatch(Settings::holdsSecret)
                || raw instanceof List<?> list && list.stream().anyMatch(Settings::holdsSecret);
    }

    /** Returns a required setting or one with a default. */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new NoSuchElementException(
                        "the setting " + setting + " is neither required nor has a default: use find"));
    }

    /** Returns an optional setting; its default counts as given. */
    @SuppressWarnings("unchecked") // put there by the setting of the same key
    public <T> Optional<T> find(Setting<T> setting) {
        T value = (T) values.get(setting.key());
        return value != null ? Optional.of(value) : setting.defaultValue();
    }

    /**
     * The values for a person's eyes, by key: defaults included, secrets hidden.
     *
     * <p>Also hidden are passwords that stand in an address.
     *
     * @param known the settings that the plugin declares, in the order to be shown
     */
    public Map<String, String> shown(List<Setting<?>> known) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Setting<?> setting : known) {
            find(setting)
                    .ifPresent(value -> shown.put(
                            setting.key(),
                            value instanceof Secret ? HIDDEN : veiled.getOrDefault(setting.key(), shown(value))));
        }
        return shown;
    }

    /** A setting that was given with a secret, as it may be kept and shown; empty for every other one. */
    public Optional<String> veiled(Setting<?> setting) {
        return Optional.ofNullable(veiled.get(setting.key()));
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Secret) {
            return HIDDEN;
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Settings::shown).collect(Collectors.joining(", "));
        }
        String text = USER_IN_ADDRESS.matcher(String.valueOf(value)).replaceAll("//" + HIDDEN + "@");
        return SECRET_IN_ADDRESS.matcher(text).replaceAll("$1=" + HIDDEN);
    }

    /** Lists the given keys, without values: some are secret. */
    @Override
    public String toString() {
        return values.keySet().stream().sorted().toList().toString();
    }
}
