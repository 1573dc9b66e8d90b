package io.sesam.talk.benchmarks;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.jdbc.SqliteStorePlugin;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A benchmark of the engine's own processor time. Without the time of the connectors, for a hundred changed rows among
 * ever more persons. Needs a JDK before 21, where each thread of the engine has its own processor time.
 *
 * <p>Arguments: the numbers of persons.
 */
public final class EnginePart {
    private static final int RUNS = 6;

    private EnginePart() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        for (String people : arguments) {
            Path directory = Files.createTempDirectory("talk-engine-part");
            Spreadsheets spreadsheets = new Spreadsheets(directory);
            spreadsheets.write(Integer.parseInt(people), 42);
            measure(directory, out, people + " people, first run");
            for (int run = 1; run <= RUNS; run++) {
                spreadsheets.edit(100, run);
                measure(directory, out, people + " people, 100 rows changed");
            }
        }
    }

    private static void measure(Path directory, PrintStream out, String what) {
        AtomicLong inConnectors = new AtomicLong();
        CountedStore counted = new CountedStore();
        Store store = SqliteStorePlugin.at(directory.resolve("talk.db"), Map.of(EntityType.PERSON, Person.SCHEMA));
        TalkBuilder builder = Talk.builder().baseDirectory(directory).store(counted.over(store));
        for (String system : Spreadsheets.SYSTEMS) {
            builder.connect(system, new Watched(csv(), inConnectors), Map.of("directory", system));
        }
        try (Talk talk = builder.build()) {
            long before = processorTime();
            SyncReport report = talk.sync();
            long all = processorTime() - before;
            out.printf(
                    Locale.ROOT,
                    "%s: %.2f s of processor, of which the engine and the garbage of all %.3f s;"
                            + " %d questions to the store, %d rows in answer; %d writes, %d golden changes%n",
                    what,
                    all / 1e9,
                    (all - inConnectors.get()) / 1e9,
                    counted.questions(),
                    counted.rows(),
                    report.writes(),
                    report.goldenChanges());
        }
    }

    private static ConnectorPlugin csv() {
        return ServiceLoader.load(ConnectorPlugin.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(plugin -> plugin.spec().name().equals("csv"))
                .findFirst()
                .orElseThrow();
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** A plugin whose processor time is measured. */
    private record Watched(ConnectorPlugin plugin, AtomicLong time) implements ConnectorPlugin {
        @Override
        public PluginSpec spec() {
            return plugin.spec();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            return new WatchedConnector(plugin.open(settings, context), time);
        }
    }

    private record WatchedConnector(Connector connector, AtomicLong time) implements Connector {
        @Override
        public Check check() {
            return connector.check();
        }

        @Override
        public List<TypeSpec> types() {
            return counted(connector::types);
        }

        @Override
        public Optional<Reader> reader(EntityType type) {
            return connector.reader(type).map(reader -> request -> counted(() -> reader.read(request)));
        }

        @Override
        public Optional<Lookup> lookup(EntityType type) {
            return connector.lookup(type);
        }

        @Override
        public Optional<Writer> writer(EntityType type) {
            return connector.writer(type).map(writer -> operations -> counted(() -> writer.write(operations)));
        }

        @Override
        public void close() {
            connector.close();
        }

        private <T> T counted(Supplier<T> call) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            try {
                return call.get();
            } finally {
                time.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
            }
        }
    }
}
