package io.sesam.talk.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a registry shows of runs and of the status. */
final class TalkMetricsTest {
    private final TestClock clock = TestClock.create();
    private final MemorySystem crmSystem = MemorySystem.at(clock);
    private final MemoryTable crm = crmSystem.holds(people());
    private final MemorySystem erpSystem = MemorySystem.at(clock).allows(10, Duration.ofSeconds(1));
    private final MemoryTable erp = erpSystem.holds(people());
    private final AtomicLong questions = new AtomicLong();

    private static TypeSpec people() {
        List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                .map(property -> FieldSpec.of(property.name()))
                .toList();
        return TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build();
    }

    private Store counted(Store store) {
        return (Store) Proxy.newProxyInstance(
                TalkMetricsTest.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    questions.incrementAndGet();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private TalkBuilder builder() {
        return Talk.builder()
                .store(counted(MemoryStore.create()))
                .clock(clock)
                .random(new Random(7))
                .connect("crm", crmSystem, Map.of())
                .connect("erp", erpSystem, Map.of());
    }

    /** Runs, and waits until the meters have heard of it: they are told one after another. */
    private static void syncHeard(Talk talk) {
        Semaphore heard = new Semaphore(0);
        try (var listening = talk.listen(new TalkListener() {
            @Override
            public void runFinished(RunResult run) {
                heard.release();
            }
        })) {
            assertThat(listening).isNotNull();
            talk.sync();
            heard.acquireUninterruptibly();
        }
    }

    private static void awaitLine(PrometheusMeterRegistry registry, String line) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!registry.scrape().contains(line) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(registry.scrape()).contains(line);
    }

    @Test
    void aScrapeShowsTheRunsAndWhatWaits() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bo", "email", "bo@x.example; other@x.example");
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Talk talk = builder().build();
                TalkMetrics metrics = TalkMetrics.of(talk)) {
            metrics.bindTo(registry);
            syncHeard(talk);
            awaitLine(registry, "talk_sync_seconds_count{result=\"incomplete\"} 1");
            awaitLine(registry, "talk_last_success_age_seconds{system=\"crm\"}");
            assertThat(registry.scrape())
                    .contains("talk_records_read_total{system=\"crm\",type=\"person\"} 2.0")
                    .contains("talk_writes_total{outcome=\"inserted\",system=\"erp\",type=\"person\"}")
                    .contains("talk_parked 1.0")
                    .contains("talk_in_doubt 0.0")
                    .contains("talk_held 0.0")
                    .contains("talk_paused{system=\"crm\"} 0.0")
                    .contains("talk_golden{type=\"person\"} 2.0");
            crmSystem.failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "the token was revoked"));
            syncHeard(talk);
            awaitLine(registry, "talk_paused{system=\"crm\"} 1.0");
        }
    }

    /** A system that is called over a network, as its plugin counts it. */
    private record Called(MemorySystem system, AtomicReference<Calls> calls) implements ConnectorPlugin {
        @Override
        public PluginSpec spec() {
            return system.spec();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            calls.set(context.calls());
            return system.open(settings, context);
        }
    }

    @Test
    void callsAreCountedAndComparedWithTheQuota() {
        AtomicReference<Calls> calls = new AtomicReference<>(new Calls());
        erpSystem.allows(1, Duration.ofSeconds(1));
        erpSystem.interceptReads(page -> {
            calls.get().read();
            calls.get().read();
            clock.advance(Duration.ofSeconds(1));
        });
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Talk talk = builder()
                        .connect("hr", new Called(erpSystem, calls), Map.of())
                        .build();
                TalkMetrics metrics = TalkMetrics.of(talk)) {
            metrics.bindTo(registry);
            talk.sync();
        }
        double counted = registry.get("talk.calls")
                .tags("system", "hr", "kind", "read")
                .counter()
                .count();
        assertThat(counted).isEqualTo((double) calls.get().count().reads()).isGreaterThanOrEqualTo(2);
        assertThat(registry.get("talk.quota.used").tag("system", "hr").gauge().value())
                .isBetween(0.1, 2.0);
        assertThat(registry.get("talk.sync").timer().totalTime(TimeUnit.SECONDS))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    @Tag("R37")
    void noValueOfAPersonIsInAScrape() {
        crm.add("firstname", "Zyxwv", "email", "zyxwv@x.example");
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Talk talk = builder().build();
                TalkMetrics metrics = TalkMetrics.of(talk)) {
            metrics.bindTo(registry);
            syncHeard(talk);
            awaitLine(registry, "talk_sync_seconds_count");
            assertThat(registry.scrape()).doesNotContainIgnoringCase("zyxwv");
        }
    }

    @Test
    void aScrapeWithinTenSecondsAsksTheStoreNothing() {
        MockClock meterClock = new MockClock();
        SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, meterClock);
        try (Talk talk = builder().build();
                TalkMetrics metrics = TalkMetrics.of(talk)) {
            metrics.bindTo(registry);
            registry.get("talk.parked").gauge().value();
            long before = questions.get();
            for (int i = 0; i < 9; i++) {
                meterClock.add(Duration.ofSeconds(1));
                registry.get("talk.parked").gauge().value();
                registry.get("talk.golden").tag("type", "person").gauge().value();
            }
            assertThat(questions.get()).isEqualTo(before);
            meterClock.add(Duration.ofSeconds(2));
            assertThat(registry.get("talk.parked").gauge().value()).isZero();
            assertThat(questions.get()).isGreaterThan(before);
        }
        meterClock.add(Duration.ofMinutes(1));
        assertThat(registry.get("talk.parked").gauge().value()).isNaN();
    }

    @Test
    void observationsOfARunHoldThoseOfItsSystems() {
        TestObservationRegistry registry = TestObservationRegistry.create();
        crm.add("firstname", "Ada", "email", "ada@x.example");
        try (Talk talk = builder().observer(TalkObservations.of(registry)).build()) {
            talk.sync();
        }
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("talk.run")
                .that()
                .hasLowCardinalityKeyValue("kind", "sync")
                .hasBeenStopped()
                .doesNotHaveError();
        TestObservationRegistryAssert.assertThat(registry)
                .hasAnObservation(observation -> observation
                        .hasNameEqualTo("talk.system")
                        .hasLowCardinalityKeyValue("system", "crm")
                        .hasParentObservation());
        assertThat(erp.ids()).hasSize(1);
        assertThat(EntityType.PERSON.name()).isEqualTo("person");
    }

    @Test
    void eachCallIsObservedWithinItsSystem() {
        AtomicReference<Calls> calls = new AtomicReference<>(new Calls());
        erpSystem.interceptReads(page -> calls.get().begin(false).end("2xx"));
        TestObservationRegistry registry = TestObservationRegistry.create();
        try (Talk talk = builder()
                .connect("hr", new Called(erpSystem, calls), Map.of())
                .observer(TalkObservations.of(registry))
                .build()) {
            talk.sync();
        }
        assertThat(calls.get().count().reads()).isPositive();
        TestObservationRegistryAssert.assertThat(registry)
                .hasAnObservation(observation -> observation
                        .hasNameEqualTo("talk.call")
                        .hasLowCardinalityKeyValue("system", "hr")
                        .hasLowCardinalityKeyValue("kind", "read")
                        .hasLowCardinalityKeyValue("outcome", "2xx")
                        .hasParentObservation());
        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyRemainingCurrentObservation();
    }
}
