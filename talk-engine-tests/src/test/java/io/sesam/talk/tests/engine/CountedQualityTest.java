package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.enricher.ScriptedRegister;
import io.sesam.talk.testkit.system.MemoryTable;
import io.sesam.talk.tests.world.play.CountedQuality;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The quality is counted with every change, and the counts are exactly what a measurement finds. */
final class CountedQualityTest {
    private static final List<String> SYSTEMS = List.of("crm", "erp", "hr");
    private static final List<EntityType> TYPES = List.of(EntityType.PERSON, EntityType.ORGANISATION);
    private static final int HISTORIES = 10;

    @Test
    @Tag("slow")
    void inRandomHistoriesTheCountsAreWhatAMeasurementFinds() {
        play(1, HISTORIES);
    }

    /** The first seed and the number of histories may be given as {@code -Dtalk.seed} and {@code -Dtalk.histories}. */
    @Test
    @Tag("slow")
    void soTheyAreInManyMoreHistories() {
        play(Long.getLong("talk.seed", 301), Integer.getInteger("talk.histories", 10));
    }

    private static void play(long first, int count) {
        for (long seed = first; seed < first + count; seed++) {
            new History(seed).play();
        }
    }

    /** People and companies of three systems, a register, and what stewards and hosts do. */
    private static final class History {
        private final long seed;
        private final Random dice;
        private final World world = new World();
        private final ScriptedRegister register = ScriptedRegister.empty();
        private final List<String> done = new ArrayList<>();
        private boolean trusting;

        History(long seed) {
            this.seed = seed;
            this.dice = new Random(seed);
            SYSTEMS.forEach(system -> {
                world.organisations(system);
                world.people(system);
            });
            register.enter("1", "name", "Acme", "zip", "0150", "country", "NO")
                    .enter("2", "name", "Globex", "zip", "0250", "country", "Norge");
            world.config = builder -> {
                builder.enricher("register", register, Map.of()).changeLimit(ChangeLimit.none());
                return trusting
                        ? builder.winner("person", "firstname", SurvivorshipRule.mostTrusted("hr", "erp"))
                        : builder;
            };
        }

        void play() {
            for (int step = 0; step < 40; step++) {
                act();
                check(step);
            }
        }

        private void check(int step) {
            try (Talk talk = world.talk()) {
                for (EntityType type : TYPES) {
                    assertThat(new CountedQuality(world.store, talk, type).check())
                            .as("seed %d, step %d, %s", seed, step, done)
                            .isEmpty();
                }
            }
        }

        private void act() {
            switch (dice.nextInt(16)) {
                case 0 -> steward(talk -> talk.stewardship().link(someone(), someone()));
                case 1 -> steward(talk -> talk.stewardship().unlink(someone(), someone()));
                case 2 -> steward(talk -> talk.stewardship().withdraw(someone(), someone()));
                case 3 -> erase();
                case 4 -> undo();
                case 5 -> apply();
                case 6 -> {
                    done.add("another rule");
                    trusting = !trusting;
                    sync();
                }
                case 7 -> {
                    done.add("the register changes");
                    register.enter("3", "name", "Initech", "zip", "0" + dice.nextInt(9) + "50", "country", "SE");
                    world.clock.advance(Duration.ofDays(40));
                    sync();
                }
                case 8 -> readmit();
                default -> {
                    for (int edits = dice.nextInt(6); edits >= 0; edits--) {
                        edit();
                    }
                    sync();
                }
            }
        }

        private void sync() {
            done.add("sync");
            world.sync();
            try (Talk talk = world.talk()) {
                for (EntityType type : TYPES) {
                    assertThat(new CountedQuality(world.store, talk, type).checkPoint())
                            .as("seed %d, %s", seed, done)
                            .isEmpty();
                }
            }
        }

        private interface Decision {
            void on(Talk talk);
        }

        private void steward(Decision decision) {
            try (Talk talk = world.talk()) {
                decision.on(talk);
                done.add("decided");
            } catch (TalkException | IllegalArgumentException e) {
                done.add("not decided"); // such as a record with itself
            }
        }

        private void erase() {
            steward(talk -> talk.stewardship().erase(someone()));
            done.add("erased");
        }

        private void readmit() {
            steward(talk -> world.store.erasures().stream()
                    .findFirst()
                    .ifPresent(erasure -> talk.stewardship().readmit(erasure.record())));
        }

        private void undo() {
            steward(talk -> talk.records().runs(3).stream()
                    .map(RunSummary::run)
                    .findFirst()
                    .ifPresent(run -> talk.undo(talk.planUndo(UndoScope.run(run), change -> {}))));
        }

        private void apply() {
            edit();
            try (Talk talk = world.talk()) {
                SyncPlan plan = talk.plan();
                talk.apply(plan);
            }
            done.add("applied");
        }

        private RecordRef someone() {
            EntityType type = TYPES.get(dice.nextInt(3) == 0 ? 1 : 0);
            String system = SYSTEMS.get(dice.nextInt(SYSTEMS.size()));
            List<String> ids = world.table(system, type).ids();
            return new RecordRef(
                    new SystemName(system), type, ids.isEmpty() ? "none" : ids.get(dice.nextInt(ids.size())));
        }

        private void edit() {
            String system = SYSTEMS.get(dice.nextInt(SYSTEMS.size()));
            MemoryTable companies = world.table(system, EntityType.ORGANISATION);
            MemoryTable people = world.table(system, EntityType.PERSON);
            List<String> known = people.ids();
            world.clock.advance(Duration.ofSeconds(dice.nextInt(90)));
            switch (dice.nextInt(9)) {
                case 0 -> companies.add("name", pick("Acme", "Globex", "Initech"), "zip", pick("", "0150", "1"));
                case 1 -> delete(companies);
                case 2 -> delete(people);
                case 3 -> merge(dice.nextInt(3) == 0 ? companies : people);
                case 4, 5 ->
                    people.add(
                            "firstname",
                            pick("Ada", "Bo", ""),
                            "email",
                            pick("a@x.example", "A@x.example", "b@x.example", "c@x.example", "n/a"),
                            "gender",
                            pick("F", "robot", ""));
                default -> {
                    if (!known.isEmpty()) {
                        String id = known.get(dice.nextInt(known.size()));
                        String property = pick("firstname", "lastname", "email", "gender", "organisation");
                        people.put(id, property, value(property, companies));
                    }
                }
            }
        }

        private String value(String property, MemoryTable companies) {
            List<String> ids = companies.ids();
            return switch (property) {
                case "organisation" -> ids.isEmpty() ? "9" : ids.get(dice.nextInt(ids.size()));
                case "email" -> pick("a@x.example", "d@x.example", "E@x.example", "");
                case "gender" -> pick("M", "F", "none of it", "");
                default -> pick("Ada", "ada", "Bo", "");
            };
        }

        private void delete(MemoryTable table) {
            List<String> ids = table.ids();
            if (ids.size() > 1) {
                table.delete(ids.get(dice.nextInt(ids.size())));
            }
        }

        private void merge(MemoryTable table) {
            List<String> ids = table.ids();
            if (ids.size() > 2) {
                table.merge(ids.get(0), ids.get(1));
            }
        }

        private String pick(String... choices) {
            return choices[dice.nextInt(choices.length)];
        }
    }

    /** Counts the golden records that are read in the order of their changes. */
    private static Store scanned(Store store, AtomicInteger scans) {
        return (Store) Proxy.newProxyInstance(
                CountedQualityTest.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    scans.addAndGet(method.getName().equals("goldensAfter") ? 1 : 0);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aStoreOfAnEarlierVersionIsMeasuredOnceAndThenCounted() {
        World world = new World();
        MemoryTable crm = world.people("crm");
        world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        Store counted = world.store;
        AtomicInteger scans = new AtomicInteger();
        world.store = scanned(counted, scans);
        world.sync();
        assertThat(scans).hasValue(0);

        counted.commit(new Commit()
                .remove(StateKey.qualityMark())
                .remove(StateKey.qualityCounts(EntityType.PERSON))
                .remove(StateKey.qualityPart(EntityType.PERSON, 0)));
        try (Talk talk = world.talk()) {
            assertThat(talk.records().qualityTrend("person")).isEmpty();
        }
        crm.add("firstname", "Bo", "email", "bo@x.example");
        world.sync();
        assertThat(scans.getAndSet(0)).isPositive();
        crm.add("firstname", "Cy", "email", "cy@x.example");
        world.sync();
        assertThat(scans).hasValue(0);
        try (Talk talk = world.talk()) {
            assertThat(talk.records().qualityTrend("person"))
                    .extracting(QualityPoint::golden)
                    .containsExactly(2L, 3L);
        }
    }

    /** Were it not, the histories would prove nothing. */
    @Test
    void aWrongCountIsNoticed() {
        World world = new World();
        world.people("crm").add("firstname", "Ada", "email", "ada@x.example");
        world.people("erp");
        world.settle();
        StateKey<EngineState.QualityCounts> key = StateKey.qualityCounts(EntityType.PERSON);
        EngineState.QualityCounts counts = world.store.state(key).orElseThrow();
        world.store.commit(new Commit()
                .put(key, new EngineState.QualityCounts(counts.golden() + 1, counts.systems(), counts.overlap())));
        try (Talk talk = world.talk()) {
            assertThat(new CountedQuality(world.store, talk, EntityType.PERSON).check())
                    .isPresent();
        }
    }

    /** Such as an earlier version that ran in between: it counts nothing. */
    @Test
    void aChangeThatWasNotCountedIsNoticedAndMeasured() {
        World world = new World();
        MemoryTable crm = world.people("crm");
        world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        Commit before = new Commit();
        Stream.of(0, 1, 2, 3, 4, 5)
                .map(place -> StateKey.qualityPart(EntityType.PERSON, place))
                .forEach(key -> world.store.state(key).ifPresent(part -> before.put(key, part)));
        world.store.state(StateKey.qualityMark()).ifPresent(mark -> before.put(StateKey.qualityMark(), mark));
        world.store
                .state(StateKey.qualityCounts(EntityType.PERSON))
                .ifPresent(counts -> before.put(StateKey.qualityCounts(EntityType.PERSON), counts));
        crm.add("firstname", "Bo", "email", "bo@x.example");
        world.sync();
        world.store.commit(before);

        try (Talk talk = world.talk()) {
            List<String> runs =
                    talk.records().runs(9).stream().map(RunSummary::run).toList();
            assertThat(talk.records().qualityTrend("person"))
                    .extracting(QualityPoint::run)
                    .as("the run that was not counted has no point")
                    .doesNotContain(runs.get(0))
                    .contains(runs.get(1));
        }
        world.sync();
        try (Talk talk = world.talk()) {
            assertThat(new CountedQuality(world.store, talk, EntityType.PERSON).check())
                    .isEmpty();
            assertThat(talk.records().qualityTrend("person")).last().matches(point -> point.golden() == 2);
        }
    }
}
