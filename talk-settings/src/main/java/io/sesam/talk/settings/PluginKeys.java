package io.sesam.talk.settings;

import io.sesam.talk.Plugins;
import io.sesam.talk.spi.settings.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that the plugins on the path declare. */
final class PluginKeys {
    private @Nullable List<Plugins.Installed> installed;

    /** Keys of the settings of a plugin; none when it is not on the path. */
    List<String> keys(String kind, String name) {
        List<Plugins.Installed> known = installed;
        if (known == null) {
            known = Plugins.installed();
            installed = known;
        }
        return known.stream()
                .filter(plugin ->
                        plugin.kind().equals(kind) && plugin.spec().name().equals(name))
                .flatMap(plugin -> plugin.spec().settings().stream())
                .map(Setting::key)
                .toList();
    }
}
