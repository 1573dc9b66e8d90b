package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.tests.world.boundary.Gate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Connector plugin of a simulated system. */
public record CloudPlugin(Cloud cloud, Gate gate, Consumer<Deed> witness) implements ConnectorPlugin {
    @Override
    public PluginSpec spec() {
        return PluginSpec.of("cloud", "A system of a simulated world.", List.of());
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return new Connector() {
            @Override
            public Check check() {
                return Check.fine();
            }

            @Override
            public List<TypeSpec> types() {
                return List.of(cloud.spec);
            }

            @Override
            public Optional<Reader> reader(EntityType type) {
                return Optional.of(new CloudReader(cloud, gate));
            }

            @Override
            public Optional<Lookup> lookup(EntityType type) {
                return Optional.of(new CloudLookup(cloud, gate));
            }

            @Override
            public Optional<Writer> writer(EntityType type) {
                CloudWriter writer = new CloudWriter(cloud, gate, witness);
                return !cloud.abilities.writes().allowed()
                        ? Optional.empty()
                        : Optional.of(cloud.abilities.writes().stepwise() ? (StepwiseWriter) writer::write : writer);
            }

            @Override
            public void close() {}
        };
    }
}
