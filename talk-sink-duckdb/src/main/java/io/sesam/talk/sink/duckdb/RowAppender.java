package io.sesam.talk.sink.duckdb;

import io.sesam.talk.model.SourceRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** An appender of rows to a table. */
final class RowAppender implements AutoCloseable {
    /** DuckDB's first and last time, in microseconds since 1970. */
    private static final long FIRST = -9_223_372_022_400_000_000L;

    private static final long LAST = Long.MAX_VALUE - 1;

    /** A failure with its table, column and row id. */
    static final class FailedAt extends SQLException {
        private static final long serialVersionUID = 1L;

        private final String place;

        private FailedAt(String place, SQLException cause) {
            super(cause.getMessage(), cause);
            this.place = place;
        }

        String place() {
            return place;
        }
    }

    private final String table;
    private final DuckDBAppender appender;

    RowAppender(String table, DuckDBAppender appender) {
        this.table = table;
        this.appender = appender;
    }

    /** Adds a row as {@link io.sesam.talk.spi.sink.AnalyticTables} builds it. */
    void add(List<? extends @Nullable Object> row) throws SQLException {
        int column = 0;
        try {
            appender.beginRow();
            for (; column < row.size(); column++) {
                append(row.get(column));
            }
            appender.endRow();
        } catch (SQLException e) {
            throw new FailedAt("table " + table + ", column " + (column + 1) + ", row " + row.get(0), e);
        }
    }

    private void append(@Nullable Object cell) throws SQLException {
        if (cell instanceof String text) {
            appender.append(text);
        } else if (cell == null) {
            appender.appendNull();
        } else if (cell instanceof Boolean flag) {
            appender.append(flag.booleanValue());
        } else if (cell instanceof Long number) {
            appender.append(number.longValue());
        } else {
            appender.appendEpochMicros(Math.min(LAST, Math.max(FIRST, SourceRecord.micros((Instant) cell))));
        }
    }

    /** Flushes the rows to the table. Rows not flushed before closing may be lost silently. */
    void flush() throws SQLException {
        try {
            appender.flush();
        } catch (SQLException e) {
            throw new FailedAt("table " + table, e);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            appender.close();
        } catch (SQLException e) {
            throw new FailedAt("table " + table, e);
        }
    }
}
