package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Connectors that break a promise about look-ups. */
final class LookupMutants {
    private static final String BY_OPERATION =
            "a lookup by operation finds the record that an insert created, and no other (R21)";

    private LookupMutants() {}

    private static Mutant of(String does, String promise, Supplier<Fault> faults) {
        return Mutant.of(does, "person: " + promise, faults);
    }

    static List<Mutant> all() {
        return List.of(
                of(
                        "answers from its memory",
                        "a lookup by id finds existing records in their current state",
                        LookupMutants::remembering),
                of(
                        "does not tell that a record is missing",
                        "a lookup by id reports a missing record",
                        () -> Faults.byId((world, type, honest, ids) -> {
                            Map<String, Lookup.Found> found = new LinkedHashMap<>(honest.byId(ids));
                            found.values().removeIf(Lookup.Found.Missing.class::isInstance);
                            return found;
                        })),
                of(
                        "asks for everything when it is asked for nothing",
                        "a lookup without ids returns nothing",
                        () -> Faults.byId((world, type, honest, ids) -> honest.byId(
                                ids.isEmpty() ? world.system.table(type).ids() : ids))),
                of(
                        "searches without the value, which the system ignores",
                        "a lookup by key finds exactly the records with that value",
                        () -> keys((world, honest) -> new Keys(world, honest))),
                of("answers the first id only", "a lookup by id answers every id", LookupMutants::firstIdOnly),
                of("finds nobody by an operation", BY_OPERATION, () -> operations((found, asked) -> Map.of())),
                of(
                        "finds another record by an operation",
                        BY_OPERATION,
                        () -> operations((found, asked) -> {
                            Map<String, RecordSnapshot> answer = new HashMap<>(found);
                            answer.replaceAll(
                                    (operation, record) -> RecordSnapshot.of("0" + record.id(), record.fields()));
                            return answer;
                        })),
                of(
                        "finds a record by an operation that was never sent",
                        BY_OPERATION,
                        () -> operations((found, asked) -> {
                            Map<String, RecordSnapshot> answer = new HashMap<>(found);
                            found.values().stream()
                                    .findFirst()
                                    .ifPresent(record ->
                                            asked.forEach(operation -> answer.putIfAbsent(operation, record)));
                            return answer;
                        })));
    }

    static Fault firstIdOnly() {
        return Faults.byId((world, type, honest, ids) -> {
            Map<String, Lookup.Found> found = new LinkedHashMap<>(honest.byId(ids));
            found.keySet().retainAll(ids.stream().limit(1).toList());
            return found;
        });
    }

    private static Fault remembering() {
        Map<String, Lookup.Found> memory = new HashMap<>();
        return Faults.byId((world, type, honest, ids) -> {
            honest.byId(ids).forEach(memory::putIfAbsent);
            Map<String, Lookup.Found> found = new LinkedHashMap<>();
            ids.forEach(id -> found.put(id, memory.get(id)));
            return found;
        });
    }

    /** A look-up by key that does not send the value. */
    private record Keys(ModelWorld world, Lookup.ByKey honest) implements Lookup.ByKey {
        @Override
        public Duration lag() {
            return honest.lag();
        }

        @Override
        public Collection<String> properties() {
            return honest.properties();
        }

        @Override
        public Collection<RecordSnapshot> find(String property, String value) {
            MemoryTable table = world.system.table(EntityType.PERSON);
            return table.ids().stream()
                    .map(id -> table.text(id, property))
                    .flatMap(each -> honest.find(property, each).stream())
                    .toList();
        }
    }

    private static Fault keys(BiFunction<ModelWorld, Lookup.ByKey, Lookup.ByKey> keys) {
        return new Fault() {
            @Override
            public Optional<Lookup> lookup(ModelWorld world, EntityType type, Optional<Lookup> honest) {
                return honest.map(lookup -> new Lookup() {
                    @Override
                    public Map<String, Found> byId(Collection<String> ids) {
                        return lookup.byId(ids);
                    }

                    @Override
                    public Optional<ByKey> byKey() {
                        return lookup.byKey().map(each -> keys.apply(world, each));
                    }
                });
            }
        };
    }

    private static Fault operations(
            BiFunction<Map<String, RecordSnapshot>, Collection<String>, Map<String, RecordSnapshot>> answer) {
        return new Fault() {
            @Override
            public Optional<Lookup> lookup(ModelWorld world, EntityType type, Optional<Lookup> honest) {
                return honest.map(lookup -> new Lookup() {
                    @Override
                    public Map<String, Found> byId(Collection<String> ids) {
                        return lookup.byId(ids);
                    }

                    @Override
                    public Optional<ByOperation> byOperation() {
                        return lookup.byOperation().map(each -> new Operations(each, answer));
                    }
                });
            }
        };
    }

    /** A look-up by operation with another answer. */
    private record Operations(
            Lookup.ByOperation honest,
            BiFunction<Map<String, RecordSnapshot>, Collection<String>, Map<String, RecordSnapshot>> answer)
            implements Lookup.ByOperation {
        @Override
        public Duration lag() {
            return honest.lag();
        }

        @Override
        public Map<String, RecordSnapshot> find(Collection<String> asked, Instant since) {
            return answer.apply(honest.find(asked, since), asked);
        }
    }
}
