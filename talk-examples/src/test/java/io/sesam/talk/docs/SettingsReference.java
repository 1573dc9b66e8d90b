package io.sesam.talk.docs;

import io.sesam.talk.Plugins;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.SettingKind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page with all settings of all plugins, made of what the plugins declare. */
final class SettingsReference {
    private static final Map<String, String> HEADINGS =
            Map.of("connector", "Connectors", "enricher", "Enrichers", "sink", "Sinks", "store", "Stores");

    private static final String TOP = """
            # Settings of all plugins

            Every setting of every connector, enricher, sink and store of this repository. This page is made of what the plugins declare,
            and a test compares the two: change the plugin, then write the page with
            `mvn test -Dtest=SettingsReferenceTest -Dtalk.docs.write=true -Dsurefire.failIfNoSpecifiedTests=false -pl talk-examples -am`.

            Any other key is refused with the nearest known one. Where they stand in a settings file, and what may stand for a value, such as
            `${NAME}` for a secret, is described with [the command line](command-line.md#the-settings-file). A path is relative to that file. A
            duration is written as in ISO 8601: `PT30S` is half a minute, `P1D` a day. `talk schema` prints the same as a JSON Schema, and
            `talk connectors` what is installed.

            What was checked (in each build): this page is what the plugins declare (`SettingsReferenceTest`).
            """;

    private SettingsReference() {}

    /** The whole page. The plugins must be in the order of {@link Plugins#installed()}. */
    static String page(List<Plugins.Installed> plugins) {
        StringBuilder page = new StringBuilder(TOP);
        String kind = "";
        for (Plugins.Installed plugin : plugins) {
            if (!plugin.kind().equals(kind)) {
                kind = plugin.kind();
                page.append("\n## ").append(HEADINGS.get(kind)).append('\n');
            }
            page.append("\n### ").append(plugin.spec().name()).append("\n\n");
            page.append(sentence(plugin.spec().description())).append('\n');
            if (plugin.spec().settings().isEmpty()) {
                page.append("\nIt has no settings.\n");
            } else {
                page.append("\n| Setting | Value | Default | Meaning |\n|---|---|---|---|\n");
                plugin.spec().settings().forEach(setting -> page.append(row(setting)));
            }
        }
        return page.toString();
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.key() + "` | " + cell(value(setting)) + " | "
                + (setting.isRequired()
                        ? "required"
                        : cell(setting.defaultValue()
                                .map(SettingsReference::shown)
                                .orElse("")))
                + " | " + cell(setting.description()) + " |\n";
    }

    private static String value(Setting<?> setting) {
        return setting.kind() == SettingKind.CHOICE
                ? setting.choices().stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(" or "))
                : setting.kind() == SettingKind.DURATION ? "a duration" : setting.holds();
    }

    private static String shown(Object value) {
        if (value instanceof Secret) {
            return "a secret";
        }
        if (value instanceof Collection<?> several && several.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty()) {
            return "";
        }
        return value instanceof Collection<?> several
                ? several.stream().map(SettingsReference::shown).collect(Collectors.joining(", "))
                : "`" + (value instanceof Enum<?> choice ? choice.name().toLowerCase(Locale.ROOT) : value) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private static String sentence(String text) {
        return text.isEmpty()
                ? ""
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }
}
