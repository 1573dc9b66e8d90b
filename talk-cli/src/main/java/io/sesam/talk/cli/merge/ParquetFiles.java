package io.sesam.talk.cli.merge;

import io.sesam.talk.bulk.CsvRowSink;
import io.sesam.talk.bulk.LocalBulk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.sink.duckdb.DuckDbSinkPlugin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parquet files, through DuckDB. */
public final class ParquetFiles {
    /** What one open file may take beside the heap of the JVM; a group of rows has to fit. */
    private static final int MEGABYTES = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(ParquetFiles.class);

    private ParquetFiles() {}

    /**
     * Opens DuckDB, or refuses where it is missing.
     *
     * @throws TalkException CONFIGURATION with what to do instead
     */
    static Connection connect() throws SQLException {
        try {
            return DuckDbSinkPlugin.inMemory(MEGABYTES, 1);
        } catch (TalkException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "Parquet files are read and written by DuckDB. " + e.getMessage() + "; or use CSV files",
                    e);
        }
    }

    /** Says what is wrong; DuckDB's own message may quote values. */
    static TalkException unreadable(Path file, SQLException failure) {
        LOG.debug("reading {}", file, failure);
        String message = Objects.requireNonNullElse(failure.getMessage(), "").toLowerCase(Locale.ROOT);
        String reason = message.contains("magic bytes") || message.contains("too small to be a parquet")
                ? " is no complete Parquet file: it was cut, or is another kind of file. Write or copy it again"
                : message.contains("out of memory")
                        ? " has groups of rows larger than " + MEGABYTES + " MB; write it with smaller ones"
                        : message.contains("permission")
                                ? " may not be read; change its permissions"
                                : " cannot be read by DuckDB: it is damaged, or has a part that DuckDB does not know."
                                        + " Write or copy it again";
        return new TalkException(ErrorCode.UNREADABLE, file + reason);
    }

    /** Returns a file as a text of SQL, with the letters escaped that would name several files. */
    static String pattern(Path file) {
        return text(file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]"));
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }

    /**
     * Returns the format of Parquet files: unknown is null, blank an empty text, times are TIMESTAMP in UTC.
     *
     * @throws TalkException CONFIGURATION where DuckDB is missing
     */
    public static CsvRowSink.Format format() {
        try {
            connect().close();
        } catch (SQLException e) {
            LOG.debug("closing DuckDB", e);
        }
        return new Format();
    }

    /**
     * Returns the golden ids in the crosswalk of an earlier result.
     *
     * @throws TalkException CONFIGURATION where DuckDB is missing
     */
    public static LocalBulk.EarlierIds earlierIds(Path crosswalk) {
        format();
        return rows -> {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT type, system, id, golden_id FROM read_parquet(" + pattern(crosswalk) + ")")) {
                while (found.next()) {
                    rows.row(
                            RecordRef.of(found.getString(2), new EntityType(found.getString(1)), found.getString(3)),
                            new GoldenId(found.getString(4)));
                }
            } catch (SQLException e) {
                throw unreadable(crosswalk, e);
            }
        };
    }

    private static final class Format implements CsvRowSink.Format {
        @Override
        public String ending() {
            return "parquet";
        }

        @Override
        public void write(Path csv, Map<String, Column> columns, Path target) {
            String texts = columns.keySet().stream()
                    .map(name -> text(name) + ": 'VARCHAR'")
                    .collect(Collectors.joining(", ", "{", "}"));
            String values = columns.entrySet().stream()
                    .map(column -> value(column.getKey(), column.getValue()))
                    .collect(Collectors.joining(", "));
            String rows = "read_csv(" + pattern(csv)
                    + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', new_line = '\\n'"
                    + ", nullstr = '', allow_quoted_nulls = false, parallel = false, strict_mode = true"
                    + ", max_line_size = 100000000, columns = " + texts + ")";
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : List.of(
                        "SET preserve_insertion_order = false",
                        "COPY (SELECT " + values + " FROM " + rows + ") TO "
                                + text(target.toAbsolutePath().toString()) + " (FORMAT parquet, COMPRESSION zstd)")) {
                    statement.execute(sql);
                }
            } catch (SQLException e) {
                LOG.debug("writing {}", target, e);
                String message = Objects.requireNonNullElse(e.getMessage(), "").toLowerCase(Locale.ROOT);
                throw new TalkException(
                        ErrorCode.UNWRITABLE,
                        target.getFileName() + " cannot be written by DuckDB"
                                + (message.contains("space") ? ": no space is left; make room" : "")
                                + ". Nothing was replaced; without the format parquet the result is written as CSV");
            }
        }

        private static String value(String name, Column column) {
            String quoted = quoted(name);
            return switch (column) {
                case TEXT -> quoted;
                case NUMBER -> "CAST(" + quoted + " AS BIGINT) AS " + quoted;
                case TIME -> "CAST(ltrim(" + quoted + ", '+') AS TIMESTAMP) AS " + quoted;
            };
        }
    }
}
