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
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Settings;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.sim.Fault;
import io.sesam.talk.testkit.sim.SimRequest;
import io.sesam.talk.testkit.sim.SimWave;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A simulated account with one business, and connectors that work on it; for tests. */
final class Books implements AutoCloseable {
    static final Schema EMPLOYED = Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION));

    final TestClock clock = TestClock.create();
    final SimWave wave = SimWave.start(clock);
    final String business = wave.addBusiness("Acme");
    final Calls calls = new Calls();
    private final Map<String, Object> settings = new HashMap<>();
    private final List<Connector> opened = new ArrayList<>();
    private TokenStore tokens = TokenStore.inMemory();
    private @Nullable Connector connector;

    Books() {
        settings.put("accessToken", wave.tokens().good());
        settings.put("baseUrl", wave.uri().toString());
        settings.put("tokenUrl", wave.tokenUri().toString());
        settings.put("incomeAccountId", "account-1");
        settings.put("callsPerSecond", 1_000);
    }

    Books with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    Books without(String setting) {
        settings.remove(setting);
        return this;
    }

    Books tokens(TokenStore store) {
        tokens = store;
        return this;
    }

    Map<String, Object> settings() {
        return settings;
    }

    Connector connector() {
        if (connector == null) {
            connector = another();
        }
        return connector;
    }

    /** Another one with the same settings, as a restarted or a second process has it. */
    Connector another() {
        List<String> problems = new ArrayList<>();
        WavePlugin plugin = new WavePlugin();
        Settings read =
                Settings.read("settings", Path.of(""), settings, plugin.spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems);
        }
        Map<EntityType, Schema> schemas = Map.of(
                EntityType.PERSON, EMPLOYED,
                EntityType.ORGANISATION, Organisation.SCHEMA,
                EntityType.PRODUCT, Product.SCHEMA);
        Connector another = plugin.open(
                read,
                Lent.of(new SystemName("books"), clock, new SplittableRandom(5), schemas)
                        .tokens(tokens)
                        .calls(calls));
        opened.add(another);
        return another;
    }

    Page page(EntityType type, @Nullable Position after, int limit) {
        return connector()
                .reader(type)
                .orElseThrow()
                .read(
                        after == null
                                ? ReadRequest.fromStart(clock.instant(), limit)
                                : ReadRequest.after(after, clock.instant(), limit));
    }

    /** Changes and the end of a reading. */
    record Told(List<Change> changes, Position end) {
        List<String> ids() {
            return changes.stream().map(Change::id).toList();
        }
    }

    /** Reads to the last page. */
    Told read(EntityType type, @Nullable Position after, int limit) {
        Page page = page(type, after, limit);
        List<Change> changes = new ArrayList<>(page.changes());
        for (int pages = 0; page.hasMore(); pages++) {
            if (pages > 1_000) {
                throw new AssertionError("reading does not end");
            }
            page = page(type, page.next(), limit);
            changes.addAll(page.changes());
        }
        return new Told(changes, page.next());
    }

    Map<String, Outcome> write(List<Operation> operations) {
        return connector().writer(operations.get(0).type()).orElseThrow().write(operations);
    }

    Outcome write(Operation operation) {
        return write(List.of(operation)).get(operation.id());
    }

    static Fields organisation(String... namesAndValues) {
        return fields(Organisation.SCHEMA, namesAndValues);
    }

    static Fields person(String... namesAndValues) {
        return fields(EMPLOYED, namesAndValues);
    }

    /** A person whose organisation is a customer. */
    static Fields contactOf(String customer, String... namesAndValues) {
        return person(namesAndValues).toBuilder()
                .slot(EMPLOYED.index("organisation"), new Reference(EntityType.ORGANISATION, customer))
                .build();
    }

    static Fields product(String name) {
        return fields(Product.SCHEMA, "name", name);
    }

    private static Fields fields(Schema schema, String... namesAndValues) {
        Fields.Builder fields = Fields.builder(schema);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.say(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields.build();
    }

    /** A person makes a customer in Wave, a second after the one before. */
    String customer(String... namesAndValues) {
        clock.advance(java.time.Duration.ofSeconds(1));
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return wave.create(business, "customers", fields);
    }

    Map<String, String> shown(String customer) {
        return wave.fields(business, "customers", customer).orElseThrow();
    }

    List<String> customers() {
        return wave.ids(business, "customers");
    }

    static Predicate<SimRequest> asking(String word) {
        return request -> request.json().path("query").asText().contains(word);
    }

    /** How many requests had a word in their document. */
    long asked(String word) {
        return wave.server().count(asking(word));
    }

    /** Answers the next request that has a word in its document with status 200 and a text. */
    void answer(String word, String body) {
        wave.server().fail(asking(word), new Fault.Answer(200, body));
    }

    static String error(String code) {
        return "{\"data\":null,\"errors\":[{\"message\":\"no\",\"extensions\":{\"id\":\"1\",\"code\":\"" + code
                + "\"}}]}";
    }

    @Override
    public void close() {
        opened.forEach(Connector::close);
        wave.close();
    }
}
