package io.sesam.talk.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One test's place, sink and simulated world. */
final class SinkScene implements AutoCloseable {
    static final String HISTORY = "history one";

    final SinkWorld world;
    final Random random;
    private final SinkPlace place;
    private final Duration patience;
    private final String name;
    private List<Schema> schemas = GoldenSamples.SCHEMAS;
    private Sink sink;
    private boolean closed;

    SinkScene(SinkPlace place, long seed, Duration patience) {
        this.place = place;
        this.patience = patience;
        this.name = "seed " + seed;
        this.world = new SinkWorld(seed, schemas);
        this.random = new Random(seed);
        this.sink = opened();
    }

    /** Checks whether a thread belongs to the place and not to the sink. */
    boolean isOfPlace(Thread thread) {
        return place.owns(thread);
    }

    /** Returns how long threads have to end after closing, all together. */
    Duration patience() {
        return patience;
    }

    /** Builds empty tables, so that changes may follow. */
    SinkScene begun() {
        assertThat(sink.prepare()).as("the mark of a new place").isEmpty();
        rebuild(List.of(), 0);
        return this;
    }

    Sink sink() {
        return sink;
    }

    void schemas(List<Schema> declared) {
        schemas = declared;
    }

    /** Closes the sink and opens another. */
    Optional<SinkMark> reopen() {
        open();
        return sink.prepare();
    }

    /** Closes the sink and opens another, without preparing it. */
    void open() {
        sink.close();
        sink = opened();
    }

    /** Asserts that no text is left in the place, as far as its bytes can be seen. Closes the sink. */
    void assertNothingIsLeftOf(String text) {
        close();
        place.bytes()
                .ifPresent(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .as("%s, the bytes of the place", name)
                        .doesNotContain(text));
    }

    /** Simulates steps; returns batches with one change per golden record. */
    List<SinkBatch> happen(int steps) {
        List<SinkBatch> batches = new ArrayList<>();
        List<SinkChange> changes = new ArrayList<>();
        Set<Object> ids = new HashSet<>();
        for (int i = 0; i < steps; i++) {
            for (SinkChange change : world.step()) {
                if (!ids.add(change.id()) || changes.size() >= 8) {
                    batches.add(batch(changes));
                    changes.clear();
                    ids.clear();
                    ids.add(change.id());
                }
                changes.add(change);
            }
        }
        batches.add(batch(changes));
        return batches;
    }

    void apply(List<SinkBatch> batches) {
        batches.forEach(sink::apply);
    }

    void rebuild(List<SinkChange> golden, long sequence) {
        try (Sink.Rebuild rebuild = sink.rebuild()) {
            pieces(golden).forEach(rebuild::add);
            rebuild.finish(mark(sequence));
        }
    }

    /** Splits golden records into batches, as a rebuild does. */
    static List<SinkBatch> pieces(List<SinkChange> golden) {
        List<SinkBatch> pieces = new ArrayList<>();
        for (int i = 0; i < golden.size(); i += 3) {
            pieces.add(batch(golden.subList(i, Math.min(golden.size(), i + 3))));
        }
        return pieces;
    }

    static SinkBatch batch(List<SinkChange> changes) {
        return new SinkBatch(changes, mark(changes.get(changes.size() - 1).sequence()));
    }

    static SinkMark mark(long sequence) {
        return new SinkMark(HISTORY, sequence);
    }

    void assertHolds(List<SinkChange> golden, String when) {
        new Expected(golden).assertHeldBy(place, schemas, name + ", " + when);
    }

    /** Asserts that tables and mark are current. */
    void assertUpToDate(String when) {
        assertHolds(world.now(), when);
        assertThat(reopen()).as("%s, %s: the mark", name, when).contains(mark(world.sequence()));
        assertHolds(world.now(), when + " and opened again");
    }

    private Sink opened() {
        Map<EntityType, Schema> byType = new LinkedHashMap<>();
        schemas.forEach(schema -> byType.put(schema.type(), schema));
        return place.open(PluginContext.of(new SystemName("sink"), Clock.systemUTC(), new Random(1), byType));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sink.close();
        }
    }
}
