package io.sesam.talk.benchmarks;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A system that generates its persons on request. It takes no memory.
 *
 * <p>In each run the edited system has 80 persons with a new name and 20 new ones; the other system returns in the next
 * run what was written to it, as systems do.
 *
 * @param people the initial number of persons
 * @param run the number of the run, from 1; 0 for the first listing
 * @param edited whether users edit this system, instead of Talk only
 */
record GeneratedPeople(int people, int run, boolean edited) implements ConnectorPlugin {
    static final int EDITS = 80;
    static final int NEW = 20;

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAGE = 500;

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("generated", "People who are made up when they are asked for.", List.of());
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return new System(this, context.schemas().getOrDefault(EntityType.PERSON, Person.SCHEMA));
    }

    private static RecordSnapshot person(Schema schema, long number, String lastname, Instant modified) {
        Fields fields = Fields.builder(schema)
                .text("firstname", "Given " + number % 1_000)
                .text("lastname", lastname)
                .text("email", "person" + number + "@example.org")
                .build();
        return RecordSnapshot.of(Long.toString(number), fields)
                .created(BEGINNING)
                .modified(modified);
    }

    private record System(GeneratedPeople plugin, Schema schema) implements Connector {
        @Override
        public Check check() {
            return Check.fine();
        }

        @Override
        public List<TypeSpec> types() {
            return List.of(
                    TypeSpec.of(schema, FieldSpec.of("firstname"), FieldSpec.of("lastname"), FieldSpec.of("email"))
                            .inserts()
                            .updates()
                            .readLimit(PAGE)
                            .writeLimit(100)
                            .build());
        }

        @Override
        public Optional<Reader> reader(EntityType type) {
            return Optional.of(this::read);
        }

        @Override
        public Optional<Lookup> lookup(EntityType type) {
            return Optional.empty();
        }

        @Override
        public Optional<Writer> writer(EntityType type) {
            return Optional.of(System::write);
        }

        /** Reads a page. Positions are "listed 500" during the complete listing, and "run 3" afterwards. */
        private Page read(ReadRequest request) {
            String after = request.after()
                    .map(position -> ((Position.Token) position).value())
                    .orElse("listed 0");
            int number = Integer.parseInt(after.substring(after.indexOf(' ') + 1));
            return after.startsWith("listed") ? listed(number) : changed(number);
        }

        private Page listed(int from) {
            int until = Math.min(plugin.people, from + PAGE);
            List<Change> page = new ArrayList<>();
            for (int i = from; i < until; i++) {
                page.add(person(schema, i, "Family " + i % 5_000, BEGINNING));
            }
            return until < plugin.people
                    ? Page.more(page, new Position.Token("listed " + until))
                    : Page.last(page, new Position.Token("run 0"));
        }

        private Page changed(int since) {
            int upTo = plugin.edited ? plugin.run : plugin.run - 1;
            List<Change> page = new ArrayList<>();
            for (int run = since + 1; run <= upTo; run++) {
                for (int i = 0; i < EDITS + NEW; i++) {
                    long number = i < EDITS
                            ? (long) i * (plugin.people / EDITS) + run
                            : plugin.people + (long) run * NEW + (i - EDITS);
                    page.add(person(schema, number, "New " + run, BEGINNING.plus(Duration.ofDays(run))));
                }
            }
            return Page.last(page, new Position.Token("run " + Math.max(since, upTo)));
        }

        private static Map<String, Outcome> write(List<Operation> operations) {
            Map<String, Outcome> outcomes = new HashMap<>();
            for (Operation operation : operations) {
                String id = operation.recordId().orElseGet(() -> numberOf(operation.fields()));
                outcomes.put(operation.id(), Outcome.applied(id));
            }
            return outcomes;
        }

        private static String numberOf(Fields fields) {
            return fields.originalText(fields.schema().index("email"))
                    .orElseThrow()
                    .replaceAll("\\D", "");
        }

        @Override
        public void close() {}
    }
}
