package io.sesam.talk.testkit.sink;

import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.testkit.sink.MemoryPlace.Fault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of one golden record, by table. None when it was removed. */
record Kept(long sequence, Map<String, List<List<Object>>> tables) {
    static Kept of(SinkChange change, MemoryPlace place) {
        Map<String, List<List<Object>>> tables = new HashMap<>();
        change.golden().ifPresent(golden -> {
            tables.put(change.type().name(), List.of(AnalyticTables.row(golden, change.sequence())));
            tables.put("provenance", AnalyticTables.provenanceRows(golden));
            tables.put("crosswalk", AnalyticTables.crosswalkRows(golden));
        });
        tables.replaceAll(
                (table, rows) -> rows.stream().map(row -> spoilt(row, place)).toList());
        return new Kept(change.sequence(), tables);
    }

    Stream<List<Object>> rows(String table) {
        return tables.getOrDefault(table, List.of()).stream();
    }

    Kept withoutCrosswalk() {
        Map<String, List<List<Object>>> fewer = new HashMap<>(tables);
        fewer.remove("crosswalk");
        return new Kept(sequence, fewer);
    }

    private static List<Object> spoilt(List<Object> row, MemoryPlace place) {
        List<Object> spoilt = new ArrayList<>(row);
        spoilt.replaceAll(cell -> cell instanceof String text && place.has(Fault.STRIPS_TEXT)
                ? text.strip()
                : cell instanceof Instant time && place.has(Fault.ROUNDS_TIMES)
                        ? time.truncatedTo(ChronoUnit.MILLIS)
                        : cell);
        return spoilt;
    }
}
