package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sesam.talk.Talk;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.testkit.system.MemorySystem;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** When there is a {@code Talk}, and of which beans it is made. */
final class TalkAutoConfigurationTest {
    private final MemorySystem system = MemorySystem.at(TestClock.create());
    private final ApplicationContextRunner runner = runner().withBean(ConnectorPlugin.class, () -> system)
            .withPropertyValues(
                    "talk.connections.crm.connector=" + system.spec().name());

    /** Without the properties of this JVM, which holds some of the build that begin with talk too. */
    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().remove("systemProperties"))
                .withConfiguration(AutoConfigurations.of(TalkAutoConfiguration.class));
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
        CountDownLatch told = new CountDownLatch(1);
        Store store = MemoryStore.create();

        runner.withBean(SinkPlugin.class, MemorySink::new)
                .withBean(Store.class, () -> store)
                .withBean("counting", TalkListener.class, () -> new TalkListener() {
                    @Override
                    public void runFinished(RunResult run) {
                        told.countDown();
                    }
                })
                .withBean(TalkCustomizer.class, () -> builder -> builder.trust("crm"))
                .withPropertyValues(
                        "talk.sinks.tables.sink=" + new MemorySink().spec().name())
                .run(context -> {
                    Talk talk = context.getBean(Talk.class);
                    talk.sync();
                    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
                    assertThat(talk.status().listeners()).containsKey("counting");
                    assertThat(talk.settings()).containsKeys("connections.crm", "sinks.tables");
                    assertThat(store.audit(0, 10)).as("the journal of the sync").isNotNull();
                });
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
