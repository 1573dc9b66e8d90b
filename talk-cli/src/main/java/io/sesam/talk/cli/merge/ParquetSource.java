package io.sesam.talk.cli.merge;

import io.sesam.talk.bulk.RecordSource;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.settings.MergeSettings;
import io.sesam.talk.spi.TimeText;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Parquet file, read through DuckDB in little memory. Null is unknown, an empty text is blank.
 *
 * <p>Whole numbers, decimals, dates, times and truth values are taken as texts; a column of another type is refused.
 */
final class ParquetSource implements RecordSource {
    private static final long FIRST_TIME = SourceRecord.micros(Instant.parse("1600-01-01T00:00:00Z"));
    private static final Pattern TEXTS = Pattern.compile(
            "VARCHAR|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL\\(.*\\)|UUID|ENUM\\(.*\\)|TIME");
    private static final Pattern FRACTIONS = Pattern.compile("FLOAT|DOUBLE");
    private static final Pattern TIMES = Pattern.compile("DATE|TIMESTAMP.*");

    private final MergeSettings.InputFile file;
    private final Schema schema;
    /** The places of the values in a row, by property; -1 where the file has no such column. */
    private final int[] places;

    /** The place of the time of modification; 0 where the file has none. */
    private final int modified;

    private final boolean isTime;
    private final String query;

    private ParquetSource(
            MergeSettings.InputFile file, Schema schema, int[] places, int modified, boolean isTime, String query) {
        this.file = file;
        this.schema = schema;
        this.places = places;
        this.modified = modified;
        this.isTime = isTime;
        this.query = query;
    }

    /**
     * Looks at a file's columns.
     *
     * @param problems gets what is wrong with them
     */
    static Optional<RecordSource> of(MergeSettings.InputFile file, Schema schema, List<String> problems) {
        try {
            RecordSource source = new Columns(file, problems).source(schema);
            return Optional.of(source).filter(made -> problems.isEmpty());
        } catch (TalkException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** The columns of a file with their types. */
    private static final class Columns {
        private final MergeSettings.InputFile file;
        private final List<String> problems;
        private final Map<String, String> types = new LinkedHashMap<>();
        private final List<String> selected = new ArrayList<>();

        Columns(MergeSettings.InputFile file, List<String> problems) {
            this.file = file;
            this.problems = problems;
            try (Connection connection = ParquetFiles.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "DESCRIBE SELECT * FROM read_parquet(" + ParquetFiles.pattern(file.path()) + ")")) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            } catch (SQLException e) {
                throw ParquetFiles.unreadable(file.path(), e);
            }
        }

        ParquetSource source(Schema schema) {
            String id = column("id").orElse(null);
            if (id == null) {
                problems.add(file.path() + " has no column \"" + header("id") + "\"; its columns are " + types.keySet()
                        + ". Name the one that identifies a record in a settings file: files: { "
                        + MergeInput.name(file.path()) + ": { columns: { id: ... } } }");
            } else {
                text(id);
            }
            int[] places = new int[schema.size()];
            boolean none = true;
            for (int i = 0; i < places.length; i++) {
                String column = column(schema.property(i).name()).orElse(null);
                places[i] = column == null ? -1 : selected.size() + 1;
                if (column != null) {
                    none = false;
                    text(column);
                }
            }
            if (none) {
                problems.add(file.path() + " has no column of the type " + schema.type() + "; its columns are "
                        + types.keySet() + ". Name them in a settings file: columns: { email: E-mail }");
            }
            String modified = column("modified").orElse(null);
            boolean isTime = modified != null && TIMES.matcher(type(modified)).matches();
            if (modified != null && isTime) {
                time(modified);
            } else if (modified != null) {
                text(modified);
            }
            String query = "SELECT " + String.join(", ", selected) + " FROM read_parquet("
                    + ParquetFiles.pattern(file.path()) + ")";
            return new ParquetSource(file, schema, places, modified == null ? 0 : selected.size(), isTime, query);
        }

        private String type(String column) {
            return types.getOrDefault(column, "");
        }

        private String header(String property) {
            return file.columns().getOrDefault(property, property);
        }

        /** Finds a column by its name, then by its name in other letters. */
        private Optional<String> column(String property) {
            String header = header(property);
            Optional<String> found = types.containsKey(header)
                    ? Optional.of(header)
                    : types.keySet().stream()
                            .filter(name -> name.strip().equalsIgnoreCase(header))
                            .findFirst();
            if (found.isEmpty() && file.columns().containsKey(property) && !property.equals("id")) {
                problems.add(file.path() + " has no column \"" + header + "\", which the setting columns names for "
                        + property + "; its columns are " + types.keySet());
            }
            return found;
        }

        private void text(String column) {
            String name = ParquetFiles.quoted(column);
            String type = type(column);
            if (FRACTIONS.matcher(type).matches()) {
                // other programs keep whole numbers so, where some rows have none
                selected.add("CASE WHEN isfinite(" + name + ") AND " + name + " = trunc(" + name + ") AND abs(" + name
                        + ") < 1e15 THEN CAST(CAST(" + name + " AS BIGINT) AS VARCHAR) ELSE CAST(" + name
                        + " AS VARCHAR) END");
            } else if (TEXTS.matcher(type).matches() || TIMES.matcher(type).matches()) {
                selected.add("CAST(" + name + " AS VARCHAR)");
            } else {
                problems.add(file.path() + ": the column \"" + column + "\" is of the type " + type
                        + ", which has no text; write it as a text, or leave the column out");
            }
        }

        private void time(String column) {
            String name = ParquetFiles.quoted(column);
            String time = type(column).contains("TIME ZONE") ? name : "CAST(" + name + " AS TIMESTAMP)";
            selected.add("CASE WHEN isfinite(" + time + ") THEN epoch_us(" + time + ") END");
        }
    }

    @Override
    public String name() {
        return MergeInput.name(file.path());
    }

    @Override
    public EntityType type() {
        return file.type();
    }

    /** Returns about how many bytes a CSV file of the same rows would have. */
    @Override
    public long bytes() {
        try {
            return 3 * Files.size(file.path());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void read(Rows rows) {
        try (Connection connection = ParquetFiles.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            for (long number = 1; found.next(); number++) {
                take(found, number, rows);
            }
        } catch (SQLException e) {
            throw ParquetFiles.unreadable(file.path(), e);
        }
    }

    private void take(ResultSet row, long number, Rows rows) throws SQLException {
        String given = row.getString(1);
        String id = given == null ? "" : given.strip();
        if (id.isEmpty() || id.length() > JsonLinesSource.LONGEST_ID) {
            rows.refused(
                    number,
                    id.isEmpty()
                            ? "it has no id; fill the column"
                            : "its id has more than " + JsonLinesSource.LONGEST_ID + " characters; shorten it");
            return;
        }
        Fields.Builder fields = Fields.builder(schema);
        for (int i = 0; i < places.length; i++) {
            if (places[i] > 0) {
                fields.text(schema.property(i).name(), row.getString(places[i]));
            }
        }
        rows.record(
                SourceRecord.at(new RecordRef(file.system(), file.type(), id), fields.build(), modified(row)), number);
    }

    private long modified(ResultSet row) throws SQLException {
        if (modified == 0) {
            return SourceRecord.NEVER;
        }
        if (isTime) {
            long time = row.getLong(modified);
            // earlier years stand for no time, such as 0001-01-01
            return row.wasNull() || time < FIRST_TIME ? SourceRecord.NEVER : time;
        }
        return Optional.ofNullable(row.getString(modified))
                .flatMap(TimeText::read)
                .map(SourceRecord::micros)
                .orElse(SourceRecord.NEVER);
    }
}
