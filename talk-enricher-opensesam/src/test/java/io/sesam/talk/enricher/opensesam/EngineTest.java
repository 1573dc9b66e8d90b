package io.sesam.talk.enricher.opensesam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the enricher in the engine. Found by {@link java.util.ServiceLoader}. */
@Tag("R31")
final class EngineTest {
    private static final SystemName OPENSESAM = new SystemName("opensesam");

    private final TestClock clock = TestClock.create();

    private static TypeSpec everything() {
        List<FieldSpec> fields = Organisation.SCHEMA.properties().stream()
                .map(Property::name)
                .map(FieldSpec::of)
                .toList();
        return TypeSpec.of(Organisation.SCHEMA, fields).inserts().updates().build();
    }

    private SyncReport sync(Talk talk) {
        clock.advance(Duration.ofMinutes(1));
        return talk.sync();
    }

    @Test
    void organisationsAreCompletedInEverySystemAndFollowTheRegister() {
        MemorySystem crmSystem = MemorySystem.at(clock);
        MemorySystem erpSystem = MemorySystem.at(clock);
        MemoryTable crm = crmSystem.holds(everything());
        MemoryTable erp = erpSystem.holds(everything());
        crm.add("name", "Nordlys AS");
        crm.add("name", "Svea AB", "country", "SE");
        try (FakeRegister register = new FakeRegister();
                Talk talk = builder(register, crmSystem, erpSystem).build()) {
            register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS").put("hjemmeside", "www.nordlys.no"));
            register.enterLei(Scene.LEI, "Svea AB", "SE", "ISSUED");
            SyncReport report = sync(talk);
            assertThat(report.enriched().get(OPENSESAM).matched()).isEqualTo(2);
            assertThat(report.calls().get(OPENSESAM).reads()).isPositive();
            assertThat(report.paused()).isEmpty();
            sync(talk);
            assertThat(crm.text("1", "zip")).isEqualTo("0150");
            assertThat(erp.find("domain", "nordlys.no")).hasSize(1);
            assertThat(erp.find("address", "1 High Street")).hasSize(1);
            register.takeCalls();
            SyncReport silent = sync(talk);
            assertThat(silent.writes()).isZero();
            assertThat(register.takeCalls()).containsExactly("/oppdateringer/enheter");
            register.enter(FakeRegister.address(
                    FakeRegister.entity(Scene.ONE, "NORDLYS AS"), "forretningsadresse", "5003", "Nygata 2"));
            sync(talk);
            assertThat(crm.text("1", "zip")).isEqualTo("5003");
            assertThat(crm.text("1", "domain")).isIn(null, "");
            register.down = true;
            crm.add("name", "Later AS");
            SyncReport down = sync(talk);
            assertThat(down.enriched().get(OPENSESAM).waiting()).isEqualTo(1);
            assertThat(crm.text("1", "zip")).isEqualTo("5003");
        }
    }

    /** The answer was unique and would be kept for months. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSecondCompanyOfTheSameNameReopensTheQuestion(boolean indexed, @TempDir Path directory) throws IOException {
        MemorySystem crmSystem = MemorySystem.at(clock);
        MemoryTable crm = crmSystem.holds(everything());
        crm.add("name", "Nordlys AS");
        crm.add("name", "Svea AB");
        try (FakeRegister register = new FakeRegister();
                Talk talk = Talk.builder()
                        .clock(clock)
                        .random(new Random(1))
                        .connect("crm", crmSystem, Map.of())
                        .enricher("opensesam", "opensesam", settings(register, indexed, directory))
                        .build()) {
            register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
            assertThat(sync(talk).enriched().get(OPENSESAM).matched()).isEqualTo(1);
            sync(talk); // the feed still mentions the first company
            assertThat(sync(talk).enriched().get(OPENSESAM).asked()).isZero();
            register.enter(FakeRegister.entity(Scene.TWO, "NORDLYS AS"));
            register.enter(FakeRegister.entity(Scene.THREE, "SVEA AB"));

            SyncReport.Enriched news = sync(talk).enriched().get(OPENSESAM);

            assertThat(news.ambiguous()).isEqualTo(1);
            assertThat(news.withdrawn()).isEqualTo(1);
            assertThat(news.matched()).as("the one that had no entry until now").isEqualTo(1);
            assertThat(sync(talk).enriched().get(OPENSESAM).asked()).isZero();
        }
    }

    private static Map<String, Object> settings(FakeRegister register, boolean indexed, Path directory)
            throws IOException {
        Map<String, Object> settings =
                new HashMap<>(Map.of("baseUrl", register.url(), "gleifUrl", register.url(), "callsPerSecond", 500));
        if (indexed) {
            Path bulk = directory.resolve("bulk.json.gz");
            try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(bulk))) {
                file.write(("[" + FakeRegister.entity(Scene.ONE, "NORDLYS AS") + "]").getBytes(StandardCharsets.UTF_8));
            }
            settings.put("bulkFile", bulk.toString());
            settings.put("index", directory.resolve("register.db").toString());
        }
        return settings;
    }

    private TalkBuilder builder(FakeRegister register, MemorySystem crm, MemorySystem erp) {
        return Talk.builder()
                .clock(clock)
                .random(new Random(1))
                .connect("crm", crm, Map.of())
                .connect("erp", erp, Map.of())
                .enricher(
                        "opensesam",
                        "opensesam",
                        Map.of("baseUrl", register.url(), "gleifUrl", register.url(), "callsPerSecond", 500));
    }

    @Test
    void nonsenseInSettingsIsRefusedAllAtOnce() {
        try (FakeRegister register = new FakeRegister()) {
            TalkBuilder builder = builder(register, MemorySystem.at(clock), MemorySystem.at(clock))
                    .enricher(
                            "second",
                            "opensesam",
                            Map.of(
                                    "registers",
                                    List.of("brrreg"),
                                    "perRun",
                                    0,
                                    "bulkFile",
                                    "enheter.json.gz",
                                    "number",
                                    "orgnr"));
            assertThatThrownBy(builder::build)
                    .hasMessageContaining("brreg, gleif or both")
                    .hasMessageContaining("at least 1")
                    .hasMessageContaining("bulkFile requires index")
                    .hasMessageContaining("\"orgnr\"");
        }
    }
}
