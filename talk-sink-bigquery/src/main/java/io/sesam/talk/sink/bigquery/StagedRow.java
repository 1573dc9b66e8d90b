package io.sesam.talk.sink.bigquery;

import com.google.gson.stream.JsonWriter;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A golden record or removal as a staging row. One line of JSON. */
final class StagedRow {
    /** BigQuery's first and last time. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private StagedRow() {}

    /** Returns the line, including the line break. */
    static byte[] of(SinkChange change, BigQueryLayout layout) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        try (Writer text = new OutputStreamWriter(line, StandardCharsets.UTF_8)) {
            // Not closed: closing would close the stream before the line break is written.
            JsonWriter json = new JsonWriter(text);
            json.setSerializeNulls(false);
            json.beginObject();
            json.name("golden_id").value(change.id().value());
            json.name("type").value(change.type().name());
            json.name("sequence").value(change.sequence());
            json.name("removed").value(change.golden().isEmpty());
            if (change.golden().isPresent()) {
                golden(json, change, change.golden().get(), layout);
            }
            json.endObject();
            json.flush();
            text.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toByteArray();
    }

    /** Returns the line of the mark's row. */
    static byte[] of(SinkMark mark, long complete) {
        StringWriter text = new StringWriter();
        try {
            JsonWriter json = new JsonWriter(text);
            json.beginObject();
            json.name("golden_id").value(StreamStatements.MARK);
            json.name("type").value(StreamStatements.MARK);
            json.name("sequence").value(mark.sequence());
            json.name("removed").value(false);
            json.name("history").value(mark.history());
            json.name("complete").value(complete);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void golden(JsonWriter json, SinkChange change, GoldenRecord golden, BigQueryLayout layout)
            throws IOException {
        Table table = layout.table(change.type().name());
        if (!BigQueryLayout.ownColumns(table).isEmpty()) {
            json.name(BigQueryLayout.structOf(table.name()));
            object(json, table, AnalyticTables.row(golden, change.sequence()));
        }
        json.name("crosswalk");
        array(json, AnalyticTables.CROSSWALK, AnalyticTables.crosswalkRows(golden));
        json.name("provenance");
        array(json, AnalyticTables.PROVENANCE, AnalyticTables.provenanceRows(golden));
    }

    private static void array(JsonWriter json, Table table, List<List<@Nullable Object>> rows) throws IOException {
        json.beginArray();
        for (List<@Nullable Object> row : rows) {
            object(json, table, row);
        }
        json.endArray();
    }

    private static void object(JsonWriter json, Table table, List<@Nullable Object> row) throws IOException {
        json.beginObject();
        List<Column> own = BigQueryLayout.ownColumns(table);
        for (int i = 0; i < row.size(); i++) {
            Object cell = row.get(i);
            if (cell != null && own.contains(table.columns().get(i))) {
                json.name(table.columns().get(i).name());
                cell(json, cell);
            }
        }
        json.endObject();
    }

    private static void cell(JsonWriter json, Object cell) throws IOException {
        if (cell instanceof Boolean flag) {
            json.value(flag);
        } else if (cell instanceof Long number) {
            json.value(number);
        } else if (cell instanceof Instant time) {
            json.value(fitting(time).toString());
        } else {
            json.value((String) cell);
        }
    }

    /** Returns a time within BigQuery's range. From the year 1 to 9999, in microseconds. */
    static Instant fitting(Instant time) {
        Instant fit = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return fit.truncatedTo(ChronoUnit.MICROS);
    }
}
