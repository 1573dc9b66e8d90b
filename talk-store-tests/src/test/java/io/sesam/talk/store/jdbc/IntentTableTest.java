package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person can read the intents of a batch in either database. */
final class IntentTableTest {
    private static final Map<EntityType, Schema> SCHEMAS = Map.of(EntityType.PERSON, Person.SCHEMA);
    private static final String LOOK = "select operation || ' ' || kind || ' ' || coalesce(record_id, '-') || ' ' ||"
            + " fields || ' ' || unknown from open_intents order by operation";
    private static final String ROWS = "select count(*) from intent_batches";
    private static final String NAME = "{\"firstname\":\"Ann \\\"A\\\" \\\\ \u00e5\"}";

    @TempDir
    private Path directory;

    @Test
    void inSqlite() throws SQLException {
        Path file = directory.resolve("talk.db");
        try (Store store = SqliteStorePlugin.at(file, SCHEMAS)) {
            commit(store);
        }
        try (Connection connection = SqliteDialect.open(file);
                Statement statement = connection.createStatement()) {
            assertThat(texts(statement.executeQuery(LOOK))).isEqualTo(expected());
            assertThat(texts(statement.executeQuery(ROWS))).containsExactly("2");
        }
    }

    @Test
    void inPostgresql() throws SQLException {
        Map<String, Object> settings = Postgres.settings("PT1M");
        try (Store store = Postgres.open(settings, SCHEMAS)) {
            commit(store);
        }
        String schema = "set search_path to " + settings.get("schema");
        assertThat(Postgres.run(schema, LOOK)).isEqualTo(expected());
        assertThat(Postgres.run(schema, ROWS)).containsExactly("2");
    }

    private static void commit(Store store) {
        Commit commit = new Commit();
        for (int i = 0; i < 1002; i++) {
            commit.put(intent(i));
        }
        store.commit(commit);
        Commit closed = new Commit();
        for (int i = 3; i < 1000; i++) {
            closed.close(operation(i));
        }
        store.commit(closed);
        store.commit(new Commit().put(intent(2000)).put(intent(2001)));
    }

    private static List<String> expected() {
        return List.of(
                "o0000 INSERT - " + NAME + " 0",
                "o0001 UPDATE 1 " + NAME + " 1",
                "o0002 INSERT - " + NAME + " 0",
                "o1000 INSERT - " + NAME + " 0",
                "o1001 UPDATE 1001 " + NAME + " 1",
                "o2000 INSERT - " + NAME + " 0",
                "o2001 UPDATE 2001 " + NAME + " 1");
    }

    private static String operation(int number) {
        return "o" + String.valueOf(10_000 + number).substring(1);
    }

    private static Intent intent(int number) {
        boolean isInsert = number % 2 == 0;
        return Intent.builder()
                .operation(operation(number))
                .system(new SystemName("crm"))
                .type(EntityType.PERSON)
                .kind(isInsert ? Operation.Kind.INSERT : Operation.Kind.UPDATE)
                .golden(new GoldenId("golden" + number))
                .origin(RecordRef.of("erp", EntityType.PERSON, "e" + number))
                .recordId(isInsert ? null : String.valueOf(number))
                .since(Instant.parse("2026-11-30T12:00:00Z"))
                .fields(Fields.builder(Person.SCHEMA)
                        .text("firstname", "Ann \"A\" \\ \u00e5")
                        .build())
                .unknown(!isInsert)
                .build();
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }
}
