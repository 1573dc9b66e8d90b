package io.sesam.talk.http;

import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Setting;
import java.util.List;

/** A plugin whose spec is known when it is made; what is left to say is how it opens. */
public abstract class WebPlugin implements ConnectorPlugin {
    private final PluginSpec spec;

    /** A plugin; the parameters are those of {@link PluginSpec}. */
    protected WebPlugin(String name, String description, List<Setting<?>> settings) {
        this.spec = PluginSpec.of(name, description, settings);
    }

    @Override
    public final PluginSpec spec() {
        return spec;
    }
}
