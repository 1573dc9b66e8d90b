package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the example: a complete table, agreement, and a silent second run. */
final class WholeMissionTest {
    private static final List<EntityType> TYPES =
            List.of(EntityType.PERSON, EntityType.ORGANISATION, EntityType.PRODUCT);

    @TempDir
    Path directory;

    @Test
    @Tag("slow")
    @Tag("R18")
    @Tag("R32")
    void everySystemTakesPartAndTheSecondRunIsSilent() {
        try (WholeMission mission = new WholeMission()) {
            Crowd.of(120, 300, 1).settleIn(mission);

            SyncReport first = mission.sync(directory);

            assertThat(first.paused()).isEmpty();
            assertThat(first.heldPlans()).isEmpty();
            isFilled(MissionTable.of(first));
            readOnlyIsNotWritten(first);
            sharesWhatOnlyCrmOfficeKnew(mission);
            tablesAreTheGoldenRecords(first);
            assertThat(first.enriched().get(new SystemName("opensesam")).matched())
                    .as("organisations that the register knew")
                    .isPositive();

            SyncReport second = mission.sync(directory);
            assertThat(second.calls().values().stream()
                            .mapToLong(Calls.Count::writes)
                            .sum())
                    .as("writing calls of the second run")
                    .isZero();
            assertThat(second.goldenChanges()).isZero();
            assertThat(second.paused()).isEmpty();
            isPrinted(mission, first);
        }
    }

    private static void isFilled(MissionTable table) {
        TYPES.forEach(type -> {
            for (String both : List.of("hubspot", "wave")) {
                assertThat(table.cell(both, type)).as("%s of %s", type, both).contains("read", "made");
            }
            assertThat(table.cell("golden", type))
                    .as("golden %s", type)
                    .endsWith(" records")
                    .doesNotStartWith("0 ");
            assertThat(table.cell("warehouse", type)).isEqualTo(table.cell("analytics", type));
            assertThat(table.cell("analytics", type))
                    .as("rows of %s", type)
                    .endsWith(" rows")
                    .doesNotStartWith("0 ");
        });
        assertThat(table.cell("freshteam", EntityType.PERSON)).matches("[1-9]\\d* read.*");
        assertThat(table.cell("freshteam", EntityType.ORGANISATION)).isEqualTo("2 read");
        assertThat(table.cell("crmoffice", EntityType.PERSON)).isEqualTo("12 read");
        assertThat(table.cell("crmoffice", EntityType.ORGANISATION)).matches("[1-9]\\d* read");
        assertThat(table.cell("crmoffice", EntityType.PRODUCT)).isEqualTo("-");
    }

    private static void readOnlyIsNotWritten(SyncReport report) {
        Calls.Count calls = report.calls().get(new SystemName("crmoffice"));
        assertThat(calls.writes()).isZero();
    }

    private static void sharesWhatOnlyCrmOfficeKnew(WholeMission mission) {
        List<String> inHubSpot = mission.clouds.hubspot.ids("companies").stream()
                .map(id -> mission.clouds.hubspot.properties("companies", id).orElseThrow())
                .map(company -> company.getOrDefault("name", ""))
                .filter(name -> name.contains("Prospekt"))
                .toList();
        assertThat(inHubSpot)
                .as("companies that only CRMOffice knew")
                .hasSize(6)
                .doesNotHaveDuplicates();
    }

    private static void tablesAreTheGoldenRecords(SyncReport report) {
        Map<String, Long> tables = report.sinks().get(new SystemName("analytics"));
        TYPES.forEach(type -> assertThat(tables.get(type.name()))
                .as("rows of the table %s", type)
                .isEqualTo(report.golden().get(type).total()));
    }

    private static void isPrinted(WholeMission mission, SyncReport report) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        mission.tell("first", report, new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(
                        "people",
                        "organisations",
                        "products",
                        "hubspot",
                        "wave",
                        "freshteam",
                        "crmoffice",
                        "analytics");
    }
}
