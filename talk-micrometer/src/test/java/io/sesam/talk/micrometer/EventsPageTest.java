package io.sesam.talk.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.event.GoldenEvent;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the page about events and metrics, as they stand there. */
final class EventsPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern METER = Pattern.compile("`(talk\\.[a-z_.]+)`");

    private final TestClock clock = TestClock.create();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private TalkBuilder builder() {
        List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                .map(property -> FieldSpec.of(property.name()))
                .toList();
        MemorySystem crm = MemorySystem.at(clock);
        crm.holds(TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build())
                .add("firstname", "Ada", "email", "ada@x.example");
        return Talk.builder().clock(clock).connect("crm", crm, Map.of());
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void everyExampleIsATestHere() throws IOException {
        String page = Files.readString(Path.of("../docs/events-and-metrics.md"));
        String source = plain(Files.readString(Path.of("src/test/java/io/sesam/talk/micrometer/EventsPageTest.java")));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(example -> example.group(1)).toList();
        assertThat(examples).hasSize(3).allSatisfy(example -> assertThat(source).contains(plain(example.strip())));
    }

    @Test
    void aListenerIsTold() {
        TalkBuilder builder = builder();
        TalkListener listener = new TalkListener() {
            @Override
            public void runFinished(RunResult run) {
                log.add(run.kind() + " " + run.outcome());
            }

            @Override
            public void golden(GoldenEvent change) {
                log.add(change.kind() + " " + change.type());
            }
        };
        try (Talk talk = builder.listener("feed", listener).build()) {
            talk.sync();
        }
        assertThat(log).containsExactlyInAnyOrder("SYNC CLEAN", "CREATED person");
    }

    @Test
    void theMetersAreThoseOfThePage() throws IOException {
        MeterRegistry registry = new SimpleMeterRegistry();
        TalkBuilder builder = builder().listener("feed", new TalkListener() {});
        try (Talk talk = builder.build();
                TalkMetrics metrics = TalkMetrics.of(talk)) {
            metrics.bindTo(registry);
            talk.sync();
        }
        Set<String> names = new TreeSet<>();
        registry.getMeters().forEach(meter -> names.add(meter.getId().getName()));
        assertThat(names).contains("talk.sync", "talk.records.read", "talk.parked", "talk.paused");
        String page = Files.readString(Path.of("../docs/events-and-metrics.md"));
        assertThat(METER.matcher(page).results().map(MatchResult::group).map(name -> name.replace("`", "")))
                .containsAll(names);
    }

    @Test
    void runsAreObserved() {
        TalkBuilder builder = builder();
        ObservationRegistry observations = ObservationRegistry.create();
        Talk talk = builder.observer(TalkObservations.of(observations)).build();
        assertThat(talk.sync().isClean()).isTrue();
        talk.close();
    }
}
