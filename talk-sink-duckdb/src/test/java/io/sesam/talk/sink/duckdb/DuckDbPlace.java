package io.sesam.talk.sink.duckdb;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.testkit.sink.SinkPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A DuckDB file with a second connection for reading. */
record DuckDbPlace(Path path, Map<String, ?> further) implements SinkPlace {
    DuckDbPlace(Path path) {
        this(path, Map.of());
    }

    @Override
    public Sink open(PluginContext context) {
        DuckDbSinkPlugin plugin = new DuckDbSinkPlugin();
        Map<String, Object> raw = new HashMap<>(further);
        raw.put("path", path);
        List<String> problems = new ArrayList<>();
        Settings settings =
                Settings.read("sinks.analytics", Path.of(""), raw, plugin.spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return plugin.open(settings, context);
    }

    @Override
    public List<List<Object>> rows(Table table) {
        List<String> columns = table.columns().stream()
                .map(column -> DuckDbNames.quoted(column.name()))
                .toList();
        Object schema = further.containsKey("schema") ? further.get("schema") : "main";
        String catalog = path.getFileName().toString().replace(".duckdb", "");
        return query("SELECT " + String.join(", ", columns) + " FROM "
                + new DuckDbNames(catalog, schema.toString()).of(table.name()));
    }

    @Override
    public Optional<byte[]> bytes() {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the file as another program does. */
    void change(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<List<Object>> query(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    Object cell = result.getObject(i);
                    row.add(cell instanceof OffsetDateTime time ? time.toInstant() : cell);
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + path);
    }
}
