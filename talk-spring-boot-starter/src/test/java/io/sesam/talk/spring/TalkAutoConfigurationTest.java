package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sesam.talk.Talk;
import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.Person;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.enricher.ScriptedRegister;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.testkit.system.MemorySystem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** When there is a {@code Talk}, and of which beans it is made. */
final class TalkAutoConfigurationTest {
    private final MemorySystem system = MemorySystem.at(TestClock.create());
    private final ApplicationContextRunner runner = runner().withBean(ConnectorPlugin.class, () -> system)
            .withPropertyValues(
                    "talk.connections.crm.connector=" + system.spec().name());

    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TalkAutoConfiguration.class));
    }

    static TypeSpec people() {
        return TypeSpec.of(
                        Person.SCHEMA,
                        Person.SCHEMA.properties().stream()
                                .map(property -> FieldSpec.of(property.name()))
                                .toList())
                .inserts()
                .updates()
                .build();
    }

    @Test
    void thereIsATalkUnlessItIsSwitchedOff() {
        runner.run(context -> assertThat(context).hasSingleBean(Talk.class).doesNotHaveBean(SyncSchedule.class));
        runner.withPropertyValues("talk.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Talk.class));
    }

    @Test
    void aTalkOfTheApplicationIsLeftAlone() {
        Talk own = Talk.builder().connect("own", system, Map.of()).build();

        runner.withBean("own", Talk.class, () -> own)
                .run(context -> assertThat(context).getBean(Talk.class).isSameAs(own));
    }

    @Test
    void theContextClosesTheTalk() {
        runner.run(context -> {
            Talk talk = context.getBean(Talk.class);
            context.getSourceApplicationContext().close();
            assertThat(catchThrowable(talk::status)).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void pluginsStoreListenersAndCustomizersAreBeans() {
        system.holds(people());
        CountDownLatch written = new CountDownLatch(1);
        Store store = MemoryStore.create();

        runner.withBean(SinkPlugin.class, MemorySink::new)
                .withBean(Store.class, () -> store)
                .withBean("counting", TalkListener.class, () -> new TalkListener() {
                    @Override
                    public void runFinished(RunResult run) {
                        written.countDown();
                    }
                })
                .withBean(TalkCustomizer.class, () -> builder -> builder.trust("crm"))
                .withPropertyValues(
                        "talk.sinks.tables.sink=" + new MemorySink().spec().name())
                .run(context -> {
                    Talk talk = context.getBean(Talk.class);
                    talk.sync();
                    assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
                    assertThat(talk.status().listeners()).containsKey("counting");
                    assertThat(talk.settings()).containsKeys("connections.crm", "sinks.tables");
                    assertThat(store.audit(0, 10)).as("the journal of the sync").isNotNull();
                });
    }

    @Test
    void anEnricherAnObserverAndAPlaceForTokensAreBeans() {
        system.holds(people());
        List<String> read = new CopyOnWriteArrayList<>();
        List<String> observed = new CopyOnWriteArrayList<>();
        TokenStore tokens = new TokenStore() {
            @Override
            public Optional<String> read(String name) {
                read.add(name);
                return Optional.empty();
            }

            @Override
            public boolean replace(String name, @Nullable String expected, String next) {
                return false;
            }
        };
        MemorySystem other = MemorySystem.at(TestClock.create());
        other.holds(people());
        ConnectorPlugin asking = new ConnectorPlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.of("asking", "Asks for a token.", List.of());
            }

            @Override
            public Connector open(Settings settings, PluginContext context) {
                context.tokens().read("access");
                return other.open(settings, context);
            }
        };
        RunObserver observer = new RunObserver() {
            @Override
            public Span run(RunEvent run) {
                observed.add(run.toString());
                return Span.NONE;
            }
        };

        runner.withBean("asking", ConnectorPlugin.class, () -> asking)
                .withBean(EnricherPlugin.class, ScriptedRegister::empty)
                .withBean(TokenStore.class, () -> tokens)
                .withBean(RunObserver.class, () -> observer)
                .withPropertyValues(
                        "talk.connections.other.connector=asking",
                        "talk.enrichers.register.enricher="
                                + ScriptedRegister.empty().spec().name())
                .run(context -> {
                    Talk talk = context.getBean(Talk.class);
                    assertThat(talk.settings()).containsKey("enrichers.register");
                    assertThat(read).isNotEmpty();
                    talk.sync();
                    assertThat(observed).isNotEmpty();
                });
    }

    @Test
    void aClockAndAnExecutorOfPartsAreBeans() {
        system.holds(people());
        Clock clock = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);
        AtomicInteger parts = new AtomicInteger();
        RunExecutor executor = tasks -> {
            parts.addAndGet(tasks.size());
            tasks.forEach(Runnable::run);
        };

        runner.withBean(Clock.class, () -> clock)
                .withBean(RunExecutor.class, () -> executor)
                .run(context -> {
                    Talk talk = context.getBean(Talk.class);
                    talk.sync();
                    assertThat(talk.status().lastRun().orElseThrow().started()).isEqualTo(clock.instant());
                    assertThat(parts).hasPositiveValue();
                });
    }

    @Test
    void aKindOfStoreIsABean() {
        PluginSpec own = PluginSpec.of("vault", "A store of the application.", List.of());
        Store store = MemoryStore.create();
        StorePlugin plugin = new StorePlugin() {
            @Override
            public PluginSpec spec() {
                return own;
            }

            @Override
            public Store open(Settings settings, PluginContext context) {
                return store;
            }
        };

        runner.withBean(StorePlugin.class, () -> plugin)
                .withPropertyValues("talk.store.kind=vault")
                .run(context -> assertThat(
                                context.getBean(Talk.class).settings().get("store"))
                        .containsEntry("kind", "vault"));
    }

    @Test
    void aDatabaseOfTheApplicationIsUsedOnlyWhenTheSettingsNameNoOther() {
        runner.withBean(DataSource.class, PGSimpleDataSource::new)
                .withPropertyValues(
                        "talk.store.kind=postgresql",
                        "talk.store.url=jdbc:postgresql://localhost:1/none",
                        "talk.store.user=nobody")
                .run(context -> {
                    assertThat(context.getStartupFailure()).hasStackTraceContaining("the store at localhost:1/none");
                });
        runner.withBean(DataSource.class, PGSimpleDataSource::new)
                .run(context -> assertThat(context.getBean(Talk.class).settings())
                        .as("a store in memory")
                        .doesNotContainKey("store"));
    }

    @Test
    void aStoreBeanAndStoreSettingsContradictEachOther() {
        runner.withBean(Store.class, MemoryStore::create)
                .withPropertyValues("talk.store.kind=sqlite", "talk.store.path=talk.db")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("there is a bean of the type Store too"));
    }

    @Test
    void aCustomizerHasTheLastWord() {
        runner.withBean(TalkCustomizer.class, () -> builder -> builder.trust("nobody"))
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("nobody"));
    }

    @Test
    void syncsByDelayOrByCronAndNotByBoth() {
        runner.withPropertyValues("talk.schedule.delay=1h")
                .run(context -> assertThat(context.getBean(SyncSchedule.class).isRunning())
                        .isTrue());
        runner.withPropertyValues("talk.schedule.cron=0 0 3 * * *")
                .run(context -> assertThat(context.getBean(SyncSchedule.class).isRunning())
                        .isTrue());
        runner.withPropertyValues("talk.schedule.delay=1h", "talk.schedule.cron=0 0 3 * * *")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage("set talk.schedule.delay or talk.schedule.cron, and not both"));
    }
}
