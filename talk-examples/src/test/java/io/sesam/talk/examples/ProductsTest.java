package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of products in all systems. HubSpot, Wave, a spreadsheet and the analytic tables, merged by name. */
final class ProductsTest {
    @TempDir
    Path directory;

    private final ThreeClouds clouds = new ThreeClouds();

    @BeforeEach
    void fill() throws IOException {
        clouds.hubspot.create("products", Map.of("name", "Skis"));
        clouds.hubspot.create("products", Map.of("name", "Kayak"));
        inWave("Skis");
        inWave("Tent");
        Path shop = Files.createDirectories(directory.resolve("shop"));
        Files.writeString(shop.resolve("product.csv"), "id,name\n1,Skis \n2,Rope\n3,\n");
    }

    @AfterEach
    void close() {
        clouds.close();
    }

    private void inWave(String name) {
        clouds.wave.create(clouds.business, "products", Map.of("name", name, "unitPrice", "1"));
    }

    private SyncReport sync() {
        clouds.clock.advance(Duration.ofMinutes(5));
        try (Talk talk = Talk.builder()
                .baseDirectory(directory)
                .clock(clouds.clock)
                .store("sqlite", Map.of("path", "talk.db"))
                .connect("hubspot", "hubspot", clouds.hubspotSettings())
                .connect("wave", "wave", clouds.waveSettings())
                .connect("shop", "csv", Map.of("directory", "shop"))
                .trust("hubspot", "wave", "shop")
                .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
                .build()) {
            return talk.sync();
        }
    }

    private List<String> inHubSpot() {
        return clouds.hubspot.ids("products").stream()
                .map(id ->
                        clouds.hubspot.properties("products", id).orElseThrow().getOrDefault("name", ""))
                .toList();
    }

    private List<String> inWave() {
        return clouds.wave.ids(clouds.business, "products").stream()
                .map(id -> clouds.wave
                        .fields(clouds.business, "products", id)
                        .orElseThrow()
                        .getOrDefault("name", ""))
                .toList();
    }

    private List<String> inShop() throws IOException {
        return Files.readAllLines(directory.resolve("shop/product.csv")).stream()
                .skip(1)
                .map(line -> line.substring(line.indexOf(',') + 1))
                .toList();
    }

    private List<String> inTables(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("analytics.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
        }
        return found;
    }

    @Test
    @Tag("R6")
    @Tag("R18")
    @Tag("R32")
    void aProductOfAnyOfThemReachesAllOfThemOnceAndTheTables() throws Exception {
        SyncReport first = sync();

        assertThat(first.paused()).isEmpty();
        assertThat(first.golden().get(EntityType.PRODUCT).total()).isEqualTo(5);
        assertThat(inHubSpot()).containsExactlyInAnyOrder("Skis", "Kayak", "Tent", "Rope");
        assertThat(inWave()).containsExactlyInAnyOrder("Skis", "Kayak", "Tent", "Rope");
        assertThat(inShop()).hasSize(5).contains("Rope", "Kayak", "Tent", "");
        assertThat(inTables("SELECT name FROM product WHERE name IS NOT NULL ORDER BY name"))
                .extracting(String::strip)
                .containsExactly("Kayak", "Rope", "Skis", "Tent");
        assertThat(inTables("SELECT DISTINCT system FROM crosswalk WHERE golden_id = (SELECT id FROM product"
                        + " WHERE trim(name) = 'Skis') ORDER BY system"))
                .containsExactly("hubspot", "shop", "wave");

        sync();
        SyncReport third = sync();
        assertThat(third.calls().values().stream()
                        .mapToLong(Calls.Count::writes)
                        .sum())
                .isZero();
        assertThat(third.writes()).isZero();
    }

    @Test
    @Tag("R8")
    void aProductThatIsRenamedInOneIsRenamedInAllAndStaysTheSame() throws Exception {
        sync();
        sync();
        clouds.clock.advance(Duration.ofHours(1));
        String kayak = clouds.hubspot.ids("products").stream()
                .filter(id -> "Kayak"
                        .equals(clouds.hubspot
                                .properties("products", id)
                                .orElseThrow()
                                .get("name")))
                .findFirst()
                .orElseThrow();
        clouds.hubspot.edit("products", kayak, Map.of("name", "Sea kayak"));
        clouds.clock.advance(Duration.ofMinutes(1));

        sync();
        sync();

        assertThat(inWave()).contains("Sea kayak").doesNotContain("Kayak").hasSize(4);
        assertThat(inShop()).contains("Sea kayak").doesNotContain("Kayak").hasSize(5);
        assertThat(inTables("SELECT name FROM product WHERE name LIKE '%ayak'")).containsExactly("Sea kayak");
    }
}
