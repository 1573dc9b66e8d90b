package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A scripted server, a profile from the test, and a connector. */
final class Place implements AutoCloseable {
    static final Schema PEOPLE = Person.SCHEMA.with(
            Property.reference("organisation", EntityType.ORGANISATION), Property.text("born"), Property.text("head"));

    final TestClock clock = TestClock.create();
    final SimServer server;
    final Path directory;
    private final List<Connector> open = new ArrayList<>();

    Place(Path directory, Function<SimRequest, SimResponse> system) {
        this.directory = directory;
        this.server = SimServer.start(system);
    }

    /** Starts a server that answers every request with a text. */
    static Place saying(Path directory, String json) {
        return new Place(directory, request -> SimResponse.json(200, json));
    }

    Connector connect(String profile) {
        return connect(profile, Map.of());
    }

    Connector connect(String profile, Map<String, ?> further) {
        Map<String, Object> raw = new HashMap<>(further);
        raw.put("profile", write("profile.yaml", profile));
        raw.put("baseUrl", server.uri() + "/api");
        Connector connector = open(directory, raw, context(clock));
        open.add(connector);
        return connector;
    }

    static PluginContext context(TestClock clock) {
        return PluginContext.of(
                new SystemName("plain"),
                clock,
                new SplittableRandom(5),
                Map.of(
                        EntityType.PERSON, PEOPLE,
                        EntityType.ORGANISATION, Organisation.SCHEMA,
                        EntityType.PRODUCT, Product.SCHEMA));
    }

    static Connector open(Path directory, Map<String, ?> raw, PluginContext context) {
        List<String> problems = new ArrayList<>();
        Settings settings = Settings.read(
                "settings", directory, raw, new RestPlugin().spec().settings(), problems);
        assertThat(problems).isEmpty();
        return new RestPlugin().open(settings, context);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<Change> read(Connector connector, EntityType type) {
        List<Change> changes = new ArrayList<>();
        Page page = connector.reader(type).orElseThrow().read(ReadRequest.fromStart(clock.instant(), 500));
        changes.addAll(page.changes());
        for (int i = 0; page.hasMore() && i < 1000; i++) {
            page = connector.reader(type).orElseThrow().read(ReadRequest.after(page.next(), clock.instant(), 500));
            changes.addAll(page.changes());
        }
        return changes;
    }

    Map<String, String> values(Connector connector, EntityType type, String property) {
        Map<String, String> original = new HashMap<>();
        read(connector, type).forEach(change -> {
            RecordSnapshot record = (RecordSnapshot) change;
            original.put(
                    record.id(),
                    record.fields()
                            .originalText(record.fields().schema().index(property))
                            .orElse("nothing"));
        });
        return original;
    }

    static Outcome write(Connector connector, Operation operation) {
        return connector
                .writer(operation.type())
                .orElseThrow()
                .write(List.of(operation))
                .get(operation.id());
    }

    static List<String> messages(Check check, Check.Level level) {
        return check.findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Check.Finding::message)
                .toList();
    }

    @Override
    public void close() {
        open.forEach(Connector::close);
        server.close();
    }
}
