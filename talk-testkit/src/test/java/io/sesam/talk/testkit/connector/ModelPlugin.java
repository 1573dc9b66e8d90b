package io.sesam.talk.testkit.connector;

import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The plugin of a connector that keeps every promise, or of a mutant of it. */
public final class ModelPlugin implements ConnectorPlugin {
    static final Map<String, ModelWorld> WORLDS = new ConcurrentHashMap<>();
    static final Setting<String> WORLD = Setting.text("world").required().describedAs("The name of the world.");
    static final Setting<Secret> TOKEN =
            Setting.secret("token").required().describedAs("A token that nothing may print.");

    private final UnaryOperator<PluginSpec> described;

    /** Creates the honest plugin. */
    public ModelPlugin() {
        this(spec -> spec);
    }

    /** Creates a plugin that describes itself otherwise. */
    ModelPlugin(UnaryOperator<PluginSpec> described) {
        this.described = described;
    }

    @Override
    public PluginSpec spec() {
        return described.apply(PluginSpec.of("model", "A connector that keeps every promise.", List.of(WORLD, TOKEN)));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        ModelWorld world = Objects.requireNonNull(WORLDS.get(settings.get(WORLD)));
        Fault fault = world.faults.get();
        fault.open(world);
        return new ModelConnector(
                world,
                world.system.open(settings, context),
                fault,
                fault.print(settings.get(TOKEN).reveal(), "model"));
    }
}
