package io.sesam.talk.tests.engine;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Systems in memory, a lasting store, and a clock. */
final class World {
    /** One source for all runs, so that no two operations have the same id. */
    final Random random = new Random(7);

    final TestClock clock = TestClock.create();
    final Map<String, MemorySystem> systems = new LinkedHashMap<>();
    /** A store that runs cannot close, so that the next run continues with it. */
    Store store = surviving(MemoryStore.create());

    UnaryOperator<TalkBuilder> config = builder -> builder;

    static Store surviving(Store memory) {
        return (Store) Proxy.newProxyInstance(
                World.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    MemoryTable people(String system) {
        return people(system, UnaryOperator.identity());
    }

    MemoryTable people(String system, UnaryOperator<TypeSpec.Builder> facts) {
        return holds(system, facts.apply(full(Person.SCHEMA)).build());
    }

    MemoryTable organisations(String system) {
        return holds(system, full(Organisation.SCHEMA).build());
    }

    MemoryTable holds(String system, TypeSpec spec) {
        return systems.computeIfAbsent(system, name -> MemorySystem.at(clock)).holds(spec);
    }

    /** Starts a type that supports everything. */
    static TypeSpec.Builder full(Schema schema) {
        List<FieldSpec> fields = schema.properties().stream()
                .map(Property::name)
                .map(FieldSpec::of)
                .toList();
        return TypeSpec.of(schema, fields)
                .inserts()
                .updates()
                .archives()
                .deletes(Deletes.FEED)
                .readLimit(3)
                .writeLimit(4);
    }

    SyncReport sync() {
        clock.advance(Duration.ofMinutes(1));
        try (Talk talk = talk()) {
            return talk.sync();
        } finally {
            clock.advance(Duration.ofMinutes(1));
        }
    }

    Talk talk() {
        TalkBuilder builder = Talk.builder().store(store).clock(clock).random(random);
        systems.forEach((name, system) -> builder.connect(name, system, Map.of()));
        return config.apply(builder.trust(systems.keySet().toArray(String[]::new)))
                .build();
    }

    Talk talkThatIsClosed() {
        Talk talk = talk();
        talk.close();
        return talk;
    }

    MemorySystem system(String name) {
        return systems.get(name);
    }

    MemoryTable table(String system, EntityType type) {
        return systems.get(system).table(type);
    }

    /** Runs until nothing is written any more, and nothing is in doubt. */
    SyncReport settle() {
        SyncReport report = sync();
        for (int i = 0; i < 5 && (report.writes() > 0 || report.inDoubt() > 0); i++) {
            report = sync();
        }
        return report;
    }

    /** Adds a person or changes a name in some systems. */
    void edit(List<String> names, Random dice) {
        for (int edits = 1 + dice.nextInt(5); edits > 0; edits--) {
            MemoryTable table = table(names.get(dice.nextInt(names.size())), EntityType.PERSON);
            List<String> ids = table.ids();
            if (ids.isEmpty() || dice.nextInt(3) == 0) {
                table.add("firstname", "F" + dice.nextInt(9), "email", "e" + dice.nextInt(12) + "@x.example");
            } else {
                table.put(ids.get(dice.nextInt(ids.size())), "lastname", "L" + dice.nextInt(9));
            }
            clock.advance(Duration.ofSeconds(dice.nextInt(20)));
        }
    }
}
