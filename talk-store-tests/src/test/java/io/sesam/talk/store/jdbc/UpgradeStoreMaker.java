package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Creates the kept stores in the current version. The argument of {@code main} is the target directory.
 *
 * <p>Run it before the tables or their encodings change, and keep the result as a test resource.
 */
final class UpgradeStoreMaker {
    private final Path directory;
    private final UpgradeScene scene;

    private UpgradeStoreMaker(Path directory, Supplier<Store> store) {
        this.directory = directory;
        this.scene = new UpgradeScene(directory, store, UpgradeScene.START);
    }

    public static void main(String... arguments) throws IOException, SQLException {
        Path sqlite = Files.createDirectories(Path.of(arguments[0], "sqlite"));
        Path file = sqlite.resolve("store.sqlite");
        new UpgradeStoreMaker(sqlite, () -> SqliteStorePlugin.at(file, UpgradeScene.SCHEMAS)).make();
        Files.move(file, sqlite.resolve("store.bin"));
        Files.delete(sqlite.resolve("store.sqlite.lock"));

        Path postgresql = Files.createDirectories(Path.of(arguments[0], "postgresql"));
        Map<String, Object> settings = Postgres.settings("PT1M");
        new UpgradeStoreMaker(postgresql, () -> Postgres.open(settings, UpgradeScene.SCHEMAS)).make();
        dump(String.valueOf(settings.get("schema")), postgresql.resolve("store.sql"));
        System.exit(0);
    }

    private void make() throws IOException {
        file("crm/person.csv", """
                id,firstname,lastname,email,modified
                c1,Ada,Lovelace,ada@example.org,2026-02-01T10:00:00Z
                c2,Grace,Hopper,grace@example.org,2026-02-01T10:00:00Z
                c3,Edsger,,edsger@example.org,2026-02-01T10:00:00Z
                c4,Forgotten,Example,forgotten@example.org,2026-02-01T10:00:00Z
                """);
        file("crm/organisation.csv", organisations("c", "NO"));
        file("erp/person.csv", """
                id,firstname,lastname,email,modified
                e1,Ada,King,ada@example.org,2026-02-03T10:00:00Z
                e2,Grace,Hopper,grace@example.org,2026-02-03T10:00:00Z
                e4,Forgotten,Example,forgotten@example.org,2026-02-03T10:00:00Z
                """);
        file("erp/organisation.csv", organisations("e", "NO"));
        settle();
        scene.withTalk(talk -> {
            scene.tokens().replace("payroll", null, "sealed token of the payroll");
            scene.tokens().replace("payroll/next", null, "first");
            scene.tokens().replace("payroll/next", "first", "second line\nof a token 😀");
            talk.stewardship().erase(EntityType.PERSON.name(), "forgotten@example.org");
        });
        settle();
        // a record that disappears in one system and returns in the other
        edit("crm/person.csv", text -> without(text, "c2"));
        settle();
        edit("erp/person.csv", text -> text + row("e2,Grace,Hopper,grace@example.org,2026-03-02T10:00:00Z", text));
        settle();
        // a new column
        edit(
                "erp/person.csv",
                text -> text.lines()
                        .map(line -> line + (line.startsWith("id,") ? ",phone" : line.startsWith("e1,") ? ",555" : ","))
                        .collect(Collectors.joining("\n", "", "\n")));
        settle();
        // more changes than the change limit allows
        edit(
                "erp/organisation.csv",
                text -> text.replace(" Example AS,", " Example Group,")
                        .replace("2026-02-01T10:00:00Z", "2026-03-02T12:00:00Z"));
        settle();
        settle();
    }

    private void settle() {
        for (int i = 0; i < 3; i++) {
            System.out.println(scene.sync());
        }
    }

    private static String organisations(String prefix, String country) {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(i -> prefix + i + ","
                        + List.of("Acme", "Beta", "Gamma", "Delta").get(i - 1) + " Example AS," + country + ","
                        + "2026-02-01T10:00:00Z")
                .collect(Collectors.joining("\n", "id,name,country,modified\n", "\n"));
    }

    private static String without(String text, String id) {
        return text.lines().filter(line -> !line.startsWith(id + ",")).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(String row, String text) {
        long columns = text.lines()
                .findFirst()
                .orElseThrow()
                .chars()
                .filter(c -> c == ',')
                .count();
        return row
                + ",".repeat((int) (columns - row.chars().filter(c -> c == ',').count())) + "\n";
    }

    private void edit(String name, UnaryOperator<String> change) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, change.apply(Files.readString(file).replace("\r\n", "\n")));
    }

    private void file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("x").getParent());
        Files.writeString(file, text);
    }

    /** Writes all rows as statements without the schema's name. */
    private static void dump(String schema, Path file) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(Postgres.url(), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String table : Postgres.run("select tablename from pg_tables where schemaname = '" + schema
                    + "' and tablename <> 'lease' order by tablename")) {
                try (ResultSet rows = statement.executeQuery("select * from " + schema + "." + table + " order by 1")) {
                    while (rows.next()) {
                        List<String> names = new ArrayList<>();
                        List<String> values = new ArrayList<>();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            if (table.equals("audit") && i == 1) {
                                continue; // numbered by the table itself
                            }
                            names.add(rows.getMetaData().getColumnName(i));
                            Object value = rows.getObject(i);
                            values.add(
                                    value == null
                                            ? "null"
                                            : value instanceof Number
                                                    ? value.toString()
                                                    : "'" + value.toString().replace("'", "''") + "'");
                        }
                        text.append("insert into ")
                                .append(table)
                                .append(" (")
                                .append(String.join(", ", names))
                                .append(") values (")
                                .append(String.join(", ", values))
                                .append(");\n");
                    }
                }
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
