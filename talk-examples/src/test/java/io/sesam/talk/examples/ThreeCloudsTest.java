package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the example: the clouds agree, rest, and follow an edit. */
final class ThreeCloudsTest {
    @TempDir
    Path directory;

    @Test
    @Tag("slow")
    @Tag("R18")
    @Tag("R38")
    void threeCloudsAgreeThenRestAndThenFollowEveryEdit() {
        try (ThreeClouds clouds = new ThreeClouds()) {
            Crowd.of(1_000, 3_000, 1).settleIn(clouds);
            SyncReport first = clouds.sync(directory);
            assertThat(first.paused()).isEmpty();
            assertThat(first.heldPlans()).isEmpty();
            assertThat(first.golden().get(EntityType.ORGANISATION).total()).isEqualTo(1_000);
            assertThat(first.golden().get(EntityType.PERSON).total()).isEqualTo(3_000);
            assertThat(clouds.hubspot.ids("companies")).hasSize(1_000);
            assertThat(clouds.wave.ids(clouds.business, "customers")).hasSize(1_000);
            for (int run = 2; run <= 10; run++) {
                SyncReport next = clouds.sync(directory);
                assertThat(writing(next)).as("writing calls of run %d", run).isZero();
            }
            assertThat(clouds.freshteam.outbox()).as("people who were mailed").isEmpty();
            // Until a quiet day has passed, the last moments of a bulk change are fetched again.
            clouds.clock.advance(Duration.ofHours(26));
            clouds.sync(directory);
            idleRunsAreCheap(clouds.sync(directory));
            editsTravel(clouds);
        }
    }

    @Test
    @Tag("R33")
    void aPlanCountsTheCallsThatTheSyncThenMakes() {
        try (ThreeClouds clouds = new ThreeClouds()) {
            Crowd.of(60, 120, 1).settleIn(clouds);
            for (int run = 0; run < 3; run++) {
                clouds.sync(directory);
            }
            clouds.clock.advance(Duration.ofHours(26));
            clouds.sync(directory);
            Map<SystemName, Long> idle = calls(clouds.sync(directory));
            editEverywhere(clouds);
            clouds.clock.advance(Duration.ofMinutes(5));
            SyncPlan plan;
            try (Talk talk = clouds.open(directory)) {
                plan = talk.plan();
            }

            SyncReport report = clouds.sync(directory);

            Map<SystemName, Long> made = calls(report);
            plan.writes().forEach((system, types) -> {
                long planned = types.values().stream()
                        .mapToLong(SyncPlan.Planned::calls)
                        .sum();
                assertThat(planned).as("calls planned for %s", system).isPositive();
                assertThat(made.getOrDefault(system, 0L) + refused(report, system) - idle.getOrDefault(system, 0L))
                        .as("calls made for writing to %s, of %s planned", system, planned)
                        .isBetween(Math.round(planned * 0.9 - 1), Math.round(planned * 1.1 + 1));
            });
            assertThat(plan.writes()).hasSize(3);
        }
    }

    /** Counts the writes that the connector refused without a call, as a second contact of a Wave customer. */
    private static long refused(SyncReport report, SystemName system) {
        return report.written().getOrDefault(system, Map.of()).values().stream()
                .mapToLong(SyncReport.Written::refused)
                .sum();
    }

    /** Changes records in each system so that both others are to be written. */
    private static void editEverywhere(ThreeClouds clouds) {
        for (int i = 0; i < 40; i++) {
            String customer = clouds.wave.ids(clouds.business, "customers").get(i);
            clouds.wave.edit(clouds.business, "customers", customer, Map.of("addressLine1", "Nygata " + i));
            clouds.hubspot.edit("contacts", clouds.hubspot.ids("contacts").get(i), Map.of("lastname", "Newname " + i));
            clouds.hubspot.create("companies", Map.of("name", "New company " + i));
        }
        for (int i = 0; i < Math.min(30, clouds.freshteam.employees().size()); i++) {
            long employee = clouds.freshteam.employees().get(i).path("id").asLong();
            clouds.freshteam.edit(employee, Map.of("first_name", "Renamed " + i));
        }
    }

    private static Map<SystemName, Long> calls(SyncReport report) {
        Map<SystemName, Long> calls = new TreeMap<>();
        report.calls().forEach((system, count) -> calls.put(system, count.reads() + count.writes()));
        return calls;
    }

    private static long writing(SyncReport report) {
        return report.calls().values().stream().mapToLong(Calls.Count::writes).sum();
    }

    /** HubSpot's search and Wave's list are called once for each type; Wave's schema once for each opened connection. */
    private static void idleRunsAreCheap(SyncReport idle) {
        assertThat(idle.calls().get(new SystemName("hubspot")).reads()).isLessThanOrEqualTo(3);
        assertThat(idle.calls().get(new SystemName("wave")).reads()).isLessThanOrEqualTo(5);
        idle.calls().values().forEach(calls -> assertThat(calls.limited()).isZero());
    }

    private void editsTravel(ThreeClouds clouds) {
        String customer = clouds.wave.ids(clouds.business, "customers").get(7);
        String name = clouds.wave
                .fields(clouds.business, "customers", customer)
                .orElseThrow()
                .get("name");
        clouds.wave.edit(clouds.business, "customers", customer, Map.of("addressLine1", "Nygata 1"));
        String contact = clouds.hubspot.ids("contacts").get(11);
        String email =
                clouds.hubspot.properties("contacts", contact).orElseThrow().get("email");
        clouds.hubspot.edit("contacts", contact, Map.of("lastname", "Newname"));
        long employee = clouds.freshteam.employees().get(3).path("id").asLong();
        String work = clouds.freshteam.employees().get(3).path("official_email").asText();
        clouds.freshteam.edit(employee, Map.of("first_name", "Renamed"));
        clouds.sync(directory);
        clouds.sync(directory);
        clouds.sync(directory);

        assertThat(inHubSpot(clouds, "companies", "name", name)).containsEntry("address", "Nygata 1");
        assertThat(inHubSpot(clouds, "contacts", "email", work)).containsEntry("firstname", "Renamed");
        List<Map<String, String>> waves = clouds.wave.ids(clouds.business, "customers").stream()
                .map(id -> clouds.wave.fields(clouds.business, "customers", id).orElseThrow())
                .filter(fields -> email.equalsIgnoreCase(fields.get("email")))
                .toList();
        assertThat(waves).allSatisfy(fields -> assertThat(fields).containsEntry("lastName", "Newname"));
        assertThat(writing(clouds.sync(directory))).isZero();
    }

    private static Map<String, String> inHubSpot(ThreeClouds clouds, String type, String property, String value) {
        return clouds.hubspot.ids(type).stream()
                .map(id -> clouds.hubspot.properties(type, id).orElseThrow())
                .filter(properties -> value.strip()
                        .equalsIgnoreCase(properties.getOrDefault(property, "").strip()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("HubSpot has no " + type + " with that " + property));
    }
}
