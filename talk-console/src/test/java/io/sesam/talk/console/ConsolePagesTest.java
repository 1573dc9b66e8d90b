package io.sesam.talk.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.AuditEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a steward sees and does, without a server. */
final class ConsolePagesTest {
    @TempDir
    private Path directory;

    private static String golden(TwoSystems systems, String system, String id) {
        return systems.talk
                .records()
                .golden(RecordRef.of(system, "person", id))
                .orElseThrow()
                .id()
                .value();
    }

    @Test
    void aPersonIsFoundByEmailAndTheirNameIsExplained() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.talk.sync();
            Visitor visitor = systems.visitor();

            String found = visitor.post("/records", "type", "person", "text", "ada@one")
                    .text();
            String id = golden(systems, "crm", "1");
            assertThat(found).contains("/records/" + id).contains("Lovelace").doesNotContain("Dahl");

            String page = visitor.get("/records/" + id).text();
            assertThat(page.replaceAll("\\s+", " "))
                    .contains("Lovelace <span class=\"mark\">survived</span>")
                    .contains("2026-03-04 08:00 UTC")
                    .contains("newest");
            assertThat(visitor.get("/records/" + golden(systems, "crm", "2")).text())
                    .contains("written by Talk");
        }
    }

    @Test
    void searchesNeedNoValueInAnAddress() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.talk.sync();

            String page = systems.visitor()
                    .post("/records", "type", "person", "text", "ada@one.example")
                    .text();

            assertThat(page).doesNotContainPattern("(href|action)=\"[^\"]*ada");
        }
    }

    @Test
    void twoPeopleAreSplitLinkedAgainAndTheDecisionIsWithdrawn() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.talk.sync();
            Visitor visitor = systems.visitor();
            String ada = "/records/" + golden(systems, "crm", "1");

            Visitor.Answer split = visitor.post(ada + "/unlink", "one", "crm/person/1", "other", "erp/person/7");
            assertThat(split.status()).isEqualTo(303);
            assertThat(golden(systems, "crm", "1")).isNotEqualTo(golden(systems, "erp", "7"));
            String page = visitor.get(split.location()).text();
            assertThat(page)
                    .contains("Split by hand: crm/person/1 and erp/person/7")
                    .contains("Split. The next");

            visitor.post(ada + "/withdraw", "one", "crm/person/1", "other", "erp/person/7");
            assertThat(golden(systems, "crm", "1")).isEqualTo(golden(systems, "erp", "7"));

            visitor.post(ada + "/link", "one", "crm/person/1", "other", "crm/person/2");
            assertThat(golden(systems, "crm", "1")).isEqualTo(golden(systems, "crm", "2"));
            visitor.post(ada + "/withdraw", "one", "crm/person/1", "other", "crm/person/2");
            assertThat(golden(systems, "crm", "1")).isNotEqualTo(golden(systems, "crm", "2"));

            List<AuditEntry> journal = systems.talk.records().journal(RecordRef.of("crm", "person", "1"), 10);
            assertThat(journal)
                    .extracting(AuditEntry::outcome)
                    .contains(AuditEntry.Outcome.UNLINKED, AuditEntry.Outcome.LINKED, AuditEntry.Outcome.WITHDRAWN);
            assertThat(journal).extracting(AuditEntry::actor).contains("eva");
        }
    }

    @Test
    void contradictionsAreShownWithTheReasonAndSplitFromThere() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory, limit -> limit.changes(0, 0))) {
            systems.talk.sync();
            Visitor visitor = systems.visitor();
            for (String address : List.of("/decide", "/contradictions", "/contradictions?type=person&after=0")) {
                assertThat(visitor.get(address).text().replaceAll("\\s+", " "))
                        .contains("Lovelace <small>erp, 2026-03-04 08:00 UTC")
                        .contains("Byron <small>crm, 2026-01-02 08:00 UTC")
                        .contains("newest")
                        .contains("Split erp/person/7 and crm/person/1")
                        .doesNotContain("Dahl <small>");
            }
            assertThat(visitor.get("/contradictions?after=x").status()).isEqualTo(422);
            visitor.post(
                    "/records/" + golden(systems, "crm", "1") + "/unlink",
                    "one",
                    "erp/person/7",
                    "other",
                    "crm/person/1");
            assertThat(visitor.get("/contradictions").text()).contains("The systems agree.");
        }
    }

    @Test
    void aHeldPlanIsApprovedHeldAgainAndCarriedOut() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory, limit -> limit.changes(1, 1))) {
            systems.talk.sync();
            systems.write("crm", """
                    id,firstname,lastname,email,modified
                    1,Ada,Lovelace,ada@one.example,2026-04-02T08:00:00Z
                    2,Bob,Birk,bo@one.example,2026-04-02T08:00:00Z
                    3,Ole,Ask,script@one.example,2026-04-02T08:00:00Z
                    4,Cyd,Dal,cy@one.example,2026-04-02T08:00:00Z
                    """);
            systems.talk.sync();
            Visitor visitor = systems.visitor();
            assertThat(visitor.get("/").text()).contains("held plans");
            assertThat(visitor.get("/decide").text()).contains("Approve");

            visitor.post("/decide/approve", "system", "erp", "type", "person");
            assertThat(visitor.get("/decide").text()).contains("Hold again");
            visitor.post("/decide/hold", "system", "erp", "type", "person");
            systems.talk.sync();
            assertThat(systems.read("erp")).doesNotContain("Birk");

            visitor.post("/decide/approve", "system", "erp", "type", "person");
            assertThat(visitor.post("/run/sync").status()).isEqualTo(303);
            systems.carryOut();
            assertThat(systems.read("erp")).contains("Birk");
        }
    }

    @Test
    void aPlanIsShownFilteredDownloadedAndApplied() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            Visitor visitor = systems.visitor();
            visitor.post("/plan/make");
            systems.carryOut();

            String page = visitor.get("/plan").text();
            assertThat(page).contains("Lovelace").contains("Byron").contains("insert person");
            assertThat(visitor.get("/plan?system=crm").text())
                    .contains("cy@one.example")
                    .doesNotContain("bo@one");
            assertThat(visitor.get("/plan/download").text()).startsWith("talk plan 1");
            assertThat(systems.read("crm")).doesNotContain("Lovelace");

            visitor.post("/plan/apply");
            systems.carryOut();
            assertThat(systems.read("crm")).contains("Lovelace");
            assertThat(visitor.get("/plan").text()).contains("0 records would be written");
        }
    }

    @Test
    void aRunIsUndone() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            String run = systems.talk.sync().run();
            Visitor visitor = systems.visitor();
            assertThat(visitor.get("/runs").text()).contains("/runs/" + run);
            assertThat(visitor.get("/runs/" + run).text()).contains("updated person");

            visitor.post("/runs/" + run + "/plan");
            systems.carryOut();
            assertThat(visitor.get("/runs/" + run).text()).contains("Byron").contains("Undo this run");

            visitor.post("/runs/" + run + "/undo");
            systems.carryOut();
            assertThat(systems.read("crm")).contains("Byron");
        }
    }

    @Test
    void thePagesOfQualityAndSettingsShowNoSecret() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.talk.sync();
            Visitor visitor = systems.visitor();
            visitor.get("/quality?type=person");
            systems.carryOut();

            String quality = visitor.get("/quality?type=person").text();
            assertThat(quality).contains("Who knows whom").contains("lastname").doesNotContain("<polyline");

            systems.talk.sync();
            visitor.post("/quality", "type", "person");
            systems.carryOut();
            assertThat(visitor.get("/quality?type=person").text())
                    .contains("<polyline class=\"series1\"")
                    .contains("Agreeing by run, at last: crm 100 %, erp 100 %")
                    .contains("Numbers");

            String settings = visitor.get("/settings").text();
            assertThat(settings)
                    .contains("connections.crm")
                    .contains("directory")
                    .contains("connector <strong>csv");
            visitor.post("/settings");
            systems.carryOut();
            assertThat(visitor.get("/settings").text()).contains("<strong>crm</strong>");
        }
    }

    @Test
    void progressIsToldUntilTheRunHasEnded() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            Visitor visitor = systems.visitor();
            visitor.post("/run/sync");
            assertThat(visitor.get("/").text()).contains("sse-connect=\"/run/progress\"");
            assertThat(visitor.post("/run/sync").status()).isEqualTo(409);
            systems.carryOut();

            String events = visitor.get("/run/progress").text();
            assertThat(events)
                    .contains("event: progress")
                    .contains("reading")
                    .endsWith("event: ended\ndata: ended\n\n");
        }
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            Visitor visitor = systems.visitor();
            assertThat(visitor.get("/nothing").status()).isEqualTo(404);
            assertThat(visitor.get("/records/nothing").status()).isEqualTo(404);
            assertThat(visitor.post("/decide/approve", "system", "crm", "type", "person")
                            .text())
                    .contains("no plan for crm/person waits");
            assertThat(visitor.post("/records/x/link", "one", "crm", "other", "crm/person/1")
                            .text())
                    .contains("SYSTEM/TYPE/ID");
        }
    }
}
