package io.sesam.talk.generated;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.SharedResources;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Everything that a run does with a connector, once. */
final class Trial {
    private static final Map<EntityType, Schema> SCHEMAS = Map.of(
            EntityType.PERSON, Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)),
            EntityType.ORGANISATION, Organisation.SCHEMA,
            EntityType.PRODUCT, Product.SCHEMA);

    private final TestClock clock;
    private final SplittableRandom random;
    private final SharedResources shared;
    private int refused;
    private int operations;

    Trial(TestClock clock, SplittableRandom random, SharedResources shared) {
        this.clock = clock;
        this.random = random;
        this.shared = shared;
    }

    /** The number of steps that ended with a TalkException. */
    int refused() {
        return refused;
    }

    void open(ConnectorPlugin plugin, Path base, Map<String, ?> raw) {
        attempt(() -> {
            List<String> problems = new ArrayList<>();
            Settings settings =
                    Settings.read("settings", base, raw, plugin.spec().settings(), problems);
            if (!problems.isEmpty()) {
                throw TalkException.configuration(problems);
            }
            PluginContext context = PluginContext.of(new SystemName("tried"), clock, new SplittableRandom(1), SCHEMAS)
                    .sharing(shared);
            try (Connector connector = plugin.open(settings, context)) {
                each(connector);
            }
        });
    }

    private void each(Connector connector) {
        Check check = connector.check();
        if (check.findings().stream().anyMatch(finding -> finding.message().isBlank())) {
            throw new IllegalStateException("a finding without a message");
        }
        Set<EntityType> types =
                connector.types().stream().map(spec -> spec.type()).collect(Collectors.toSet());
        for (EntityType type : types) {
            List<RecordSnapshot> seen = new ArrayList<>();
            connector.reader(type).ifPresent(reader -> attempt(() -> read(reader, seen)));
            connector.lookup(type).ifPresent(lookup -> lookUp(lookup, seen));
            connector.writer(type).ifPresent(writer -> write(writer, SCHEMAS.get(type), seen));
        }
    }

    private void read(Reader reader, List<RecordSnapshot> seen) {
        Page page = reader.read(ReadRequest.fromStart(clock.instant(), 50));
        for (int i = 0; i < 4; i++) {
            for (Change change : page.changes()) {
                if (change.id().isEmpty()) {
                    throw new IllegalStateException("a change without an id");
                }
                if (change instanceof RecordSnapshot record) {
                    seen.add(record);
                }
            }
            clock.advance(Duration.ofMinutes(page.hasMore() ? 0 : 90));
            page = reader.read(ReadRequest.after(page.next(), clock.instant(), 50));
        }
    }

    private void lookUp(Lookup lookup, List<RecordSnapshot> seen) {
        Set<String> ids = seen.stream().limit(3).map(Change::id).collect(Collectors.toSet());
        attempt(() -> lookup.byId(ids));
        lookup.byKey()
                .ifPresent(byKey ->
                        byKey.properties().forEach(property -> attempt(() -> byKey.find(property, "ada@one.example"))));
        lookup.byOperation()
                .ifPresent(byOperation -> attempt(() ->
                        byOperation.find(Set.of("operation-1"), clock.instant().minus(Duration.ofHours(1)))));
    }

    private void write(Writer writer, Schema schema, List<RecordSnapshot> seen) {
        List<Operation> batch = new ArrayList<>();
        Fields.Builder fields = Fields.builder(schema);
        schema.properties().stream()
                .filter(property -> random.nextInt(3) > 0 && !property.name().equals("organisation"))
                .forEach(property -> fields.text(
                        property.name(),
                        switch (property.name()) {
                            case "email" -> "new" + operations + "@one.example";
                            case "gender" -> "female";
                            case "country" -> "NO";
                            default -> "New " + operations;
                        }));
        Fields values = fields.build();
        batch.add(Operation.insert("operation-" + ++operations, values));
        seen.stream()
                .limit(2)
                .forEach(record -> batch.add(
                        Operation.update("operation-" + ++operations, record.id(), values, record.fields(), null)));
        attempt(() -> {
            Map<String, ?> outcomes = writer.write(batch);
            if (!batch.stream().allMatch(operation -> outcomes.containsKey(operation.id()))) {
                throw new IllegalStateException("an operation without an outcome");
            }
        });
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (TalkException e) {
            refused++;
        }
    }
}
