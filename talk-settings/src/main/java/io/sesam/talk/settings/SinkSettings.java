package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.settings.tree.ConfigSection;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code sinks}. */
final class SinkSettings {
    private final TalkBuilder builder;
    private final PluginKeys plugins;
    private final List<String> names = new ArrayList<>();

    SinkSettings(TalkBuilder builder, PluginKeys plugins) {
        this.builder = builder;
        this.plugins = plugins;
    }

    List<String> names() {
        return names;
    }

    void read(ConfigSection sinks) {
        sinks.sections((name, sink) -> {
            sink.knowing("sink", "settings");
            names.add(name);
            sink.required("sink", "the name of a kind of sink, such as duckdb")
                    .ifPresent(kind -> plugins.host()
                            .sink(builder, name, kind, sink.section("settings").forPlugin(plugins.keys("sink", kind))));
        });
    }
}
