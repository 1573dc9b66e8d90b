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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

/** A steward at the console of simulated HubSpot, Wave and Freshteam, with a real browser: a story, told in order. */
@Tag("slow")
@ExtendWith(SharedBrowser.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ConsoleOverCloudsTest {
    private static final String ADA = "ada@acme.example";

    @TempDir
    private static Path directory;

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
        clouds = new Clouds();
        ada = clouds.hubspot.create("contacts", Map.of("email", ADA, "firstname", "Ada", "lastname", "Byron"));
        privately = clouds.hubspot.create(
                "contacts", Map.of("email", "ada.private@home.example", "firstname", "Ada", "lastname", "King"));
        for (int i = 0; i < 5; i++) {
            String street = "Street " + i;
            clouds.hubspot.create("companies", Map.of("name", "Acme " + i, "address", street));
            clouds.wave.create(clouds.business, "customers", Map.of("name", "Acme " + i, "addressLine1", street));
        }
        clouds.clock.advance(Duration.ofMinutes(1));
        clouds.freshteam.hire(Map.of(
                "first_name",
                "Ada",
                "last_name",
                "Lovelace",
                "official_email",
                ADA,
                "role_ids",
                clouds.freshteam.roleIds()));
        Map<String, String> settings = clouds.settings();
        ConsoleProgress progress = new ConsoleProgress();
        talk = Talk.builder()
                .baseDirectory(directory)
                .clock(clouds.clock)
                .progress(progress)
                .store("sqlite", Map.of("path", "talk.db"))
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)))
                .connect("hubspot", "hubspot", of(settings, "hubspot", "accessToken", "baseUrl"))
                .connect("wave", "wave", of(settings, "wave", "accessToken", "baseUrl", "incomeAccountId"))
                .connect("freshteam", "freshteam", of(settings, "freshteam", "apiKey", "baseUrl", "domain"))
                .policy("freshteam", "person", TargetPolicy.defaults().fullSync(false))
                .policy("freshteam", "organisation", TargetPolicy.defaults().share(false))
                .trust("hubspot", "wave", "freshteam")
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

    private static Map<String, Object> of(Map<String, String> settings, String system, String... keys) {
        Map<String, Object> own = new HashMap<>();
        for (String key : keys) {
            own.put(key, settings.get(system + "." + key));
        }
        return own;
    }

    @AfterAll
    static void closeTheConsole() {
        if (console != null) {
            console.close();
            talk.close();
        }
        if (clouds != null) {
            clouds.close();
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
        open("records");
        WebElement search = browser.element("input[type=search]");
        browser.click("select[name=type] option[value=person]");
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
                .contains("freshteam");
        assertThat(browser.driver.getCurrentUrl()).doesNotContain("ada");
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
            clouds.hubspot.edit("companies", id, Map.of("address", "New road 7"));
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
        return clouds.wave.ids(clouds.business, "customers").stream()
                .map(id -> clouds.wave
                        .fields(clouds.business, "customers", id)
                        .orElseThrow()
                        .getOrDefault("addressLine1", ""))
                .filter(street -> !street.isEmpty())
                .toList();
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
        talk.records().quality("person");
        talk.sync();
        talk.records().quality("person");
        for (String page : List.of("", "records", "plan", "runs", "quality")) {
            open(page);
            if (page.equals("quality")) {
                browser.awaitText("Who knows whom");
                assertThat(browser.driver.findElements(By.cssSelector("svg.trend polyline")))
                        .isNotEmpty();
                browser.driver.executeScript("document.getElementById('trend').scrollIntoView()");
                browser.picture("console-trend");
            }
            assertThat(browser.accessibilityFindings()).as(page).isEmpty();
        }
    }
}
