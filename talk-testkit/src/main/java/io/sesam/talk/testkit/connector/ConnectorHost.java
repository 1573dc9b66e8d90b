package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A minimal host that opens connectors. */
final class ConnectorHost {
    private static final AtomicLong OPENED = new AtomicLong();

    private ConnectorHost() {}

    static Connector connect(ConnectorPlugin plugin, ConnectorWorld world) {
        List<String> problems = new ArrayList<>();
        Settings settings = Settings.read(
                "settings", world.base(), world.settings(), plugin.spec().settings(), problems);
        assertThat(problems).as("the world's settings fit the connector's spec").isEmpty();
        return plugin.open(settings, context(world));
    }

    private static PluginContext context(ConnectorWorld world) {
        Map<EntityType, Schema> schemas = new HashMap<>();
        world.schemas().forEach(schema -> schemas.put(schema.type(), schema));
        return PluginContext.of(
                new SystemName("contract"), world.clock(), new SplittableRandom(OPENED.incrementAndGet()), schemas);
    }
}
