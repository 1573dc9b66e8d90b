package io.sesam.talk.testkit.sink;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tables in memory with an optional fault. */
final class MemoryPlace implements SinkPlace {
    /** A fault of a sink. */
    enum Fault {
        TAKES_OLD_NEWS,
        FORGETS_WHAT_WAS_REMOVED,
        DROPS_BATCHES_THAT_WERE_OVERTAKEN,
        TAKES_THE_MARK_BACK,
        LOSES_THE_MARK,
        NAMES_A_RECORD_TWICE,
        LETS_THE_FIRST_OWNER_KEEP_A_RECORD,
        SHOWS_HALF_A_BATCH,
        SHOWS_HALF_A_REBUILD,
        KEEPS_OLD_ROWS_IN_A_REBUILD,
        TAKES_OLD_NEWS_AFTER_A_REBUILD,
        LOSES_THE_CROSSWALK_IN_A_REBUILD,
        KEEPS_THE_MARK_OF_NARROWER_TABLES,
        STRIPS_TEXT,
        ROUNDS_TIMES,
        COUNTS_WRONG,
        KEEPS_ITS_FINGERPRINT,
        LEAVES_COLUMNS_OUT_OF_ITS_FINGERPRINT,
        LEAVES_A_THREAD
    }

    private final Set<Fault> faults;
    private Map<GoldenId, Kept> kept = new LinkedHashMap<>();
    private Optional<SinkMark> mark = Optional.empty();
    private long complete;
    private int version;
    private Map<EntityType, Schema> schemas = Map.of();

    MemoryPlace(Fault... faults) {
        this.faults = EnumSet.noneOf(Fault.class);
        this.faults.addAll(List.of(faults));
    }

    @Override
    public Sink open(PluginContext context) {
        return new MemorySink(this, context.schemas());
    }

    @Override
    public List<List<Object>> rows(Table table) {
        Stream<Kept> inOrder = kept.values().stream().sorted(Comparator.comparing(Kept::sequence));
        if (!table.equals(AnalyticTables.CROSSWALK)) {
            return inOrder.flatMap(one -> one.rows(table.name())).toList();
        }
        Stream<List<Object>> claims = inOrder.flatMap(one -> one.rows(table.name()));
        if (has(Fault.NAMES_A_RECORD_TWICE)) {
            return claims.toList();
        }
        Map<List<Object>, List<Object>> byRecord = new HashMap<>();
        boolean first = has(Fault.LETS_THE_FIRST_OWNER_KEEP_A_RECORD);
        claims.forEach(row -> byRecord.merge(row.subList(0, 3), row, (one, other) -> first ? one : other));
        return List.copyOf(byRecord.values());
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    Optional<SinkMark> prepare(Map<EntityType, Schema> declared) {
        if (!declared.equals(schemas) && !has(Fault.KEEPS_THE_MARK_OF_NARROWER_TABLES)) {
            mark = Optional.empty();
        }
        return has(Fault.LOSES_THE_MARK) && mark.isPresent() && mark.get().sequence() > 4 ? Optional.empty() : mark;
    }

    String fingerprint(Map<EntityType, Schema> declared) {
        return (has(Fault.KEEPS_ITS_FINGERPRINT) ? 0 : version) + " "
                + (has(Fault.LEAVES_COLUMNS_OUT_OF_ITS_FINGERPRINT) ? 0 : declared.hashCode());
    }

    void apply(SinkBatch batch) {
        version++;
        long reached = mark.orElseThrow().sequence();
        if (has(Fault.DROPS_BATCHES_THAT_WERE_OVERTAKEN) && batch.mark().sequence() <= reached) {
            return;
        }
        Map<GoldenId, Kept> next = has(Fault.SHOWS_HALF_A_BATCH) ? kept : new LinkedHashMap<>(kept);
        batch.changes().stream().filter(this::isNews).forEach(change -> put(next, change));
        kept = next;
        if (batch.mark().sequence() > reached || has(Fault.TAKES_THE_MARK_BACK)) {
            mark = Optional.of(batch.mark());
        }
    }

    void replace(Map<GoldenId, Kept> rebuilt, Map<EntityType, Schema> declared, SinkMark reached) {
        Map<GoldenId, Kept> next =
                has(Fault.KEEPS_OLD_ROWS_IN_A_REBUILD) ? new LinkedHashMap<>(kept) : new LinkedHashMap<>();
        next.putAll(rebuilt);
        version++;
        kept = next;
        schemas = declared;
        mark = Optional.of(reached);
        complete = has(Fault.TAKES_OLD_NEWS_AFTER_A_REBUILD) ? 0 : reached.sequence();
    }

    /** Shows a rebuild before it is finished, for that fault. */
    void showEarly(SinkChange change) {
        put(kept, change);
    }

    Kept keep(SinkChange change) {
        return Kept.of(change, this);
    }

    private boolean isNews(SinkChange change) {
        Kept known = kept.get(change.id());
        return has(Fault.TAKES_OLD_NEWS)
                || change.sequence() > complete && (known == null || known.sequence() < change.sequence());
    }

    private void put(Map<GoldenId, Kept> where, SinkChange change) {
        if (change.golden().isEmpty() && has(Fault.FORGETS_WHAT_WAS_REMOVED)) {
            where.remove(change.id());
        } else {
            where.put(change.id(), keep(change));
        }
    }
}
