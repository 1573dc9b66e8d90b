package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.sink.duckdb.DuckDbSinkPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that both sinks have the same tables. Names, columns, types, descriptions, and the rows of the same changes as
 * in the DuckDB sink.
 */
@Tag("R32")
final class SameTablesTest {
    private static final Schema SHIP =
            Schema.of(new EntityType("ship"), Property.text("version"), Property.text("id"), Property.text("id_"));
    private static final Map<String, String> TYPES = Map.of(
            "VARCHAR", "STRING", "BIGINT", "INTEGER", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "BOOLEAN", "BOOLEAN");

    @TempDir
    private Path directory;

    @Test
    void bothSinksKeepTheSameTablesAndRows() throws SQLException {
        PluginContext context = SinkSamples.context(Person.SCHEMA, Organisation.SCHEMA, SHIP);
        SinkChange[] changes = {SinkSamples.person("1", "Ann", 1), SinkSamples.person("2", "Bea", 2)};
        Path file = directory.resolve("analytics.duckdb");
        fill(duckDb(file, context), changes);
        try (SimBigQuery sim = Sims.start()) {
            BigQueryPlace place = new BigQueryPlace(sim, "analytics");
            fill(place.open(context), changes);
            assertThat(tables(sim)).isEqualTo(tables(file)).hasSizeGreaterThan(25);
            for (String table : List.of("person", "organisation", "crosswalk", "provenance")) {
                String columns = table.equals("provenance")
                        ? "golden_id, type, property, system, record_id, value, echo, won, rule"
                        : "*";
                assertThat(place.query("SELECT " + columns + " FROM " + place.named(table) + " ORDER BY ALL"))
                        .as(table)
                        .isEqualTo(query(file, "SELECT " + columns + " FROM " + table + " ORDER BY ALL"));
            }
        }
    }

    private static Sink duckDb(Path file, PluginContext context) {
        DuckDbSinkPlugin plugin = new DuckDbSinkPlugin();
        return plugin.open(
                Settings.read(
                        "sink", Path.of(""), Map.of("path", file), plugin.spec().settings(), new ArrayList<>()),
                context);
    }

    private static void fill(Sink sink, SinkChange... changes) {
        try (sink) {
            sink.prepare();
            SinkSamples.rebuild(sink, changes);
        }
    }

    private static List<String> tables(SimBigQuery sim) {
        List<String> columns = new ArrayList<>();
        for (String table : sim.tables(BigQueryPlace.PROJECT, "analytics")) {
            if (!table.startsWith("talk_")) {
                for (JsonNode field : sim.table(BigQueryPlace.PROJECT, "analytics", table)
                        .path("schema")
                        .path("fields")) {
                    columns.add(table + "." + field.path("name").asText() + " "
                            + field.path("type").asText() + " "
                            + field.path("mode").asText() + ": "
                            + field.path("description").asText());
                }
            }
        }
        return columns;
    }

    private static List<String> tables(Path file) throws SQLException {
        return query(
                        file,
                        "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns()"
                                + " WHERE NOT internal AND table_name NOT LIKE 'talk_%' ORDER BY table_name, column_index")
                .stream()
                .map(row -> row.get(0) + "." + row.get(1) + " " + TYPES.get(row.get(2)) + " "
                        + (Boolean.TRUE.equals(row.get(3)) ? "NULLABLE" : "REQUIRED") + ": " + row.get(4))
                .toList();
    }

    private static List<List<Object>> query(Path file, String sql) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
