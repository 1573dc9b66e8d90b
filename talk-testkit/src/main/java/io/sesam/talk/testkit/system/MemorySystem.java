package io.sesam.talk.testkit.system;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Webhooks;
import io.sesam.talk.spi.WriteLog;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A scriptable system in memory. Users edit it through its {@link MemoryTable}s, Talk through the SPI.
 *
 * <p>It outlives the connectors it opens, as a cloud system outlives an application. Safe for any thread.
 */
public final class MemorySystem implements ConnectorPlugin {
    private final Map<EntityType, MemoryTable> tables = new LinkedHashMap<>();
    private final Deque<TalkException> readFailures = new ArrayDeque<>();
    private final Deque<TalkException> typesFailures = new ArrayDeque<>();
    private final Deque<RuntimeException> writeFailures = new ArrayDeque<>();
    private final List<Operation> asked = new ArrayList<>();
    private final Clock clock;
    private IntConsumer readInterceptor = call -> {};
    private volatile Optional<Consumer<List<Operation>>> mixed = Optional.empty();
    private Optional<Webhooks> webhooks = Optional.empty();
    private Consumer<Calls> limits = calls -> {};
    private boolean stepwise;
    private int writeCalls;
    private int readCalls;

    private MemorySystem(Clock clock) {
        this.clock = clock;
    }

    /** Creates an empty system without types. */
    public static MemorySystem at(Clock clock) {
        return new MemorySystem(clock);
    }

    /** Adds a type. Its spec states whether it can be looked up and written. */
    public MemoryTable holds(TypeSpec spec) {
        MemoryTable table = new MemoryTable(spec, clock);
        tables.put(spec.type(), table);
        return table;
    }

    /** Returns the records of a type, as users see them. */
    public MemoryTable table(EntityType type) {
        MemoryTable table = tables.get(type);
        if (table == null) {
            throw new IllegalArgumentException("the system does not have the type " + type);
        }
        return table;
    }

    /** Makes the next reading fail; several fail in order. */
    public synchronized void failNextRead(TalkException failure) {
        readFailures.add(failure);
    }

    /** Makes the next call of {@code types()} fail. */
    public synchronized void failNextTypes(TalkException failure) {
        typesFailures.add(failure);
    }

    synchronized void beforeTypes() {
        TalkException failure = typesFailures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    /** Makes the system send webhooks, interpreted by this. */
    public synchronized void sends(Webhooks understood) {
        webhooks = Optional.of(understood);
    }

    /** Registers a listener and writes batches across types. Each operation goes to the table of its type. */
    public synchronized void writesMixed(Consumer<List<Operation>> listener) {
        mixed = Optional.of(listener);
    }

    /** Makes writers send one record a call, and announce each call. */
    public synchronized void writesStepwise() {
        stepwise = true;
    }

    synchronized Writer writer(MemoryTable table) {
        return stepwise
                ? (StepwiseWriter) (operations, log) -> steps(table, operations, log)
                : operations -> write(table, operations);
    }

    private Map<String, Outcome> steps(MemoryTable table, List<Operation> operations, WriteLog log) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            log.sending(List.of(operation));
            Outcome outcome =
                    Objects.requireNonNull(write(table, List.of(operation)).get(operation.id()));
            outcomes.put(operation.id(), outcome);
            log.answered(operation, outcome);
        }
        return outcomes;
    }

    /** Writes a batch given to the writer of a table. */
    Map<String, Outcome> write(MemoryTable table, List<Operation> operations) {
        beforeWrite(operations);
        if (mixed.isEmpty()) {
            return table.write(operations);
        }
        mixed.get().accept(operations);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        operations.forEach(operation -> outcomes.putAll(table(operation.type()).write(List.of(operation))));
        return outcomes;
    }

    Map<String, Outcome> erase(MemoryTable table, Collection<String> ids) {
        beforeWrite(List.of());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        ids.forEach(id -> outcomes.put(id, table.erase(id)));
        return outcomes;
    }

    synchronized Optional<Webhooks> webhooks() {
        return webhooks;
    }

    /**
     * Registers a hook before each reading. It gets the number of the reading, from 1; its exception becomes the
     * failure of the reading.
     */
    public synchronized void interceptReads(IntConsumer interceptor) {
        readInterceptor = interceptor;
        readCalls = 0;
    }

    /** Makes the next write fail before it does anything; several fail in order. */
    public synchronized void failNextWrite(RuntimeException failure) {
        writeFailures.add(failure);
    }

    /** Declares a call quota without enforcing it. */
    public synchronized MemorySystem allows(long calls, Duration period) {
        limits = limits.andThen(counter -> counter.limit(calls, period));
        return this;
    }

    /** Returns the number of Talk's writing calls. */
    public synchronized int writeCalls() {
        return writeCalls;
    }

    /** Returns the number of pages that Talk has read. */
    public synchronized int readCalls() {
        return readCalls;
    }

    /** Returns all operations Talk has sent, in order. */
    public synchronized List<Operation> asked() {
        return List.copyOf(asked);
    }

    /** Resets all counts. */
    public synchronized void forgetCounts() {
        writeCalls = 0;
        readCalls = 0;
        asked.clear();
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("memory", "A simulated system in memory.", List.of());
    }

    @Override
    public synchronized Connector open(Settings settings, PluginContext context) {
        limits.accept(context.calls());
        return new MemoryConnector(this, tables);
    }

    synchronized void beforeRead() {
        readCalls++;
        readInterceptor.accept(readCalls);
        TalkException failure = readFailures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void beforeWrite(List<Operation> operations) {
        writeCalls++;
        asked.addAll(operations);
        RuntimeException failure = writeFailures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}
