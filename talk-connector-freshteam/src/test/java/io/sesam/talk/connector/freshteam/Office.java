package io.sesam.talk.connector.freshteam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimFreshteam;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A test's account, clock and connector. */
final class Office implements AutoCloseable {
    static final Schema SCHEMA = Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION));

    final TestClock clock = TestClock.create();
    final SimFreshteam account = SimFreshteam.start(clock);
    final PluginContext context = PluginContext.of(
            new SystemName("staff"),
            clock,
            new SplittableRandom(3),
            Map.of(EntityType.PERSON, SCHEMA, EntityType.ORGANISATION, Organisation.SCHEMA));
    final Connector connector = connect(Map.of());
    /** How far the host's clock is ahead of the account's. */
    Duration hostAhead = Duration.ZERO;

    private int operations;
    private final List<Connector> others = new ArrayList<>();

    /** The changes and the end position of a reading. */
    record Told(List<Change> changes, Position end) {
        List<String> ids() {
            return changes.stream().map(Change::id).toList();
        }
    }

    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("apiKey", account.key());
        settings.put("domain", "acme");
        settings.put("roleIds", List.of(String.valueOf(account.roleIds().get(1))));
        settings.put("baseUrl", account.uri().toString());
        return settings;
    }

    Connector connect(Map<String, ?> others) {
        Map<String, Object> raw = settings();
        raw.putAll(others);
        List<String> problems = new ArrayList<>();
        Settings read = Settings.read(
                "settings",
                java.nio.file.Path.of(""),
                raw,
                new FreshteamPlugin().spec().settings(),
                problems);
        assertThat(problems).isEmpty();
        return new FreshteamPlugin().open(read, context);
    }

    /** Opens another connector, closed with the office. */
    Connector other(Map<String, ?> settings) {
        Connector other = connect(settings);
        others.add(other);
        return other;
    }

    long hire(int number) {
        return account.hire(Map.of(
                "first_name",
                "Name%04d".formatted(number),
                "last_name",
                "Hansen",
                "official_email",
                "person" + number + "@acme.example"));
    }

    void wait(Duration time) {
        clock.advance(time);
    }

    Page page(EntityType type, @Nullable Position after) {
        ReadRequest request = after == null
                ? ReadRequest.fromStart(clock.instant().plus(hostAhead), 50)
                : ReadRequest.after(after, clock.instant().plus(hostAhead), 50);
        return connector.reader(type).orElseThrow().read(request);
    }

    Told read(EntityType type, @Nullable Position after) {
        List<Change> changes = new ArrayList<>();
        Page page = page(type, after);
        changes.addAll(page.changes());
        for (int pages = 0; page.hasMore() && pages < 1000; pages++) {
            page = page(type, page.next());
            changes.addAll(page.changes());
        }
        return new Told(changes, page.next());
    }

    Told people(@Nullable Position after) {
        return read(EntityType.PERSON, after);
    }

    Outcome write(Operation operation) {
        return write(connector, operation);
    }

    static Outcome write(Connector through, Operation operation) {
        return through.writer(EntityType.PERSON)
                .orElseThrow()
                .write(List.of(operation))
                .get(operation.id());
    }

    Operation insert(String first, String last, String email) {
        return Operation.insert("o" + ++operations, person(first, last, email));
    }

    Operation update(long id, Fields changes, Fields basedOn) {
        return Operation.update("o" + ++operations, String.valueOf(id), changes, basedOn, null);
    }

    static Fields person(String first, String last, String email) {
        return Person.of(first, last, email).toFields(SCHEMA);
    }

    static Fields says(String property, String text) {
        return Fields.builder(SCHEMA).text(property, text).build();
    }

    JsonNode employee(long id) {
        return account.employees().stream()
                .filter(row -> row.path("id").asLong() == id)
                .findFirst()
                .orElseThrow();
    }

    List<SimRequest> requests(String method) {
        return account.server().requests().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    @Override
    public void close() {
        others.forEach(Connector::close);
        connector.close();
        account.close();
    }
}
