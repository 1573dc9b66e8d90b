package io.sesam.talk.console.view;

import io.sesam.talk.Plugins;
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
        Map<String, Map<String, String>> sections,
        Optional<Map<String, Check>> checks,
        List<Plugins.Installed> plugins) {}
