package io.sesam.talk.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.SinkChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expected tables, computed from all golden records.
 *
 * <p>During a commit two golden records may claim one source record; the later one wins.
 */
final class Expected {
    private final Map<String, List<List<@Nullable Object>>> tables = new HashMap<>();
    private final Map<List<@Nullable Object>, List<@Nullable Object>> crosswalk = new HashMap<>();

    Expected(List<SinkChange> golden) {
        golden.stream().sorted(Comparator.comparing(SinkChange::sequence)).forEach(this::include);
        tables.put(AnalyticTables.CROSSWALK.name(), List.copyOf(crosswalk.values()));
    }

    private void include(SinkChange change) {
        change.golden().ifPresent(record -> {
            add(change.type().name(), List.of(AnalyticTables.row(record, change.sequence())));
            add(AnalyticTables.PROVENANCE.name(), AnalyticTables.provenanceRows(record));
            AnalyticTables.crosswalkRows(record).forEach(row -> crosswalk.put(row.subList(0, 3), row));
        });
    }

    void assertHeldBy(SinkPlace place, List<Schema> schemas, String when) {
        for (Table table : AnalyticTables.all(schemas)) {
            assertHeld(table, place.rows(table), when);
        }
    }

    Map<String, Long> counts(List<Schema> schemas) {
        Map<String, Long> counts = new HashMap<>();
        AnalyticTables.all(schemas)
                .forEach(table -> counts.put(table.name(), (long) rows(table).size()));
        return counts;
    }

    private void assertHeld(Table table, List<List<@Nullable Object>> actual, String when) {
        List<List<@Nullable Object>> missing = new ArrayList<>(rows(table));
        List<List<@Nullable Object>> surplus = new ArrayList<>();
        for (List<@Nullable Object> row : actual) {
            if (!missing.remove(row)) {
                surplus.add(row);
            }
        }
        assertThat(surplus)
                .as("%s: rows of %s that should not be there", when, table.name())
                .isEmpty();
        assertThat(missing)
                .as("%s: rows of %s that are missing", when, table.name())
                .isEmpty();
    }

    private List<List<@Nullable Object>> rows(Table table) {
        return tables.getOrDefault(table.name(), List.of());
    }

    private void add(String table, List<List<@Nullable Object>> rows) {
        tables.computeIfAbsent(table, name -> new ArrayList<>()).addAll(rows);
    }
}
