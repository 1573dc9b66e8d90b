package io.sesam.talk.engine.sink;

import io.sesam.talk.engine.config.SinkConnection;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.Progress;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Update of one sink to the golden records (R32). */
public final class SinkUpdater {
    private static final int GOLDENS_AT_ONCE = 1000;

    private final SinkConnection connection;
    private final Store store;
    private final Map<EntityType, TypePolicy> policies;
    private final RunContext run;
    private final RunContext.Meter meter;

    /** Creates the update of a sink. */
    public SinkUpdater(SinkConnection connection, Map<EntityType, TypePolicy> policies, RunContext run) {
        this.connection = connection;
        this.store = run.state().store();
        this.policies = policies;
        this.run = run;
        this.meter = run.meter(Progress.Stage.SINKING, connection.name(), "golden records");
    }

    /**
     * Brings the tables up to date; rebuilds them when necessary. Leaves a sink alone whose tables were not touched since the last
     * run, when no golden record has changed either.
     */
    public void fill() {
        Optional<EngineState.SinkContent> known = store.state(StateKey.sinkContent(connection.name()));
        if (known.filter(this::isCurrent).isPresent()) {
            run.stats().sunk(connection.name(), known.get().rows());
            return;
        }
        Map<String, Long> rows;
        try {
            rows = fill(connection.sink());
        } finally {
            connection.sink().release();
        }
        run.stats().sunk(connection.name(), rows);
        remember(known, rows);
    }

    private boolean isCurrent(EngineState.SinkContent known) {
        return known.sequence() == store.lastSequence()
                && connection
                        .sink()
                        .fingerprint()
                        .filter(known.fingerprint()::equals)
                        .isPresent();
    }

    private void remember(Optional<EngineState.SinkContent> known, Map<String, Long> rows) {
        connection
                .sink()
                .fingerprint()
                .map(fingerprint -> new EngineState.SinkContent(store.lastSequence(), fingerprint, rows))
                .filter(content -> !known.equals(Optional.of(content)))
                .ifPresent(content -> run.state().alone(() -> {
                    run.state().commit(new Commit().put(StateKey.sinkContent(connection.name()), content));
                }));
    }

    private Map<String, Long> fill(Sink sink) {
        Optional<SinkMark> mark = sink.prepare();
        long last = store.lastSequence();
        boolean ours = mark.isPresent()
                && mark.get().history().equals(store.history())
                && mark.get().sequence() <= promised();
        if (ours) {
            increments(sink, mark.get().sequence(), last);
        } else {
            rebuild(sink, last);
        }
        return sink.counts();
    }

    /**
     * Returns the last change that the tables can hold. Tables that are further ahead were filled before the store
     * was restored from an older backup, and may hold changes that do not exist.
     */
    private long promised() {
        return store.state(StateKey.sinkPromise(connection.name()))
                .map(EngineState.SinkPromise::sequence)
                .orElse(-1L);
    }

    private void promise(long sequence) {
        if (sequence > promised()) {
            run.state().alone(() -> {
                run.state()
                        .commit(new Commit()
                                .put(StateKey.sinkPromise(connection.name()), new EngineState.SinkPromise(sequence)));
            });
        }
    }

    private void increments(Sink sink, long after, long last) {
        promise(last);
        for (List<StoredGolden> page = page(after); !page.isEmpty(); page = page(after)) {
            run.cancellation().check();
            after = page.get(page.size() - 1).sequence();
            sink.apply(new SinkBatch(changes(page), mark(after)));
            meter.advance(page.size(), OptionalLong.empty());
        }
        if (after > last) {
            throw new IllegalStateException("golden records changed while the sinks were filled");
        }
    }

    private void rebuild(Sink sink, long last) {
        long after = 0;
        try (Sink.Rebuild rebuild = sink.rebuild()) {
            for (List<StoredGolden> page = page(after); !page.isEmpty(); page = page(after)) {
                run.cancellation().check();
                after = page.get(page.size() - 1).sequence();
                List<StoredGolden> present =
                        page.stream().filter(golden -> !golden.removed()).toList();
                rebuild.add(new SinkBatch(changes(present), mark(after)));
                meter.advance(page.size(), OptionalLong.empty());
            }
            rebuild.finish(mark(last));
        }
        // The limit moves only after the rebuild: moved before a failed one, it would make the old tables look valid.
        promise(last);
    }

    private List<StoredGolden> page(long after) {
        return store.goldensAfter(after, GOLDENS_AT_ONCE);
    }

    private SinkMark mark(long sequence) {
        return new SinkMark(store.history(), sequence);
    }

    private List<SinkChange> changes(List<StoredGolden> goldens) {
        Map<GoldenId, List<SourceRecord>> members = new HashMap<>();
        List<GoldenId> present = goldens.stream()
                .filter(golden -> !golden.removed())
                .map(StoredGolden::id)
                .toList();
        Map<EntityType, List<StoredRecord>> byType = store.members(present).stream()
                .filter(StoredRecord::isLive)
                .collect(Collectors.groupingBy(member -> member.ref().type()));
        byType.forEach((type, records) -> {
            Schema schema = records.get(0).record().rawValues().schema();
            References.of(store, schema)
                    .normalize(records)
                    .forEach(member -> members.computeIfAbsent(member.golden(), id -> new ArrayList<>())
                            .add(member.record()));
        });
        return goldens.stream()
                .map(golden -> change(golden, members.getOrDefault(golden.id(), List.of())))
                .toList();
    }

    /** Checks for no value: of an erased golden record none is stored, of a deleted one its last ones are. */
    private static boolean isEmpty(Fields values) {
        for (int i = 0; i < values.schema().size(); i++) {
            if (values.slot(i) != null) {
                return false;
            }
        }
        return true;
    }

    private SinkChange change(StoredGolden golden, List<SourceRecord> members) {
        EntityType type = golden.values().schema().type();
        TypePolicy policy = policies.get(type);
        if (golden.removed() && isEmpty(golden.values())) {
            return SinkChange.erased(golden.id(), type, golden.sequence());
        }
        if (golden.removed() || members.isEmpty() || policy == null) {
            return SinkChange.removed(golden.id(), type, golden.sequence());
        }
        Survivorship survivorship = policy.survivorship();
        SourceRecord[] oldestFirst =
                members.stream().sorted(SourceRecord.OLDEST_FIRST).toArray(SourceRecord[]::new);
        return SinkChange.upserted(survivorship.merge(golden.id(), oldestFirst), golden.sequence());
    }
}
