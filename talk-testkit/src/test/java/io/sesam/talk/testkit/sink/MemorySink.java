package io.sesam.talk.testkit.sink;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import io.sesam.talk.testkit.sink.MemoryPlace.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A sink on a {@link MemoryPlace}. */
final class MemorySink implements Sink {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final MemoryPlace place;
    private final Map<EntityType, Schema> schemas;

    MemorySink(MemoryPlace place, Map<EntityType, Schema> schemas) {
        this.place = place;
        this.schemas = schemas;
    }

    @Override
    public Check check() {
        return Check.fine();
    }

    @Override
    public Optional<SinkMark> prepare() {
        return place.prepare(schemas);
    }

    @Override
    public void apply(SinkBatch batch) {
        place.apply(batch);
    }

    @Override
    public Rebuild rebuild() {
        return new MemoryRebuild();
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        AnalyticTables.all(schemas.values())
                .forEach(table ->
                        counts.put(table.name(), (long) place.rows(table).size()));
        if (place.has(Fault.COUNTS_WRONG)) {
            counts.merge("crosswalk", 1L, Long::sum);
        }
        return counts;
    }

    @Override
    public Optional<String> fingerprint() {
        return Optional.of(place.fingerprint(schemas));
    }

    @Override
    public void close() {
        if (place.has(Fault.LEAVES_A_THREAD)) {
            Thread thread = new Thread(MemorySink::waitForEver, "left behind on purpose");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void waitForEver() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class MemoryRebuild implements Rebuild {
        private final Map<GoldenId, Kept> rebuilt = new LinkedHashMap<>();

        @Override
        public void add(SinkBatch batch) {
            for (SinkChange change : batch.changes()) {
                Kept kept = place.keep(change);
                boolean poorer = place.has(Fault.LOSES_THE_CROSSWALK_IN_A_REBUILD);
                rebuilt.put(change.id(), poorer ? kept.withoutCrosswalk() : kept);
                if (place.has(Fault.SHOWS_HALF_A_REBUILD)) {
                    place.showEarly(change);
                }
            }
        }

        @Override
        public void finish(SinkMark mark) {
            place.replace(rebuilt, schemas, mark);
        }

        @Override
        public void close() {
            rebuilt.clear();
        }
    }
}
