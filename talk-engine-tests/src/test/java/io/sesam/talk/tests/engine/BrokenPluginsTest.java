package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
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
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plugins that fail in every way (R45). */
@Tag("R45")
final class BrokenPluginsTest {
    private static final SystemName BAD = new SystemName("bad");
    private static final String SECRET = "token hunter2 of ada@x.example";

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final MemorySystem behind = MemorySystem.at(world.clock);
    private final Failing plugin = new Failing(behind);

    /** A system that works, except at one place. */
    private static final class Failing implements ConnectorPlugin {
        private final ConnectorPlugin behind;
        private String place = "";
        private Supplier<@Nullable Throwable> failure = () -> null;

        Failing(ConnectorPlugin behind) {
            this.behind = behind;
        }

        /** Fails, or answers {@code null} when there is no failure. */
        private boolean isNullAt(String here) {
            if (!here.equals(place)) {
                return false;
            }
            Throwable thrown = failure.get();
            if (thrown != null) {
                Failing.<RuntimeException>sneak(thrown);
            }
            return true;
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable thrown) throws T {
            throw (T) thrown;
        }

        @Override
        public PluginSpec spec() {
            return isNullAt("spec") ? null : behind.spec();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            if (isNullAt("open")) {
                return null;
            }
            Connector system = behind.open(settings, context);
            return new Connector() {
                @Override
                public Check check() {
                    return isNullAt("check") ? null : system.check();
                }

                @Override
                public List<TypeSpec> types() {
                    return isNullAt("types") ? null : system.types();
                }

                @Override
                public Optional<Reader> reader(EntityType type) {
                    return isNullAt("reader")
                            ? null
                            : system.reader(type)
                                    .map(reader -> request -> isNullAt("read") ? null : reader.read(request));
                }

                @Override
                public Optional<Lookup> lookup(EntityType type) {
                    return isNullAt("lookup") ? null : system.lookup(type);
                }

                @Override
                public Optional<Writer> writer(EntityType type) {
                    return isNullAt("writer")
                            ? null
                            : system.writer(type)
                                    .map(writer -> operations -> isNullAt("write") ? null : writer.write(operations));
                }

                @Override
                public void close() {
                    if (!isNullAt("close")) {
                        system.close();
                    }
                }
            };
        }
    }

    private static final List<Supplier<@Nullable Throwable>> FAILURES = List.of(
            () -> new StackOverflowError(SECRET),
            () -> new OutOfMemoryError(SECRET),
            () -> new NoClassDefFoundError(SECRET),
            () -> new ExceptionInInitializerError(SECRET),
            () -> new AssertionError(SECRET),
            () -> new IOException(SECRET),
            () -> new IllegalStateException(SECRET),
            () -> null);

    private static String simpleName(@Nullable Throwable failure) {
        return failure == null ? "NullPointerException" : failure.getClass().getSimpleName();
    }

    @Test
    void whateverAConnectorThrowsPausesItAloneByTheClassOfTheFailure() {
        behind.holds(World.full(Person.SCHEMA).build());
        world.config = builder -> builder.connect("bad", plugin, Map.of());
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        int edit = 0;
        for (String place : List.of("spec", "open", "types", "reader", "read", "writer", "write")) {
            for (Supplier<@Nullable Throwable> failure : FAILURES) {
                String name = "N" + edit++;
                crm.put("1", "lastname", name);
                plugin.place = place;
                plugin.failure = failure;
                SyncReport report = world.sync();
                String as = place + " " + simpleName(failure.get());
                assertThat(report.paused()).as(as).containsOnlyKeys(BAD);
                boolean unanswered = place.equals("write") && failure.get() == null;
                assertThat(report.paused().get(BAD))
                        .as(as)
                        .contains(unanswered ? "" : simpleName(failure.get()))
                        .doesNotContain("hunter2");
                assertThat(erp.text("1", "lastname")).as(as).isEqualTo(name);
                plugin.place = "";
                world.settle();
            }
        }
    }

    @Test
    void aConnectorThatCannotCloseOrCheckHarmsNobody() {
        behind.holds(World.full(Person.SCHEMA).build());
        world.config = builder -> builder.connect("bad", plugin, Map.of());
        crm.add("firstname", "Ada", "email", "ada@x.example");
        for (Supplier<@Nullable Throwable> failure : FAILURES) {
            plugin.failure = failure;
            plugin.place = "close";
            assertThat(world.sync().paused()).isEmpty();
            plugin.place = "check";
            try (Talk talk = world.talk()) {
                Map<SystemName, Check> checks = talk.check();
                assertThat(checks.get(BAD).toString())
                        .contains(simpleName(failure.get()))
                        .doesNotContain("hunter2");
                assertThat(checks.get(new SystemName("erp")).isFine()).isTrue();
            }
            plugin.place = "writer";
            try (Talk talk = world.talk()) {
                assertThat(talk.records()
                                .explain(RecordRef.of("crm", PERSON, "1"))
                                .lines())
                        .anyMatch(line ->
                                line.startsWith("bad is not written") && line.contains(simpleName(failure.get())))
                        .noneMatch(line -> line.contains("hunter2"));
            }
        }
    }

    @Test
    void aSinkOrAnEnricherThatCannotBeOpenedIsPaused() {
        SinkPlugin sink = new SinkPlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.of("bad", "Cannot be opened.", List.of());
            }

            @Override
            public Sink open(Settings settings, PluginContext context) {
                throw new UnsatisfiedLinkError(SECRET);
            }
        };
        EnricherPlugin enricher = new EnricherPlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.of("worse", "Cannot be opened.", List.of());
            }

            @Override
            public Enricher open(Settings settings, PluginContext context) {
                throw new NoSuchMethodError(SECRET);
            }
        };
        world.config = builder -> builder.sink("bad", sink, Map.of()).enricher("worse", enricher, Map.of());
        crm.add("firstname", "Ada", "email", "ada@x.example");
        SyncReport report = world.sync();
        assertThat(report.paused().get(BAD)).contains("UnsatisfiedLinkError").doesNotContain("hunter2");
        assertThat(report.paused().get(new SystemName("worse")))
                .contains("NoSuchMethodError")
                .doesNotContain("hunter2");
        assertThat(erp.find("firstname", "Ada")).hasSize(1);
    }

    @Test
    void anErrorOfTheVirtualMachineEndsTheRun() {
        behind.holds(World.full(Person.SCHEMA).build());
        world.config = builder -> builder.connect("bad", plugin, Map.of());
        plugin.place = "read";
        plugin.failure = () -> new InternalError(SECRET);
        assertThatThrownBy(world::sync).isInstanceOf(InternalError.class);
    }

    @Test
    void aBrokenProviderThatNobodyConfiguredIsLeftOut() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new BrokenPath(before));
        try {
            TalkBuilder builder = Talk.builder().connect("files", "csvv", Map.of());
            assertThatThrownBy(builder::build)
                    .hasMessageContaining("no connector named \"csvv\"")
                    .hasMessageContaining("cannot be loaded");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A class path with three broken providers. */
    private static final class BrokenPath extends ClassLoader {
        BrokenPath(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (!name.equals("META-INF/services/" + ConnectorPlugin.class.getName())) {
                return super.getResources(name);
            }
            Path file = Files.createTempFile("services", ".txt");
            Files.writeString(
                    file,
                    "no.such.Plugin\n" + String.class.getName() + "\n" + Abstract.class.getName() + "\n"
                            + Exploding.class.getName() + "\n");
            file.toFile().deleteOnExit();
            List<URL> urls = new ArrayList<>(Collections.list(super.getResources(name)));
            urls.add(0, file.toUri().toURL());
            return Collections.enumeration(urls);
        }
    }

    /** A provider that cannot be created. */
    public abstract static class Abstract implements ConnectorPlugin {}

    /** A provider that fails when it is created. */
    public static final class Exploding extends Abstract {
        public Exploding() {
            throw new NoClassDefFoundError("gone");
        }

        @Override
        public PluginSpec spec() {
            throw new AssertionError();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            throw new AssertionError();
        }
    }
}
