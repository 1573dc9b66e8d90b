package io.sesam.talk.http;

import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.ConnectorSpec;
import io.sesam.talk.spi.Setting;
import java.util.List;

/** A plugin whose spec is known when it is made; what is left to say is how it opens. */
public abstract class WebPlugin implements ConnectorPlugin {
    private final ConnectorSpec spec;

    /** A plugin; the parameters are those of {@link ConnectorSpec}. */
    protected WebPlugin(String name, String description, List<Setting<?>> settings) {
        this.spec = new ConnectorSpec(name, description, settings);
    }

    @Override
    public final ConnectorSpec spec() {
        return spec;
    }
}
