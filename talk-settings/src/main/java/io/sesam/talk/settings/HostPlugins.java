package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.StorePlugin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The plugins that the host hands over; they come before those on the path. */
final class HostPlugins {
    private final Map<String, ConnectorPlugin> connectors = new HashMap<>();
    private final Map<String, EnricherPlugin> enrichers = new HashMap<>();
    private final Map<String, SinkPlugin> sinks = new HashMap<>();
    private final Map<String, StorePlugin> stores = new HashMap<>();

    void add(ConnectorPlugin plugin) {
        connectors.put(plugin.spec().name(), plugin);
    }

    void add(EnricherPlugin plugin) {
        enrichers.put(plugin.spec().name(), plugin);
    }

    void add(SinkPlugin plugin) {
        sinks.put(plugin.spec().name(), plugin);
    }

    void add(StorePlugin plugin) {
        stores.put(plugin.spec().name(), plugin);
    }

    Optional<PluginSpec> spec(String kind, String name) {
        return switch (kind) {
            case "connector" -> Optional.ofNullable(connectors.get(name)).map(ConnectorPlugin::spec);
            case "enricher" -> Optional.ofNullable(enrichers.get(name)).map(EnricherPlugin::spec);
            case "sink" -> Optional.ofNullable(sinks.get(name)).map(SinkPlugin::spec);
            case "store" -> Optional.ofNullable(stores.get(name)).map(StorePlugin::spec);
            default -> Optional.empty();
        };
    }

    void connect(TalkBuilder builder, String name, String connector, Map<String, ?> settings) {
        ConnectorPlugin plugin = connectors.get(connector);
        if (plugin == null) {
            builder.connect(name, connector, settings);
        } else {
            builder.connect(name, plugin, settings);
        }
    }

    void enricher(TalkBuilder builder, String name, String enricher, Map<String, ?> settings) {
        EnricherPlugin plugin = enrichers.get(enricher);
        if (plugin == null) {
            builder.enricher(name, enricher, settings);
        } else {
            builder.enricher(name, plugin, settings);
        }
    }

    void store(TalkBuilder builder, String kind, Map<String, ?> settings) {
        StorePlugin plugin = stores.get(kind);
        if (plugin == null) {
            builder.store(kind, settings);
        } else {
            builder.store(plugin, settings);
        }
    }

    void sink(TalkBuilder builder, String name, String sink, Map<String, ?> settings) {
        SinkPlugin plugin = sinks.get(sink);
        if (plugin == null) {
            builder.sink(name, sink, settings);
        } else {
            builder.sink(name, plugin, settings);
        }
    }
}
