package io.sesam.talk.http;

import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Setting;
import java.util.List;

/** A base class for plugins of web connectors. The spec is fixed at construction; subclasses open the connector. */
public abstract class WebPlugin implements ConnectorPlugin {
    private final PluginSpec spec;

    /** Creates a plugin; parameters as in {@link PluginSpec}. */
    protected WebPlugin(String name, String description, List<Setting<?>> settings) {
        this.spec = PluginSpec.of(name, description, settings);
    }

    @Override
    public final PluginSpec spec() {
        return spec;
    }
}
