package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.PageSequence;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteLog;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.testkit.Samples;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** One test's world with an open connector. */
final class ConnectorTrial implements AutoCloseable {
    private final ConnectorPlugin plugin;
    private final ConnectorWorld world;
    private final Samples samples = Samples.seeded(1);
    private @Nullable TypeSpec spec;
    private Connector connector;
    private int operations;

    private ConnectorTrial(ConnectorPlugin plugin, ConnectorWorld world, Connector connector) {
        this.plugin = plugin;
        this.world = world;
        this.connector = connector;
    }

    static ConnectorTrial open(ConnectorPlugin plugin, ConnectorContract.WorldMaker worlds) throws Exception {
        ConnectorWorld world = worlds.make();
        try {
            return new ConnectorTrial(plugin, world, ConnectorHost.connect(plugin, world));
        } catch (TalkException | AssertionError e) {
            world.close();
            throw e;
        }
    }

    /** Selects the type under test; returns this trial. */
    ConnectorTrial of(EntityType type) {
        spec = types().stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("types() no longer contains " + type));
        return this;
    }

    /** Ends a test whose promise this world cannot show. */
    static void notShown(String lacking) {
        Assumptions.abort("not shown: " + lacking);
    }

    /** Puts a sample of another type into the world; returns its id. */
    String putOther(EntityType other) {
        EntityType selected = type();
        try {
            return world.put(of(other).sample());
        } finally {
            of(selected);
        }
    }

    /** Lets time pass in the world, so that what is visible late is visible. */
    void pass(Duration lag) {
        if (!lag.isZero()) {
            if (world.clock() instanceof TestClock clock) {
                clock.advance(lag);
            } else {
                notShown("what was written is visible after " + lag
                        + " only. Let the world's settings() set no lag, or its clock() return a TestClock.");
            }
        }
    }

    ConnectorPlugin plugin() {
        return plugin;
    }

    ConnectorWorld world() {
        return world;
    }

    Connector connector() {
        return connector;
    }

    Samples samples() {
        return samples;
    }

    /** Returns the types of both connector and world. */
    List<TypeSpec> types() {
        List<EntityType> known = world.schemas().stream().map(Schema::type).toList();
        return connector.types().stream()
                .filter(each -> known.contains(each.type()))
                .toList();
    }

    TypeSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("no type was selected for this test");
        }
        return spec;
    }

    EntityType type() {
        return spec().type();
    }

    /** Opens another connector in the same world. This one stays open. */
    Connector another() {
        return ConnectorHost.connect(plugin, world);
    }

    /** Closes the connector and opens a new one, as the next run does. */
    void reopen() {
        connector.close();
        connector = another();
    }

    boolean canRead() {
        return connector.reader(type()).isPresent();
    }

    boolean canWrite() {
        return connector.writer(type()).isPresent();
    }

    boolean canLookUp() {
        return connector.lookup(type()).isPresent();
    }

    Reader reader() {
        return readerOf(connector);
    }

    /** Returns a reader that begins now by the world's clock. */
    Reader readerOf(Connector open) {
        Reader reader = open.reader(type()).orElseThrow(() -> new AssertionError("no reader for " + type()));
        return request -> {
            Instant now = world.clock().instant();
            return reader.read(request.after()
                    .map(position -> ReadRequest.after(position, now, request.limit()))
                    .orElseGet(() -> ReadRequest.fromStart(now, request.limit())));
        };
    }

    Lookup lookup() {
        return connector.lookup(type()).orElseThrow(() -> new AssertionError("no lookup for " + type()));
    }

    /** Reads from the start to the last page. */
    PageSequence readAll() {
        return Pages.of(reader(), null, spec().readLimit());
    }

    /** Continues reading to the last page. */
    PageSequence readAfter(PageSequence before) {
        return Pages.of(reader(), before.end(), spec().readLimit());
    }

    /** Returns a record with a value in every writable field. */
    Fields sample() {
        Fields record = samples.record(spec().schema());
        while (!hasAllThatIsRequired(record)) {
            record = samples.record(spec().schema());
        }
        Fields.Builder fields = Fields.builder(spec().schema());
        for (FieldSpec field : spec().fields()) {
            if (takes(field, record)) {
                fields.set(field.name(), record.get(field.name()));
            }
        }
        return fields.build();
    }

    private boolean hasAllThatIsRequired(Fields record) {
        return spec().fields().stream().allMatch(field -> !field.isRequired() || takes(field, record));
    }

    private static boolean takes(FieldSpec field, Fields record) {
        return record.get(field.name()).known().filter(field::accepts).isPresent();
    }

    /** Puts this many records into the world; returns them by id. */
    Map<String, Fields> put(int number) {
        Map<String, Fields> there = new HashMap<>();
        for (int i = 0; i < number; i++) {
            Fields record = sample();
            there.put(world.put(record), record);
        }
        return there;
    }

    /** Returns an unused operation id. */
    String operationId() {
        return "contract" + ++operations;
    }

    Operation insert(Fields record) {
        return Operation.insert(operationId(), record);
    }

    Operation update(String id, Fields changes, Fields basedOn) {
        return Operation.update(operationId(), id, changes, basedOn, null);
    }

    Operation archive(String id, Fields basedOn) {
        return Operation.archive(operationId(), id, basedOn, null);
    }

    /** Writes and asserts exactly one outcome per operation. */
    Map<String, Outcome> write(List<Operation> batch) {
        return checked(batch, writer().write(batch));
    }

    /** Writes with announced calls, and asserts exactly one outcome per operation. */
    Map<String, Outcome> write(List<Operation> batch, WriteLog log) {
        return checked(batch, ((StepwiseWriter) writer()).write(batch, log));
    }

    /** Checks whether the writer announces its calls. */
    boolean announcesCalls() {
        return connector.writer(type()).filter(StepwiseWriter.class::isInstance).isPresent();
    }

    private Writer writer() {
        return connector.writer(type()).orElseThrow(() -> new AssertionError("no writer for " + type()));
    }

    private static Map<String, Outcome> checked(List<Operation> batch, Map<String, Outcome> outcomes) {
        assertThat(outcomes.keySet())
                .as("one outcome for each operation id")
                .containsExactlyInAnyOrderElementsOf(
                        batch.stream().map(Operation::id).toList());
        return outcomes;
    }

    Outcome write(Operation operation) {
        Outcome outcome = write(List.of(operation)).get(operation.id());
        if (outcome == null) {
            throw new AssertionError("no outcome for the operation");
        }
        return outcome;
    }

    /** Returns fields with a single value. */
    Fields only(String property, @Nullable String text) {
        return Fields.builder(spec().schema()).text(property, text).build();
    }

    @Override
    public void close() {
        connector.close();
        world.close();
    }
}
