package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.console.ConsoleProgress;
import io.sesam.talk.console.ConsoleServer;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * A steward at the console of the whole mission, with a real browser: a story, told in order. People, organisations and products of
 * simulated HubSpot, Wave, Freshteam and CRMOffice, a register of companies, and tables in DuckDB and BigQuery.
 */
@Tag("slow")
@ExtendWith(SharedBrowser.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ConsoleOverCloudsTest {
    private static final String ADA = "ada@acme.example";

    @TempDir
    private static Path directory;

    private static Mission mission;
    private static Clouds clouds;
    private static Browser browser;
    private static Talk talk;
    private static ConsoleServer console;
    private static String root;
    private static String ada;
    private static String privately;

    @BeforeAll
    static void openTheConsole() throws IOException {
        browser = SharedBrowser.browser();
        mission = new Mission();
        clouds = mission.clouds;
        ada = clouds.hubspot.create("contacts", Map.of("email", ADA, "firstname", "Ada", "lastname", "Byron"));
        privately = clouds.hubspot.create(
                "contacts", Map.of("email", "ada.private@home.example", "firstname", "Ada", "lastname", "King"));
        for (int i = 0; i < 5; i++) {
            String street = "Street " + i;
            clouds.hubspot.create("companies", Map.of("name", "Acme " + i, "address", street));
            clouds.wave.create(clouds.business, "customers", Map.of("name", "Acme " + i, "addressLine1", street));
        }
        clouds.hubspot.create("companies", Map.of("name", "Globex AS", "country", "Norway"));
        mission.register("810000011", "Globex AS", "Storgata 7", "0155");
        mission.crmoffice.addCompany(Map.of("name", "Initech"));
        mission.crmoffice.addUser("ada", Map.of("firstName", "Ada", "lastName", "Byron", "email", ADA));
        clouds.hubspot.create("products", Map.of("name", "Rope"));
        clouds.wave.create(clouds.business, "products", Map.of("name", "Tent", "unitPrice", "1"));
        clouds.clock.advance(Duration.ofMinutes(1));
        clouds.freshteam.open(Map.of("name", "Branch Oslo", "city", "Oslo"));
        clouds.freshteam.hire(Map.of(
                "first_name",
                "Ada",
                "last_name",
                "Lovelace",
                "official_email",
                ADA,
                "role_ids",
                clouds.freshteam.roleIds()));
        ConsoleProgress progress = new ConsoleProgress();
        talk = mission.connect(Talk.builder())
                .baseDirectory(directory)
                .clock(clouds.clock)
                .progress(progress)
                .store("sqlite", Map.of("path", "talk.db"))
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)))
                .policy("freshteam", "person", TargetPolicy.defaults().fullSync(false))
                .policy("freshteam", "organisation", TargetPolicy.defaults().share(false))
                .changeLimit(ChangeLimit.defaults().changes(2, 1))
                .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
                .build();
        console = ConsoleServer.builder(talk)
                .allowChanges(true)
                .user("eva")
                .progress(progress)
                .start();
        root = console.address().toString().replaceAll("\\?.*", "");
        browser.driver.get(console.address().toString());
    }

    @AfterAll
    static void closeTheConsole() {
        if (console != null) {
            console.close();
            talk.close();
        }
        if (mission != null) {
            mission.close();
        }
    }

    private static void open(String page) {
        browser.driver.get(root + page);
    }

    private static void awaitEnd(String kind) {
        browser.element(".job.ended, .job.failed");
        browser.awaitText(kind + ",");
        assertThat(browser.texts(".job.failed")).isEmpty();
    }

    private static void openRecord(String words) {
        openRecord("person", words);
    }

    private static void openRecord(String type, String words) {
        open("records");
        WebElement search = browser.element("input[type=search]");
        browser.click("select[name=type] option[value=" + type + "]");
        browser.follow(() -> search.sendKeys(words, Keys.ENTER));
        browser.follow(() -> browser.click("main table tbody th a"));
    }

    private static String lastnameInHubSpot(String id) {
        return clouds.hubspot.properties("contacts", id).orElseThrow().getOrDefault("lastname", "");
    }

    @Test
    @Order(1)
    void aPlanWritesNothingUntilItIsApplied() {
        open("plan");
        browser.follow(() -> browser.click("form[action='/plan/make'] button"));
        awaitEnd("Plan");
        assertThat(browser.element("table.changes").getText()).contains("Byron").contains("Lovelace");
        assertThat(clouds.writes()).isZero();

        browser.follow(() -> browser.click("form[action='/plan/apply'] button"));
        awaitEnd("Applying the plan");
        assertThat(lastnameInHubSpot(ada)).isEqualTo("Lovelace");
        assertThat(clouds.writes()).isPositive();
    }

    @Test
    @Order(2)
    void aRecordOfThreeCloudsIsFoundAndExplained() {
        openRecord(ADA);
        assertThat(browser.element("table.golden tbody tr:nth-child(2)").getText())
                .contains("Lovelace")
                .contains("newest")
                .contains("survived")
                .contains("written by Talk");
        assertThat(browser.element("table.golden thead").getText())
                .contains("hubspot")
                .contains("freshteam")
                .contains("crmoffice");
        assertThat(browser.driver.getCurrentUrl()).doesNotContain("ada");
    }

    @Test
    @Order(2)
    void theWholeMissionIsSeenAtOnce() {
        open("");
        assertThat(browser.texts("main table:first-of-type tbody th"))
                .contains("hubspot", "wave", "freshteam", "crmoffice");
        assertThat(browser.texts(".bad")).as("paused").isEmpty();
        assertThat(browser.texts(".tiles .tile").toString()).contains("person", "organisation", "product");
        open("settings");
        assertThat(browser.text())
                .contains("opensesam", "analytics", "warehouse")
                .doesNotContain("a-secret-of");
    }

    @Test
    @Order(2)
    void aCompanyIsCompletedByTheRegisterAndTheReasonIsSeen() {
        openRecord("organisation", "Globex AS");
        assertThat(browser.element("table.golden thead").getText()).contains("hubspot", "wave", "opensesam");
        assertThat(browser.element("table.golden").getText()).contains("0155", "Storgata 7");
        assertThat(inWave("Globex AS").getOrDefault("addressLine1", "")).isEqualTo("Storgata 7");

        openRecord("organisation", "Initech");
        assertThat(browser.element("table.golden thead").getText()).contains("crmoffice", "hubspot", "wave");
    }

    @Test
    @Order(2)
    void aProductGoesFromOneSystemToTheOther() {
        openRecord("product", "Rope");
        assertThat(browser.element("table.golden thead").getText()).contains("hubspot", "wave");
        openRecord("product", "Tent");
        assertThat(browser.element("table.golden thead").getText()).contains("hubspot", "wave");
    }

    @Test
    @Order(2)
    void theWarehouseHoldsTheGoldenRecords() {
        assertThatTheWarehouseIsFull();
    }

    private static void assertThatTheWarehouseIsFull() {
        for (String type : List.of("person", "organisation", "product")) {
            assertThat(mission.bigQuery.query("SELECT id FROM \"acme-analytics\".\"talk\".\"" + type + "\""))
                    .as(type)
                    .hasSize(talk.status().golden().get(new EntityType(type)).intValue());
        }
    }

    private static Map<String, String> inWave(String name) {
        return customers()
                .filter(customer -> name.equals(customer.get("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(3)
    void aSyncTellsItsProgressWhileItRuns() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        clouds.hubspot.edit("contacts", ada, Map.of("firstname", "Augusta"));
        clouds.freshteam.server().fail(request -> true, new SimFault.Changed(answer -> held(answer, seen)));
        try {
            open("");
            browser.follow(() -> browser.click("form[action='/run/sync'] button"));
            browser.element(".job.running .progress table tbody tr");
            assertThat(browser.element(".job.running .progress").getText()).contains("hubspot");
        } finally {
            seen.countDown();
        }
        awaitEnd("Sync");
        assertThat(clouds.freshteam.employees())
                .anyMatch(one -> one.path("first_name").asText().equals("Augusta"));
    }

    private static SimResponse held(SimResponse answer, CountDownLatch until) {
        try {
            assertThat(until.await(1, TimeUnit.MINUTES))
                    .as("the progress was seen")
                    .isTrue();
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(4)
    void twoContactsAreLinkedByHandAndTheDecisionIsWithdrawn() {
        openRecord(ADA);
        int before = members();
        browser.element("input[name=other]").sendKeys("hubspot/person/" + privately);
        browser.follow(() -> browser.click("form[action$='/link'] button"));
        assertThat(members()).isGreaterThan(before);
        browser.follow(() -> browser.click("form[action$='/withdraw'] button"));
        assertThat(members()).isEqualTo(before);
        assertThat(talk.records().journal(0, 50))
                .filteredOn(entry -> !entry.outcome().isWrite())
                .extracting(entry -> entry.outcome() + " " + entry.actor())
                .contains("withdrawn eva", "linked eva");
    }

    @Test
    @Order(5)
    void twoRecordsAreSplitAndTheDecisionIsWithdrawn() {
        openRecord(ADA);
        int before = members();
        browser.follow(() -> browser.click("#split"));
        browser.awaitText("Split. The next sync");
        assertThat(members()).isLessThan(before);
        browser.follow(() -> browser.click("form[action$='/withdraw'] button"));
        assertThat(members()).isEqualTo(before);
    }

    private static int members() {
        return browser.driver
                .findElements(By.cssSelector("table.golden thead th"))
                .size();
    }

    @Test
    @Order(6)
    void aHeldPlanAndItsContradictionsAreSeenAndApprovedByOneKey() throws IOException {
        clouds.clock.advance(Duration.ofMinutes(5));
        for (String id : clouds.hubspot.ids("companies")) {
            if (clouds.hubspot
                    .properties("companies", id)
                    .orElseThrow()
                    .get("name")
                    .startsWith("Acme ")) {
                clouds.hubspot.edit("companies", id, Map.of("address", "New road 7"));
            }
        }
        talk.sync();
        open("decide");
        browser.awaitText("Held plans");
        browser.awaitText("Contradictions between systems");
        assertThat(browser.element("#contradictions ~ ul.cards").getText())
                .contains("New road 7")
                .contains("Street 3");
        open("contradictions?type=organisation");
        browser.picture("console-contradictions");
        assertThat(browser.accessibilityFindings()).isEmpty();
        open("decide");
        assertThat(browser.accessibilityFindings()).isEmpty();
        browser.follow(
                () -> new Actions(browser.driver).sendKeys("j").sendKeys("a").perform());
        browser.awaitText("Approved. The next sync carries it out.");
    }

    @Test
    @Order(7)
    void anApprovedPlanIsCarriedOutAndUndone() {
        String run = talk.sync().run();
        assertThat(streetsInWave()).containsOnly("New road 7");
        open("runs/" + run);
        browser.follow(() -> browser.click("form[action$='/plan'] button"));
        awaitEnd("Plan of an undo");
        browser.awaitText("What undoing would do");
        browser.follow(() -> browser.click("button.danger"));
        awaitEnd("Undo");
        assertThat(streetsInWave())
                .containsExactlyInAnyOrder("Street 0", "Street 1", "Street 2", "Street 3", "Street 4");
        open("runs");
        browser.awaitText("undone ");
        assertThat(talk.records().runs(20).stream()
                        .filter(past -> past.undone().isPresent())
                        .map(RunSummary::run))
                .containsExactly(run);
    }

    private static List<String> streetsInWave() {
        return customers()
                .filter(customer -> customer.getOrDefault("name", "").startsWith("Acme "))
                .map(customer -> customer.getOrDefault("addressLine1", ""))
                .filter(street -> !street.isEmpty())
                .toList();
    }

    private static Stream<Map<String, String>> customers() {
        return clouds.wave.ids(clouds.business, "customers").stream()
                .flatMap(id -> clouds.wave.fields(clouds.business, "customers", id).stream());
    }

    @Test
    @Order(8)
    void aFormOfAnotherSiteChangesNothing() throws IOException {
        int before = talk.records().runs(100).size();
        long writes = clouds.writes();
        Path forged = Files.writeString(directory.resolve("forged.html"), """
                <form method="post" action="%srun/sync"><input name="csrf" value="x"><button>Win</button></form>
                """.formatted(root));
        browser.driver.get(forged.toUri().toString());
        browser.follow(() -> browser.click("button"));
        browser.awaitText("comes from another site");
        assertThat(talk.records().runs(100)).hasSize(before);
        assertThat(clouds.writes()).isEqualTo(writes);
    }

    @Test
    @Order(9)
    void noPageOfTheMissionHasASeriousAccessibilityFinding() throws IOException {
        talk.sync();
        assertThatTheWarehouseIsFull();
        for (String page : List.of("", "records", "plan", "runs", "settings", "quality")) {
            open(page);
            if (page.equals("quality")) {
                browser.awaitText("Who knows whom");
                assertThat(browser.text()).contains("crmoffice", "A point for each run");
                assertThat(browser.driver.findElements(By.cssSelector("svg.trend polyline")))
                        .isNotEmpty();
                browser.driver.executeScript("document.getElementById('trend').scrollIntoView()");
                browser.picture("console-trend");
            }
            assertThat(browser.accessibilityFindings()).as(page).isEmpty();
        }
    }
}
