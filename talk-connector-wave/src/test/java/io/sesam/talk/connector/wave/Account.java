package io.sesam.talk.connector.wave;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Settings;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.spi.Upserted;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.sim.SimRequest;
import io.sesam.talk.testkit.sim.SimWave;
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

/** A simulated Wave account and a connector that works on it; for tests. */
final class Account implements AutoCloseable {
    static final Schema CONTACT = Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION));

    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final SimWave wave = SimWave.start(clock);
    final String business = wave.addBusiness("Acme");
    final Calls calls = new Calls();
    final TokenStore tokens = TokenStore.inMemory();
    private final Map<String, Object> settings = new HashMap<>();
    private final List<Connector> opened = new ArrayList<>();
    private int operations;

    Account() {
        settings.put("accessToken", wave.tokens().good());
        settings.put("baseUrl", wave.uri().toString());
        settings.put("tokenUrl", wave.tokenUri().toString());
        settings.put("callsPerSecond", 1_000_000);
    }

    Account with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    Account without(String setting) {
        settings.remove(setting);
        return this;
    }

    Map<String, Object> settings() {
        return Map.copyOf(settings);
    }

    /** A connector as a new run opens it. */
    Connector connector() {
        return connector(tokens);
    }

    Connector connector(TokenStore kept) {
        List<String> problems = new ArrayList<>();
        WavePlugin plugin = new WavePlugin();
        Settings read =
                Settings.read("settings", Path.of(""), settings, plugin.spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems);
        }
        Map<EntityType, Schema> schemas = Stream.of(CONTACT, Organisation.SCHEMA, Product.SCHEMA)
                .collect(Collectors.toMap(Schema::type, schema -> schema));
        Connector connector = plugin.open(
                read,
                Lent.of(new SystemName("wave"), clock, new SplittableRandom(1), schemas)
                        .calls(calls)
                        .tokens(kept));
        opened.add(connector);
        return connector;
    }

    /** Everything there is, in pages of a size. */
    List<Change> readAll(EntityType type, int size) {
        var reader = connector().reader(type).orElseThrow();
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        Page page = reader.read(ReadRequest.fromStart(now, size));
        changes.addAll(page.changes());
        while (page.hasMore()) {
            page = reader.read(ReadRequest.after(page.next(), now, size));
            changes.addAll(page.changes());
        }
        return changes;
    }

    Upserted record(EntityType type, String id) {
        return readAll(type, 100).stream()
                .filter(change -> change.id().equals(id))
                .map(Upserted.class::cast)
                .findFirst()
                .orElseThrow();
    }

    Map<String, Outcome> write(Operation... batch) {
        return connector().writer(batch[0].type()).orElseThrow().write(List.of(batch));
    }

    Outcome writeOne(Operation operation) {
        return write(operation).get(operation.id());
    }

    static Fields fields(Schema schema, String... saying) {
        Fields.Builder fields = Fields.builder(schema);
        for (int i = 0; i < saying.length; i += 2) {
            fields.say(saying[i], saying[i + 1]);
        }
        return fields.build();
    }

    static Fields contactOf(String customer, String... saying) {
        return fields(CONTACT, saying).toBuilder()
                .set("organisation", Value.of(new Reference(EntityType.ORGANISATION, customer)))
                .build();
    }

    Operation insert(Fields fields) {
        return Operation.insert("operation" + ++operations, fields);
    }

    Operation update(String id, Fields changes, Fields basedOn) {
        return Operation.update("operation" + ++operations, id, changes, basedOn, null);
    }

    long mutations() {
        return wave.server().count(Account::isMutation);
    }

    static boolean isMutation(SimRequest request) {
        return request.body().contains("\"query\":\"mutation");
    }

    String customer(Map<String, String> fields) {
        return wave.create(business, "customers", fields);
    }

    Map<String, String> shown(String customer) {
        return wave.fields(business, "customers", customer).orElseThrow();
    }

    @Override
    public void close() {
        opened.forEach(Connector::close);
        wave.close();
    }
}
