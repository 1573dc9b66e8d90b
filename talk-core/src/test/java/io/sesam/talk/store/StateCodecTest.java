package io.sesam.talk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.spi.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateCodecTest {
    private static final SystemName CRM = new SystemName("crm");
    private static final StateKey<EngineState.PlanHold> PLAN = StateKey.heldPlan(CRM, EntityType.PERSON);
    private static final EngineState.PlanHold HOLD =
            new EngineState.PlanHold(4, 1, Instant.parse("2026-03-02T09:45:00Z"), false);
    private static final String TEXT = "1 changes=4 removals=1 since=2026-03-02T09:45:00Z approved=false";
    /** Everything that means something to an encoding, and what databases do not like. */
    private static final String UNITS = "ab9 =,%/\\\"\u0000\n\t\u001a\u007fåÅ\ud83d\ude00\u2028";

    private final SplittableRandom random = new SplittableRandom(12);

    private String text(int atLeast) {
        return random.ints(atLeast + random.nextInt(12), 0, UNITS.length())
                .mapToObj(i -> UNITS.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private Instant time() {
        int nanos = random.nextBoolean() ? 0 : random.nextInt(1_000_000_000);
        return Instant.ofEpochSecond(random.nextLong(-1L << 36, 1L << 36), nanos);
    }

    private Set<String> texts() {
        return IntStream.range(0, random.nextInt(5)).mapToObj(i -> text(1)).collect(Collectors.toSet());
    }

    private List<SystemName> systems() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new SystemName("s" + random.nextInt(9) + "-_"))
                .toList();
    }

    private Set<GoldenId> goldens() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(
                        i -> GoldenId.foundedBy(new RecordRef(CRM, new EntityType("person"), "r" + random.nextInt(9))))
                .collect(Collectors.toSet());
    }

    private EngineState.QualityCounts quality() {
        Map<SystemName, QualityPoint.Sums> systems = new TreeMap<>();
        Map<SystemName, Map<SystemName, Long>> overlap = new TreeMap<>();
        for (SystemName system : systems()) {
            Map<String, QualityPoint.Counts> properties = new TreeMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                properties.put(
                        "p_" + i,
                        new EngineState.PropertyCounts(
                                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
            }
            systems.put(
                    system,
                    new EngineState.SystemCounts(random.nextLong(), random.nextLong(), random.nextLong(), properties));
            for (SystemName other : systems.keySet()) {
                long both = random.nextLong();
                overlap.computeIfAbsent(system, name -> new TreeMap<>()).put(other, both);
                overlap.computeIfAbsent(other, name -> new TreeMap<>()).put(system, both);
            }
        }
        return new EngineState.QualityCounts(random.nextLong(), systems, overlap);
    }

    private List<EngineState.QualityAt> qualities() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new EngineState.QualityAt(random.nextLong(), quality()))
                .toList();
    }

    private List<EngineState.PastRun> runs() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new EngineState.PastRun(
                        text(1),
                        time(),
                        time(),
                        text(1),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextBoolean() ? Optional.empty() : Optional.of(time())))
                .toList();
    }

    private EngineState.SuppressionKey secret() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return new EngineState.SuppressionKey(HexFormat.of().formatHex(bytes));
    }

    /** A key with a value for it. */
    private record Entry<T extends EngineState>(StateKey<T> key, T value) {
        void assertComesBack() {
            String written = StateCodec.encode(value);
            assertThat(StateCodec.decode(key, written)).isEqualTo(value);
            assertThat(StateCodec.encode(StateCodec.decode(key, written))).isEqualTo(written);
        }
    }

    private List<Entry<?>> oneOfEach() {
        EntityType person = EntityType.PERSON;
        boolean flag = random.nextBoolean();
        @Nullable String maybe = flag ? text(0) : null;
        Position position = flag ? new Position.Token(text(0)) : new Position.Keyset(time(), text(0));
        return List.of(
                new Entry<>(StateKey.suppressionKey(), secret()),
                new Entry<>(PLAN, new EngineState.PlanHold(random.nextLong(), random.nextLong(), time(), flag)),
                new Entry<>(StateKey.restoredRecord(new RecordRef(CRM, person, text(1))), new EngineState.Presence()),
                new Entry<>(StateKey.targets(person), new EngineState.TargetSystems(systems())),
                new Entry<>(
                        StateKey.comparison(CRM, person), new EngineState.ComparisonBasis(text(0), flag, systems())),
                new Entry<>(StateKey.onboarding(person), new EngineState.Onboarding(flag)),
                new Entry<>(StateKey.policy(person), new EngineState.AppliedPolicy(text(0))),
                new Entry<>(StateKey.sinkPromise(CRM), new EngineState.SinkPromise(random.nextLong())),
                new Entry<>(
                        StateKey.sinkContent(CRM),
                        new EngineState.SinkContent(
                                random.nextLong(),
                                text(0),
                                flag ? Map.of() : Map.of("person", random.nextLong(), "p v", random.nextLong()))),
                new Entry<>(StateKey.answerExpiry(CRM, person), new EngineState.ExpirySweep(time(), time(), maybe)),
                new Entry<>(StateKey.firstWrite(CRM, person), new EngineState.Moment(time())),
                new Entry<>(
                        StateKey.fields(CRM, person),
                        new EngineState.CoveredFields(texts(), random.nextLong(), texts())),
                new Entry<>(StateKey.news(CRM), new EngineState.NewsPosition(position)),
                new Entry<>(StateKey.enrichment(CRM), new EngineState.EnrichmentMark(random.nextLong(), text(0))),
                new Entry<>(StateKey.askedTopic(CRM, person, text(1)), new EngineState.AskedTopic(goldens())),
                new Entry<>(StateKey.listed(CRM, person), new EngineState.Moment(time())),
                new Entry<>(
                        StateKey.waits(CRM, person),
                        new EngineState.Waits(
                                time(), Map.of("a b", Duration.ofSeconds(random.nextInt(9_999)), "c", Duration.ZERO))),
                new Entry<>(StateKey.listingBegun(CRM, person), new EngineState.Moment(time())),
                new Entry<>(StateKey.observed(), new EngineState.Moment(time())),
                new Entry<>(
                        StateKey.lastRun(),
                        new EngineState.RunEnd(text(1), time(), time(), text(1), random.nextLong(), random.nextLong())),
                new Entry<>(StateKey.qualityCounts(person), quality()),
                new Entry<>(
                        StateKey.qualityMark(),
                        new EngineState.QualityMark(
                                random.nextLong(),
                                random.nextLong(),
                                Map.of(person, text(1), EntityType.PRODUCT, "p"))),
                new Entry<>(
                        StateKey.qualityPart(person, random.nextInt(6)),
                        new EngineState.QualityPart(random.nextLong(), qualities())),
                new Entry<>(StateKey.pastRuns(random.nextInt(10)), new EngineState.RunPart(random.nextLong(), runs())),
                new Entry<>(
                        StateKey.delivered(text(1)), new EngineState.Delivered(random.nextLong(), random.nextLong())),
                new Entry<>(StateKey.pause(CRM), new EngineState.Pause(time(), text(0))),
                new Entry<>(StateKey.lastRead(CRM, person), new EngineState.Moment(time())),
                new Entry<>(StateKey.token(text(0)), new EngineState.IssuedToken(text(0))));
    }

    @Test
    void whateverIsWrittenComesBack() {
        for (int i = 0; i < 2_000; i++) {
            oneOfEach().forEach(Entry::assertComesBack);
        }
    }

    @Test
    void everyTypeOfValueIsTried() {
        assertThat(oneOfEach().stream()
                        .<Object>map(entry -> entry.value().getClass())
                        .toList())
                .containsAll(List.<Object>of((Object[]) EngineState.class.getPermittedSubclasses()));
    }

    @Test
    void everyKindHasANameOfItsOwn() {
        assertThat(oneOfEach()).extracting(entry -> entry.key().kind()).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(Arrays.stream(StateKey.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == StateKey.class)
                        .map(java.lang.reflect.Method::getName)
                        .toList()))
                .as("a factory without an example here")
                .hasSameSizeAs(oneOfEach());
    }

    /** What is in stores stays readable: change these texts only together with the version. */
    @Test
    void theTextsAreThoseOfVersionOne() {
        assertThat(StateCodec.encode(HOLD)).isEqualTo(TEXT);
        List<String> written = new ArrayList<>();
        List.of(
                        new EngineState.SuppressionKey("00ff"),
                        new EngineState.Presence(),
                        new EngineState.TargetSystems(List.of(new SystemName("erp"), CRM)),
                        new EngineState.ComparisonBasis("f", true, List.of()),
                        new EngineState.AppliedPolicy("a b"),
                        new EngineState.SinkPromise(-1),
                        new EngineState.ExpirySweep(Instant.EPOCH, Instant.MAX, null),
                        new EngineState.ExpirySweep(Instant.EPOCH, Instant.MIN, "i=1"),
                        new EngineState.Moment(Instant.EPOCH.plusNanos(1)),
                        new EngineState.CoveredFields(Set.of("b", "a,c"), 2, Set.of()),
                        new EngineState.NewsPosition(new Position.Keyset(Instant.EPOCH, "x")),
                        new EngineState.Onboarding(true),
                        new EngineState.AskedTopic(Set.of(new GoldenId("b"), new GoldenId("a"))),
                        new EngineState.EnrichmentMark(7, "e"),
                        new EngineState.Waits(Instant.EPOCH, Map.of("b", Duration.ofMinutes(2), "a", Duration.ZERO)),
                        new EngineState.IssuedToken("t%\n😀\ud83d"))
                .forEach(value -> written.add(StateCodec.encode(value)));
        assertThat(written)
                .containsExactly(
                        "1 key=00ff",
                        "1",
                        "1 systems=crm,erp",
                        "1 fingerprint=f inserts=true complete=",
                        "1 fingerprint=a%0020b",
                        "1 sequence=-1",
                        "1 due=1970-01-01T00:00:00Z least=+1000000000-12-31T23:59:59.999999999Z",
                        "1 due=1970-01-01T00:00:00Z least=-1000000000-01-01T00:00:00Z after=i%003d1",
                        "1 time=1970-01-01T00:00:00.000000001Z",
                        "1 fields=a%002cc,b listing=2 fresh=",
                        "1 position=k1970-01-01T00:00:00Z%0020x",
                        "1 complete=true",
                        "1 goldens=a,b",
                        "1 sequence=7 edition=e",
                        "1 checked=1970-01-01T00:00:00Z operations=a,b waited=PT0S,PT2M",
                        "1 token=t%0025%000a😀%d83d");
    }

    @Test
    void anotherVersionIsRefusedWithWhatToDo() {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> StateCodec.decode(PLAN, TEXT.replaceFirst("1", "2")))
                .withMessageContainingAll("held_plan crm/person", "version 2", "reads version 1", "restore a backup")
                .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "secret",
                "0 changes=4 removals=1 since=2026-03-02T09:45:00Z approved=false",
                "01 changes=4 removals=1 since=2026-03-02T09:45:00Z approved=false",
                "1 changes=4 removals=1 since=2026-03-02T09:45:00Z",
                "1 changes=4 removals=1 since=2026-03-02T09:45:00Z approved=no",
                "1 changes=4 removals=1 since=2026-03-02T09:45:00Z approved=false ",
                "1 changes=4 removals=1 since=2026-03-02T09:45:00Z approved=false more=secret",
                "1 changes=4 changes=4 removals=1 since=2026-03-02T09:45:00Z approved=false",
                "1 removals=1 changes=4 since=2026-03-02T09:45:00Z approved=false",
                "1 changes=04 removals=1 since=2026-03-02T09:45:00Z approved=false",
                "1 changes=secret removals=1 since=2026-03-02T09:45:00Z approved=false",
                "1 changes=%0034 removals=1 since=2026-03-02T09:45:00Z approved=false",
                "1 changes=4 removals=1 since=secret approved=false",
                "1 changes=4 removals=1 since=%zz approved=false",
                "1 =4"
            })
    void whatWasChangedByHandIsRefusedAndNotTold(String text) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> StateCodec.decode(PLAN, text))
                .withMessageContainingAll("held_plan crm/person", "cannot be read", "restore a backup")
                .withMessageNotContaining("secret")
                .withNoCause()
                .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
    }

    @Test
    void secretsAreNotInTheTextsForLogs() {
        assertThat(new EngineState.SuppressionKey("00ff").toString()).doesNotContain("00ff");
        assertThat(new EngineState.IssuedToken("sealed").toString()).doesNotContain("sealed");
    }
}
