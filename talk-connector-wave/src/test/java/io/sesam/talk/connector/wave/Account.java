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
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimWave;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A simulated Wave account with a connector, for tests. */
final class Account implements AutoCloseable {
    static final Schema CONTACT = Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION));

    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final SimWave wave = SimWave.start(clock);
    final String business = wave.addBusiness("Acme");
    final Calls calls = new Calls();
    /** The tokens that were kept, in their order. */
    final List<String> kept = new ArrayList<>();

    final TokenStore tokens = recording(TokenStore.inMemory(), kept);
    private final Map<String, Object> settings = new HashMap<>();
    private final List<Connector> opened = new ArrayList<>();
    /** How far the host's clock is ahead of Wave's. */
    Duration hostAhead = Duration.ZERO;

    private int operations;

    private static TokenStore recording(TokenStore store, List<String> kept) {
        return new TokenStore() {
            @Override
            public Optional<String> read(String name) {
                return store.read(name);
            }

            @Override
            public boolean replace(String name, @Nullable String expected, String next) {
                kept.add(next);
                return store.replace(name, expected, next);
            }
        };
    }

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

    /** Opens a connector as a new run does. */
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
                PluginContext.of(new SystemName("wave"), clock, new SplittableRandom(1), schemas)
                        .calls(calls)
                        .tokens(kept));
        opened.add(connector);
        return connector;
    }

    /** Reads everything in pages of a size. */
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

    RecordSnapshot record(EntityType type, String id) {
        return readAll(type, 100).stream()
                .filter(change -> change.id().equals(id))
                .map(RecordSnapshot.class::cast)
                .findFirst()
                .orElseThrow();
    }

    Page page(EntityType type, @Nullable Position after, int size) {
        Instant now = clock.instant().plus(hostAhead);
        return connector()
                .reader(type)
                .orElseThrow()
                .read(after == null ? ReadRequest.fromStart(now, size) : ReadRequest.after(after, now, size));
    }

    /** The changes and the end position of a reading. */
    record Told(List<Change> changes, Position end) {
        List<String> ids() {
            return changes.stream().map(Change::id).toList();
        }
    }

    /** Reads to the last page. Each page is read by a new connector when its time has come. */
    Told read(EntityType type, @Nullable Position after, int size) {
        Page page = page(type, after, size);
        List<Change> changes = new ArrayList<>(page.changes());
        for (int pages = 0; page.hasMore(); pages++) {
            if (pages > 1_000) {
                throw new AssertionError("reading does not end");
            }
            page = page(type, page.next(), size);
            changes.addAll(page.changes());
        }
        return new Told(changes, page.next());
    }

    Map<String, Outcome> write(Operation... batch) {
        return write(List.of(batch));
    }

    Map<String, Outcome> write(List<Operation> batch) {
        return connector().writer(batch.get(0).type()).orElseThrow().write(batch);
    }

    Outcome writeOne(Operation operation) {
        return write(operation).get(operation.id());
    }

    static Fields fields(Schema schema, String... saying) {
        Fields.Builder fields = Fields.builder(schema);
        for (int i = 0; i < saying.length; i += 2) {
            fields.text(saying[i], saying[i + 1]);
        }
        return fields.build();
    }

    static Fields organisation(String... saying) {
        return fields(Organisation.SCHEMA, saying);
    }

    static Fields person(String... saying) {
        return fields(CONTACT, saying);
    }

    static Fields product(String name) {
        return fields(Product.SCHEMA, "name", name);
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

    static Predicate<SimRequest> asking(String word) {
        return request -> request.json().path("query").asText().contains(word);
    }

    /** Counts requests with a word in their document. */
    long asked(String word) {
        return wave.server().count(asking(word));
    }

    /** Answers the next matching request with status 200 and a text. It matches when its document contains a word. */
    void answer(String word, String body) {
        wave.server().fail(asking(word), new SimFault.Answer(200, body));
    }

    static String error(String code) {
        return "{\"data\":null,\"errors\":[{\"message\":\"no\",\"extensions\":{\"id\":\"1\",\"code\":\"" + code
                + "\"}}]}";
    }

    String customer(Map<String, String> fields) {
        return wave.create(business, "customers", fields);
    }

    String customer(String... namesAndValues) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return customer(fields);
    }

    List<String> customers() {
        return wave.ids(business, "customers");
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
