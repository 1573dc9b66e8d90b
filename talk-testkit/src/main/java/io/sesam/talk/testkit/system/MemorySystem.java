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
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Webhooks;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A system that lives in memory: people edit it through its {@link MemoryTable}s, Talk through the SPI.
 *
 * <p>It outlives the connectors it opens, as a cloud system outlives an application. Everything is safe for any thread.
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
    private int writeCalls;
    private int readCalls;

    private MemorySystem(Clock clock) {
        this.clock = clock;
    }

    /** An empty system that holds no type yet. */
    public static MemorySystem at(Clock clock) {
        return new MemorySystem(clock);
    }

    /** Holds a type from now on; whether it can be looked up, written and how, its facts say. */
    public MemoryTable holds(TypeSpec spec) {
        MemoryTable table = new MemoryTable(spec, clock);
        tables.put(spec.type(), table);
        return table;
    }

    /** What people see of a type. */
    public MemoryTable table(EntityType type) {
        MemoryTable table = tables.get(type);
        if (table == null) {
            throw new IllegalArgumentException("the system holds no " + type);
        }
        return table;
    }

    /** The next reading fails so; several fail one after the other. */
    public synchronized void failNextRead(TalkException failure) {
        readFailures.add(failure);
    }

    /** The next time it is asked what it holds it fails so. */
    public synchronized void failNextTypes(TalkException failure) {
        typesFailures.add(failure);
    }

    synchronized void beforeTypes() {
        TalkException failure = typesFailures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    /** Sends something by itself from now on, which is understood like this. */
    public synchronized void sends(Webhooks understood) {
        webhooks = Optional.of(understood);
    }

    /** Is told every batch; from now on each goes to the tables that its operations are about. */
    public synchronized void writesMixed(Consumer<List<Operation>> listener) {
        mixed = Optional.of(listener);
    }

    /** Carries a batch out, given to the writer of one of its tables. */
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

    /** Called before each reading with its number, from 1; it may throw what the reading is to fail with. */
    public synchronized void interceptReads(IntConsumer interceptor) {
        readInterceptor = interceptor;
        readCalls = 0;
    }

    /** The next writing fails so, before anything is done; several fail one after the other. */
    public synchronized void failNextWrite(RuntimeException failure) {
        writeFailures.add(failure);
    }

    /** Says that so many calls may be made in any period; it does not see to it. */
    public synchronized MemorySystem allows(long calls, Duration period) {
        limits = limits.andThen(counter -> counter.limit(calls, period));
        return this;
    }

    /** How many times Talk has written. */
    public synchronized int writeCalls() {
        return writeCalls;
    }

    /** How many pages Talk has read. */
    public synchronized int readCalls() {
        return readCalls;
    }

    /** Every operation that Talk has asked for, in order. */
    public synchronized List<Operation> asked() {
        return List.copyOf(asked);
    }

    /** Forgets what was counted so far. */
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
