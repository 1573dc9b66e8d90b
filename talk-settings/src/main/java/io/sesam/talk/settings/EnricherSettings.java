package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.settings.tree.ConfigSection;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code enrichers}, the most trusted first. */
final class EnricherSettings {
    private final TalkBuilder builder;
    private final PluginKeys plugins;
    private final List<String> names = new ArrayList<>();

    EnricherSettings(TalkBuilder builder, PluginKeys plugins) {
        this.builder = builder;
        this.plugins = plugins;
    }

    List<String> names() {
        return names;
    }

    /** The name is the kind of enricher too, unless {@code enricher} says another one. */
    void read(ConfigSection section) {
        section.sections((name, enricher) -> {
            enricher.knowing("enricher", "settings");
            names.add(name);
            String kind = enricher.text("enricher").orElse(name);
            plugins.host()
                    .enricher(
                            builder,
                            name,
                            kind,
                            enricher.section("settings").forPlugin(plugins.keys("enricher", kind)));
        });
    }
}
