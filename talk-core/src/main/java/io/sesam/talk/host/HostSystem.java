package io.sesam.talk.host;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import java.util.List;

/**
 * The host's own application as a system.
 *
 * <p>Hand it over with {@code builder.connect("app", HostSystem.of(type), Map.of())}. Its functions are called in the threads of a run,
 * one at a time, and after a crash again; a record that is written twice with the same values must stay as it is.
 */
@Experimental
public final class HostSystem implements ConnectorPlugin {
    private final List<HostType> types;

    private HostSystem(List<HostType> types) {
        this.types = types;
    }

    /** Creates a system of the host's types. */
    public static HostSystem of(HostType... types) {
        List<HostType> held = List.of(types);
        long distinct = held.stream().map(HostType::type).distinct().count();
        if (held.isEmpty() || distinct < held.size()) {
            throw new IllegalArgumentException("a HostSystem needs one HostType for each of its types");
        }
        return new HostSystem(held);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("host", "The application that Talk lives in.", List.of());
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return new HostConnector(context.name(), types);
    }
}
