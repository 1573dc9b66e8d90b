package io.sesam.talk.connector.hubspot;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A simulated portal with a connector, for tests. */
final class Portal implements AutoCloseable {
    static final Schema EMPLOYED = Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION));

    final TestClock clock = TestClock.create();
    final SimHubSpot hubspot = SimHubSpot.start(clock);
    final Calls calls = new Calls();
    private final Map<String, Object> settings = new HashMap<>();
    private final Map<EntityType, Schema> schemas = Stream.of(EMPLOYED, Organisation.SCHEMA, Product.SCHEMA)
            .collect(Collectors.toMap(Schema::type, schema -> schema));
    private Connector connector;
    /** How far the host's clock is ahead of the portal's. */
    Duration hostAhead = Duration.ZERO;

    private Position position;

    Portal() {
        settings.put("accessToken", hubspot.tokens().good());
        settings.put("baseUrl", hubspot.uri().toString());
    }

    Portal with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    Portal without(String setting) {
        settings.remove(setting);
        return this;
    }

    Portal with(Schema schema) {
        schemas.put(schema.type(), schema);
        return this;
    }

    Connector connector() {
        if (connector == null) {
            List<String> problems = new ArrayList<>();
            HubSpotPlugin plugin = new HubSpotPlugin();
            Settings read = Settings.read(
                    "settings", Path.of(""), settings, plugin.spec().settings(), problems);
            if (!problems.isEmpty()) {
                throw new AssertionError(problems);
            }
            connector = plugin.open(
                    read,
                    PluginContext.of(new SystemName("hubspot"), clock, new SplittableRandom(1), schemas)
                            .calls(calls));
        }
        return connector;
    }

    /** Continues reading to the last page. From where the last reading ended, at first from the start. */
    List<Change> read(EntityType type) {
        Instant now = clock.instant().plus(hostAhead);
        Reader reader = connector().reader(type).orElseThrow();
        List<Change> changes = new ArrayList<>();
        Page page;
        do {
            page = reader.read(
                    position == null ? ReadRequest.fromStart(now, 100) : ReadRequest.after(position, now, 100));
            changes.addAll(page.changes());
            position = page.next();
        } while (page.hasMore());
        return changes;
    }

    Map<String, Outcome> write(List<Operation> operations) {
        return connector().writer(operations.get(0).type()).orElseThrow().write(operations);
    }

    Outcome write(Operation operation) {
        return write(List.of(operation)).get(operation.id());
    }

    Fields fields(Schema schema, String... namesAndValues) {
        Fields.Builder fields = Fields.builder(schemas.get(schema.type()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.text(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields.build();
    }

    long writeCalls() {
        return hubspot.server().count(request -> request.path().matches(".*/batch/(create|update|upsert|archive)"));
    }

    @Override
    public void close() {
        if (connector != null) {
            connector.close();
        }
        hubspot.close();
    }
}
