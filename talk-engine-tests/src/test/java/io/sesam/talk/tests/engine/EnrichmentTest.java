package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.testkit.enricher.EnrichmentContract;
import io.sesam.talk.testkit.enricher.ScriptedRegister;
import io.sesam.talk.testkit.system.MemoryTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Public data fill blanks, and nothing more (R31). */
@Tag("R31")
final class EnrichmentTest {
    private static final SystemName REGISTER = new SystemName("register");

    private final World world = new World();
    private final MemoryTable crm = world.organisations("crm");
    private final MemoryTable erp = world.organisations("erp");
    private final ScriptedRegister register = ScriptedRegister.empty();

    EnrichmentTest() {
        world.config = builder -> builder.enricher("register", register, Map.of());
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContractInMemory() {
        return EnrichmentContract.over(() -> {
                    Store memory = new World().store;
                    return schemas -> memory;
                })
                .tests();
    }

    private List<EnrichmentAnswer> answers() {
        List<EnrichmentAnswer> answers = new ArrayList<>();
        try (Talk talk = world.talk()) {
            talk.stewardship().answers(answers::add);
        }
        return answers;
    }

    private void enterCompanies(int number) {
        for (int i = 0; i < number; i++) {
            crm.add("name", "Company " + i);
        }
    }

    @Test
    void whatWasAnsweredIsListed() {
        register.enter("1", "name", "Acme AS", "zip", "0150", "country", "NO")
                .enter("2", "name", "Twice AS", "country", "NO")
                .enter("3", "name", "Twice AS", "country", "SE");
        crm.add("name", "Acme AS");
        crm.add("name", "Twice AS");
        crm.add("name", "Nobody AS");
        world.settle();
        assertThat(answers())
                .hasSize(3)
                .allMatch(enrichmentAnswer -> enrichmentAnswer.enricher().equals(REGISTER)
                        && enrichmentAnswer.type().equals(EntityType.ORGANISATION))
                .extracting(EnrichmentAnswer::kind)
                .containsExactlyInAnyOrder(
                        EnrichmentAnswer.Kind.MATCH, EnrichmentAnswer.Kind.AMBIGUOUS, EnrichmentAnswer.Kind.NONE);
        crm.put("1", "name", "Nobody either AS");
        world.settle();
        assertThat(answers())
                .as("a match that was withdrawn is none")
                .extracting(EnrichmentAnswer::kind)
                .doesNotContain(EnrichmentAnswer.Kind.MATCH);
    }

    @Test
    void moreAnswersThanAPageHoldsAreListedAndExpire() {
        enterCompanies(1_100);
        register.perRun(10_000);
        world.settle();
        assertThat(register.takeAsked()).hasSize(1_100);
        assertThat(answers()).hasSize(1_100);
        world.sync();
        assertThat(register.takeAsked()).isEmpty();
        world.clock.advance(Duration.ofDays(14));
        world.sync();
        assertThat(register.takeAsked()).doesNotHaveDuplicates().hasSize(1_100);
        world.sync();
        assertThat(register.takeAsked()).isEmpty();
    }

    @Test
    @Tag("R12")
    void answersThatWereGivenWhileTheClockWasAheadExpireInTime() {
        enterCompanies(3);
        world.config = builder ->
                builder.enricher("register", register, Map.of()).clock(Clock.offset(world.clock, Duration.ofDays(366)));
        world.settle();
        assertThat(register.takeAsked()).hasSize(3);

        world.config = builder -> builder.enricher("register", register, Map.of());
        world.sync();

        assertThat(register.takeAsked()).hasSize(3);
        world.sync();
        assertThat(register.takeAsked()).isEmpty();
        world.clock.advance(Duration.ofDays(15));
        world.sync();
        assertThat(register.takeAsked()).hasSize(3);
    }

    @Test
    void anIdleRunLooksAtNobodyAndOneChangeCostsOne() {
        enterCompanies(40);
        world.settle();
        AtomicInteger looked = new AtomicInteger();
        world.store = counting(world.store, looked);
        world.sync();
        assertThat(looked).hasValue(0);
        crm.put("7", "name", "Another name");
        world.sync();
        assertThat(looked.get()).isBetween(1, 3);
    }

    /** Counts the golden records examined in the order of their changes. */
    private static Store counting(Store store, AtomicInteger looked) {
        return (Store) Proxy.newProxyInstance(
                EnrichmentTest.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        if (method.getName().equals("goldensAfter")) {
                            looked.addAndGet(((List<?>) answer)
                                    .stream()
                                            .map(StoredGolden.class::cast)
                                            .toList()
                                            .size());
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void newsThatGoOnWhereTheyWerePauseTheRegisterAlone() {
        register.enter("1", "name", "Acme AS", "zip", "0150", "country", "NO");
        crm.add("name", "Acme AS");
        world.settle();
        register.newsRepeat(true);
        crm.add("name", "Bolt AS");
        SyncReport report = world.sync();
        assertThat(report.paused()).containsOnlyKeys(REGISTER);
        assertThat(report.paused().get(REGISTER)).contains("returned the position of its change feed");
        assertThat(erp.find("name", "Bolt AS")).hasSize(1);
    }

    @Test
    @Tag("R11")
    void aCrowdIsNotAskedAbout() {
        for (int i = 0; i < 60; i++) {
            crm.add("name", "Crowded AS");
        }
        world.settle();
        assertThat(world.store.parkedCount()).isPositive();
        assertThat(register.takeAsked()).isEmpty();
    }
}
