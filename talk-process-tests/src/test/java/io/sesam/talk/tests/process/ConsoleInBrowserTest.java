package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** A steward at the console of the three spreadsheets, with a real browser: a story, told in order. */
@Tag("slow")
@ExtendWith(SharedBrowser.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ConsoleInBrowserTest {
    private static final List<String> PAGES = List.of("", "records", "decide", "plan", "runs", "quality", "settings");

    @TempDir
    private static Path directory;

    private static Spreadsheets sheets;
    private static Browser browser;
    private static Process console;
    private static String root;

    @BeforeAll
    static void openTheConsole() throws Exception {
        browser = SharedBrowser.browser();
        sheets = Spreadsheets.copyTo(directory.resolve("three"));
        Files.writeString(
                sheets.directory.resolve("talk.yaml"),
                Files.readString(sheets.directory.resolve("talk.yaml")) + "\nbrake: { count: 2, percent: 1 }\n");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.sesam.talk.cli.Main"));
        command.addAll(List.of(
                "console",
                "--allow-changes",
                "--config",
                sheets.directory.resolve("talk.yaml").toString()));
        console = new ProcessBuilder(command)
                .redirectError(directory.resolve("console.txt").toFile())
                .start();
        BufferedReader out = console.inputReader();
        String address = out.readLine();
        assertThat(address).as("the address").startsWith("http://127.0.0.1:");
        root = address.substring(0, address.indexOf('?'));
        browser.driver.get(address);
    }

    @AfterAll
    static void closeTheConsole() throws Exception {
        if (console != null) {
            console.destroy();
            assertThat(console.waitFor(1, TimeUnit.MINUTES))
                    .as("the console ends when it is asked to")
                    .isTrue();
        }
    }

    private static void open(String page) {
        browser.driver.get(root + page);
    }

    /** Waits until the run under way has ended and the page was loaded anew. */
    private static void awaitEnd(String kind) {
        browser.element(".job.ended, .job.failed");
        browser.awaitText(kind + ",");
        assertThat(browser.texts(".job.failed")).isEmpty();
    }

    private static void find(String words) {
        open("records");
        WebElement search = browser.element("input[type=search]");
        browser.click("select[name=type] option[value=person]");
        browser.follow(() -> search.sendKeys(words, Keys.ENTER));
    }

    @Test
    @Order(1)
    void theTokenIsNotInTheAddressAfterSigningIn() {
        assertThat(browser.driver.getCurrentUrl()).isEqualTo(root);
        assertThat(browser.text()).contains("No sync has ended yet");
    }

    @Test
    @Order(2)
    void aPlanIsReadAndFiltered() throws IOException {
        browser.follow(() -> browser.click("form[action='/plan/make'] button"));
        awaitEnd("Plan");
        assertThat(browser.text()).contains("records would be written");
        browser.click("select[name=system] option[value=staff]");
        browser.follow(() -> browser.click("form.search button"));
        assertThat(browser.texts("table.changes tbody td:first-child"))
                .isNotEmpty()
                .containsOnly("staff");
        browser.picture("console-plan");
        Map<String, ByteBuffer> now = sheets.bytes();
        Map<String, ByteBuffer> before = copy().bytes();
        // A sheet without ids gets them when it is first read.
        now.remove("staff/person.csv");
        before.remove("staff/person.csv");
        assertThat(now).as("a plan writes nothing").isEqualTo(before);
    }

    private static Spreadsheets copy() throws IOException {
        return Spreadsheets.copyTo(Files.createTempDirectory(directory, "copy"));
    }

    @Test
    @Order(3)
    void aSyncIsWatchedToItsEnd() throws IOException {
        open("");
        browser.follow(() -> browser.click("form[action='/run/sync'] button"));
        awaitEnd("Sync");
        browser.awaitText("parked writes and records");
        browser.look(1200, 900, false);
        browser.picture("console-overview");
        browser.look(1200, 900, true);
        browser.picture("console-overview-dark");
        browser.look(360, 740, false);
        browser.picture("console-overview-narrow");
        browser.look(1200, 900, false);
    }

    @Test
    @Order(4)
    void aPersonIsFoundByEmailAndTheirLastNameIsExplained() throws IOException {
        find("alex.ofearghail@");
        browser.follow(() -> browser.click("main table tbody th a"));
        String lastname = browser.element("table.golden tbody tr:nth-child(2)").getText();
        assertThat(lastname)
                .contains("lastname")
                .contains("O'Fearghail")
                .contains("survived")
                .contains("newest");
        assertThat(browser.driver.getCurrentUrl()).doesNotContain("alex");
        assertThat(browser.element("svg.cluster").getText()).contains("crm P0021");
        browser.picture("console-record");
    }

    @Test
    @Order(5)
    void twoRecordsAreSplitAndTheDecisionIsWithdrawn() {
        find("alex.ofearghail@");
        browser.follow(() -> browser.click("main table tbody th a"));
        int before = browser.driver
                .findElements(By.cssSelector("table.golden thead th"))
                .size();
        browser.follow(() -> browser.click("#split"));
        browser.awaitText("Split. The next sync");
        assertThat(browser.driver
                        .findElements(By.cssSelector("table.golden thead th"))
                        .size())
                .isLessThan(before);
        browser.follow(() -> browser.click("form[action$='/withdraw'] button"));
        browser.awaitText("The decision is withdrawn.");
        assertThat(browser.driver.findElements(By.cssSelector("table.golden thead th")))
                .hasSize(before);
    }

    @Test
    @Order(6)
    void aHeldPlanIsApprovedByOneKey() throws Exception {
        sheets.edit("crm/person.csv", "Øyvind,Vettehaug", "Øyvind,Vestehaug");
        sheets.edit("crm/person.csv", "2026-09-22T08:24:32Z", "2026-10-01T08:00:00Z");
        sheets.edit("crm/person.csv", "Helga,Niño-Vega", "Helga,Vega");
        sheets.edit("crm/person.csv", "2026-09-21T12:38:03Z", "2026-10-01T08:00:01Z");
        sheets.edit("crm/person.csv", "Astrid,d'Aubrac", "Astrid,Aubrac");
        sheets.edit("crm/person.csv", "2026-08-04T07:04:51Z", "2026-10-01T08:00:02Z");
        open("");
        browser.follow(() -> browser.click("form[action='/run/sync'] button"));
        awaitEnd("Sync");
        open("decide");
        browser.awaitText("Held plans");
        browser.picture("console-decide");
        browser.follow(
                () -> new Actions(browser.driver).sendKeys("j").sendKeys("a").perform());
        browser.awaitText("Approved. The next sync carries it out.");
    }

    @Test
    @Order(7)
    void aRunIsUndone() throws IOException {
        open("runs");
        List<WebElement> runs = browser.driver.findElements(By.cssSelector("main table tbody tr a"));
        browser.follow(runs.get(runs.size() - 1)::click);
        browser.follow(() -> browser.click("form[action$='/plan'] button"));
        awaitEnd("Plan of an undo");
        browser.awaitText("What undoing would do");
        browser.picture("console-undo");
        browser.follow(() -> browser.click("button.danger"));
        awaitEnd("Undo");
        browser.awaitText("records were written");
    }

    @Test
    @Order(8)
    void aFormOfAnotherSiteChangesNothing() throws IOException {
        open("runs");
        int before = browser.driver
                .findElements(By.cssSelector("main table tbody tr"))
                .size();
        Path forged = Files.writeString(directory.resolve("forged.html"), """
                <form method="post" action="%srun/sync"><input name="csrf" value="x"><button>Win</button></form>
                """.formatted(root));
        browser.driver.get(forged.toUri().toString());
        browser.follow(() -> browser.click("button"));
        browser.awaitText("comes from another site");
        open("runs");
        assertThat(browser.driver.findElements(By.cssSelector("main table tbody tr")))
                .hasSize(before);
    }

    @Test
    @Order(9)
    void everyPageIsAccessibleInLightAndDarkAndNarrow() throws IOException {
        List<String> pages = new ArrayList<>(PAGES);
        find("alex.ofearghail@");
        pages.add(browser.element("main table tbody th a").getAttribute("href").substring(root.length()));
        for (String page : pages) {
            open(page);
            if (page.equals("quality")) {
                browser.awaitText("Who knows whom");
                browser.picture("console-quality");
            }
            browser.look(1200, 900, false);
            assertThat(browser.accessibilityFindings()).as(page + " light").isEmpty();
            browser.look(1200, 900, true);
            assertThat(browser.contrastFindings()).as(page + " dark").isEmpty();
            browser.look(360, 740, false);
            assertThat((Long) browser.driver.executeScript("return document.documentElement.scrollWidth"))
                    .as("width of " + page)
                    .isLessThanOrEqualTo(360);
            browser.look(1200, 900, false);
        }
        assertThat(browser.complaints())
                .as("complaints of the browser, but for the forged form and the page around it")
                .allMatch(complaint -> complaint.contains("Failed to load resource"));
    }
}
