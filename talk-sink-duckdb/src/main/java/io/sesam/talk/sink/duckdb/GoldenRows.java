package io.sesam.talk.sink.duckdb;

import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.SinkChange;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A writer of the rows of golden records. Fills the tables of their types, the provenance and, in a rebuild, the
 * crosswalk.
 */
final class GoldenRows implements AutoCloseable {
    private final Sql sql;
    private final DuckDbNames names;
    private final Map<String, RowAppender> appenders = new LinkedHashMap<>();

    GoldenRows(Sql sql, DuckDbNames names) {
        this.sql = sql;
        this.names = names;
    }

    /** Adds all rows except the crosswalk's. Several golden records may claim one crosswalk row. */
    void add(SinkChange change) throws SQLException {
        GoldenRecord golden = change.golden().orElse(null);
        if (golden == null) {
            to(DuckDbNames.REMOVED).add(List.of(change.id().value(), change.sequence()));
            return;
        }
        to(change.type().name()).add(AnalyticTables.row(golden, change.sequence()));
        addAll(AnalyticTables.PROVENANCE.name(), AnalyticTables.provenanceRows(golden));
    }

    void addWithCrosswalk(SinkChange change) throws SQLException {
        add(change);
        if (change.golden().isPresent()) {
            addAll(
                    AnalyticTables.CROSSWALK.name(),
                    AnalyticTables.crosswalkRows(change.golden().get()));
        }
    }

    private void addAll(String table, List<List<@Nullable Object>> rows) throws SQLException {
        RowAppender appender = to(table);
        for (List<@Nullable Object> row : rows) {
            appender.add(row);
        }
    }

    private RowAppender to(String table) throws SQLException {
        RowAppender appender = appenders.get(table);
        if (appender == null) {
            appender = sql.appender(names, table);
            appenders.put(table, appender);
        }
        return appender;
    }

    void flush() throws SQLException {
        for (RowAppender appender : appenders.values()) {
            appender.flush();
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            for (RowAppender appender : appenders.values()) {
                appender.close();
            }
        } finally {
            appenders.clear();
        }
    }
}
