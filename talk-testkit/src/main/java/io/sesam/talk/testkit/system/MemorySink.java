package io.sesam.talk.testkit.system;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import io.sesam.talk.spi.sink.SinkPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sink in memory that outlives its engines. */
public final class MemorySink implements SinkPlugin {
    private TreeMap<GoldenId, Kept> rows = new TreeMap<>();
    private @Nullable SinkMark mark;
    private int rebuilds;
    private int version;
    private int openings;
    private boolean failing;

    /** A golden record with its sequence. */
    private record Kept(GoldenRecord golden, long sequence) {}

    /** Creates an empty sink. */
    public MemorySink() {}

    /** Returns the rows of every table, sorted. */
    public synchronized Map<String, List<List<@Nullable Object>>> rows() {
        Map<String, List<List<@Nullable Object>>> tables = new TreeMap<>();
        rows.values().forEach(kept -> {
            GoldenRecord golden = kept.golden();
            table(tables, golden.type().name()).add(AnalyticTables.row(golden, kept.sequence()));
            table(tables, "crosswalk").addAll(AnalyticTables.crosswalkRows(golden));
            table(tables, "provenance").addAll(AnalyticTables.provenanceRows(golden));
        });
        return tables;
    }

    /** Returns the number of rebuilds. */
    public synchronized int rebuilds() {
        return rebuilds;
    }

    /** Returns how often the tables were prepared. */
    public synchronized int openings() {
        return openings;
    }

    /** Lets the next batch fail. */
    public synchronized void failNext() {
        failing = true;
    }

    /** Deletes the mark, as if a table had been dropped. */
    public synchronized void forgetMark() {
        version++;
        mark = null;
    }

    /** Deletes all tables, as another program may. */
    public synchronized void drop() {
        version++;
        mark = null;
        rows = new TreeMap<>();
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("memory", "A simulated sink in memory.", List.of());
    }

    @Override
    public Sink open(Settings settings, PluginContext context) {
        return new Opened();
    }

    private static List<List<@Nullable Object>> table(Map<String, List<List<@Nullable Object>>> tables, String name) {
        return tables.computeIfAbsent(name, table -> new ArrayList<>());
    }

    private synchronized void apply(SinkBatch batch) {
        if (failing) {
            failing = false;
            throw new TalkException(ErrorCode.UNREACHABLE, "the tables are not there for a moment");
        }
        version++;
        batch.changes().forEach(change -> apply(rows, change));
        mark = batch.mark();
    }

    private static void apply(Map<GoldenId, Kept> rows, SinkChange change) {
        Kept known = rows.get(change.id());
        if (known == null || known.sequence() <= change.sequence()) {
            change.golden()
                    .ifPresentOrElse(
                            golden -> rows.put(change.id(), new Kept(golden, change.sequence())),
                            () -> rows.remove(change.id()));
        }
    }

    private synchronized void replace(Map<GoldenId, Kept> with, SinkMark upTo) {
        rows = new TreeMap<>(with);
        mark = upTo;
        version++;
        rebuilds++;
    }

    private synchronized Optional<SinkMark> currentMark() {
        openings++;
        return Optional.ofNullable(mark);
    }

    private synchronized Map<String, Long> countRows() {
        Map<String, Long> counts = new TreeMap<>();
        rows().forEach((table, list) -> counts.put(table, (long) list.size()));
        return counts;
    }

    private final class Opened implements Sink {
        @Override
        public Check check() {
            return Check.fine();
        }

        @Override
        public Optional<SinkMark> prepare() {
            return currentMark();
        }

        @Override
        public void apply(SinkBatch batch) {
            MemorySink.this.apply(batch);
        }

        @Override
        public Rebuild rebuild() {
            return new Building();
        }

        @Override
        public Map<String, Long> counts() {
            return countRows();
        }

        @Override
        public Optional<String> fingerprint() {
            synchronized (MemorySink.this) {
                return Optional.of("version " + version);
            }
        }

        @Override
        public void close() {}
    }

    private final class Building implements Sink.Rebuild {
        private final TreeMap<GoldenId, Kept> building = new TreeMap<>();

        @Override
        public void add(SinkBatch batch) {
            batch.changes().forEach(change -> MemorySink.apply(building, change));
        }

        @Override
        public void finish(SinkMark upTo) {
            replace(building, upTo);
        }

        @Override
        public void close() {}
    }
}
