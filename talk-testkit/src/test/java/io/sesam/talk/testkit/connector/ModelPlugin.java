package io.sesam.talk.testkit.connector;

import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The plugin of a connector that keeps every promise, or of a mutant of it. */
public final class ModelPlugin implements ConnectorPlugin {
    static final Map<String, ModelWorld> WORLDS = new ConcurrentHashMap<>();
    private static final Setting<String> WORLD =
            Setting.text("world").required().describedAs("The name of the world.");

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("model", "A connector that keeps every promise.", List.of(WORLD));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        ModelWorld world = Objects.requireNonNull(WORLDS.get(settings.get(WORLD)));
        return new ModelConnector(world, world.system.open(settings, context));
    }
}
