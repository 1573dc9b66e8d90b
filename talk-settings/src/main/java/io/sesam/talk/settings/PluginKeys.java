package io.sesam.talk.settings;

import io.sesam.talk.Plugins;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that the plugins declare: those of the host, and those on the path. */
final class PluginKeys {
    private final HostPlugins host;
    private @Nullable List<Plugins.Installed> installed;

    PluginKeys(HostPlugins host) {
        this.host = host;
    }

    HostPlugins host() {
        return host;
    }

    /** Keys of the settings of a plugin; none when there is no such plugin. */
    List<String> keys(String kind, String name) {
        return host.spec(kind, name)
                .map(PluginKeys::keys)
                .orElseGet(() -> installed().stream()
                        .filter(plugin -> plugin.kind().equals(kind)
                                && plugin.spec().name().equals(name))
                        .flatMap(plugin -> keys(plugin.spec()).stream())
                        .toList());
    }

    private static List<String> keys(PluginSpec spec) {
        return spec.settings().stream().map(Setting::key).toList();
    }

    private List<Plugins.Installed> installed() {
        List<Plugins.Installed> known = installed;
        if (known == null) {
            known = Plugins.installed();
            installed = known;
        }
        return known;
    }
}
