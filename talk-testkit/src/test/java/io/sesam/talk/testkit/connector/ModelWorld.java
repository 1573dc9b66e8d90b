package io.sesam.talk.testkit.connector;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A system in memory as its users see it, with a list that can be missing and pages that can go round. */
final class ModelWorld implements ConnectorWorld {
    /** What the system does wrong. */
    enum Trouble {
        NONE,
        REFUSED,
        NO_LIST,
        RING
    }

    static final String TOKEN = "canary-model-token";
    private static final AtomicInteger MADE = new AtomicInteger();

    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final MemorySystem system = MemorySystem.at(clock);
    final Supplier<Fault> faults;
    /** What broken connectors of one world keep in common. */
    final Map<String, Object> shared = new HashMap<>();

    final CountDownLatch end = new CountDownLatch(1);
    Trouble trouble = Trouble.NONE;
    int shortened = Integer.MAX_VALUE;
    private final boolean barren;
    private final String name = "world" + MADE.incrementAndGet();

    /**
     * Creates a world.
     *
     * @param faults makes the fault of each connector
     * @param barren whether it has no breakages and no short pages
     */
    ModelWorld(Supplier<Fault> faults, boolean barren) {
        this.faults = faults;
        this.barren = barren;
        for (Schema schema : schemas()) {
            FieldSpec[] fields = schema.properties().stream()
                    .map(property -> FieldSpec.of(property.name()))
                    .toArray(FieldSpec[]::new);
            system.holds(TypeSpec.of(schema, fields)
                            .inserts()
                            .updates()
                            .archives()
                            .deletes(Deletes.FEED)
                            .writeCost(WriteCost.perRecord(0))
                            .build())
                    .keepsOperations(Duration.ofSeconds(5))
                    .findsBy(Duration.ZERO, schema.equals(Person.SCHEMA) ? "email" : "name");
        }
        system.writesStepwise();
        ModelPlugin.WORLDS.put(name, this);
    }

    @Override
    public Map<String, ?> settings() {
        return Map.of("world", name, "token", TOKEN);
    }

    @Override
    public List<Schema> schemas() {
        return List.of(Person.SCHEMA, Organisation.SCHEMA);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    private static String[] texts(Fields record) {
        return record.schema().properties().stream()
                .flatMap(property -> record.originalText(record.schema().index(property.name())).stream()
                        .flatMap(text -> List.of(property.name(), text).stream()))
                .toArray(String[]::new);
    }

    private MemoryTable table(Fields record) {
        return system.table(record.schema().type());
    }

    @Override
    public String put(Fields record) {
        return table(record).add(texts(record));
    }

    @Override
    public void change(String id, Fields changes) {
        table(changes).put(id, texts(changes));
    }

    @Override
    public void delete(EntityType type, String id) {
        system.table(type).delete(id);
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        MemoryTable table = system.table(type);
        Map<String, Fields> there = new HashMap<>();
        for (String id : table.ids()) {
            Fields.Builder fields = Fields.builder(table.spec().schema());
            table.spec()
                    .schema()
                    .properties()
                    .forEach(property -> fields.text(property.name(), table.text(id, property.name())));
            there.put(id, fields.build());
        }
        return there;
    }

    @Override
    public List<Breakage> breakages() {
        return barren
                ? List.of()
                : List.of(
                        Breakage.of("a revoked token", ErrorCode.ACCESS_REFUSED, () -> trouble = Trouble.REFUSED),
                        Breakage.withoutList(false, () -> trouble = Trouble.NO_LIST),
                        Breakage.ring(() -> trouble = Trouble.RING));
    }

    @Override
    public boolean tellsUnknown() {
        return true;
    }

    @Override
    public boolean noticesStaleDecisions() {
        return true;
    }

    @Override
    public boolean shortenPages(int records) {
        shortened = records;
        return !barren;
    }

    @Override
    public void close() {
        ModelPlugin.WORLDS.remove(name);
        end.countDown();
    }
}
