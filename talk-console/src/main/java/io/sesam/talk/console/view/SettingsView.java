package io.sesam.talk.console.view;

import io.sesam.talk.spi.Check;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings, checks, and the plugins on the path.
 *
 * @param sections the settings, by section and key, secrets hidden
 * @param checks the result of the last check, by connection
 * @param plugins the plugins on the path
 */
public record SettingsView(
        Map<String, Map<String, String>> sections, Optional<Map<String, Check>> checks, List<PluginRow> plugins) {
    /** A plugin: its kind, name and description, and its settings as {@code key: description}. */
    public record PluginRow(String kind, String name, String description, List<SettingRow> settings) {}

    /** A setting of a plugin. */
    public record SettingRow(String key, String holds, boolean required, String description) {}
}
