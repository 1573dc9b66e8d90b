package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.result.SyncReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with messy persons made by others. Spread over three systems; skipped where the data are not available. */
final class SharedPeopleTest {
    /** Distinct addresses. 122 records have none: their text is blank or has no "@" (R5). */
    private static final int ADDRESSES = 327;
    /** Persons without an e-mail who are in two systems, once in each, with equal names (R41). */
    private static final int EQUAL = 5;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a b c", "a c b", "b a c", "b c a", "c a b", "c b a"})
    @Tag("R5")
    @Tag("R7")
    void theClustersAreThoseThatTheEmailsImplyInEveryOrderOfTheSystems(String order) throws Exception {
        List<String> rows = rows();
        Map<String, Set<String>> expected = dealt(rows);
        Path tables = directory.resolve("analytics.duckdb");
        TalkBuilder builder = Talk.builder().sink("analytics", "duckdb", Map.of("path", tables));
        for (String system : order.split(" ", -1)) {
            builder.connect(system, "csv", settings(system));
        }
        try (Talk talk = builder.trust(order.split(" ", -1)).build()) {
            SyncReport report = talk.sync();
            assertThat(report.paused()).isEmpty();
            assertThat(report.golden().get(EntityType.PERSON).total()).isEqualTo(ADDRESSES + 122 - EQUAL);
            assertThat(talk.sync().writes()).isZero();
        }
        assertThat(crosswalk(tables)).containsAll(expected.values());
    }

    @Test
    @Tag("R5")
    void theFileIsTheOneThatIsMeant() throws Exception {
        assertThat(dealt(rows()).keySet().stream().filter(key -> !key.startsWith("row ") && !key.startsWith("equal ")))
                .hasSize(ADDRESSES);
    }

    private Map<String, Object> settings(String system) {
        return Map.of(
                "directory",
                directory.resolve(system),
                "columns",
                Map.of(
                        "person",
                        Map.of("id", "unique_id", "firstname", "first_name", "lastname", "surname", "email", "email")));
    }

    /** Spreads the rows; returns the rows that share an e-mail. */
    private Map<String, Set<String>> dealt(List<String> rows) throws IOException {
        List<String> systems = List.of("a", "b", "c");
        Map<String, List<String>> files = new TreeMap<>();
        Map<String, Set<String>> clusters = new TreeMap<>();
        Map<String, List<String>> named = new TreeMap<>();
        for (int i = 1; i < rows.size(); i++) {
            String system = systems.get(i % 3);
            String[] cells = rows.get(i).split(",", -1);
            String email = cells[5].strip().toLowerCase(Locale.ROOT);
            files.computeIfAbsent(system, name -> new ArrayList<>(List.of(rows.get(0))))
                    .add(rows.get(i));
            clusters.computeIfAbsent(email.contains("@") ? email : "row " + cells[0], key -> new TreeSet<>())
                    .add(system + "/" + cells[0]);
            if (email.isEmpty() && !(cells[1] + cells[2]).isBlank()) {
                String name = (cells[1].strip() + " " + cells[2].strip()).toLowerCase(Locale.ROOT);
                named.computeIfAbsent(name, key -> new ArrayList<>()).add(system + "/" + cells[0]);
            }
        }
        named.values().stream()
                .filter(same ->
                        same.size() == 2 && same.get(0).charAt(0) != same.get(1).charAt(0))
                .forEach(same -> {
                    same.forEach(record -> clusters.remove("row " + record.substring(2)));
                    clusters.put("equal " + same.get(0), new TreeSet<>(same));
                });
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            Path own = Files.createDirectories(directory.resolve(file.getKey()));
            Files.write(own.resolve("person.csv"), file.getValue());
        }
        return clusters;
    }

    /** Returns the clusters in the analytic tables, without records that Talk created. */
    private static List<Set<String>> crosswalk(Path tables) throws SQLException {
        Map<String, Set<String>> clusters = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + tables);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT golden_id, system, record_id FROM crosswalk WHERE regexp_full_match(record_id, '[0-9]{1,3}')")) {
            while (rows.next()) {
                clusters.computeIfAbsent(rows.getString(1), id -> new TreeSet<>())
                        .add(rows.getString(2) + "/" + rows.getString(3));
            }
        }
        return new ArrayList<>(clusters.values());
    }

    private static List<String> rows() throws IOException {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path file = at.resolve("shared/data/people/fake_1000.csv");
            if (Files.exists(file)) {
                return Files.readAllLines(file);
            }
            at = at.getParent();
        }
        assumeTrue(false, "the shared data are not here");
        return List.of();
    }
}
