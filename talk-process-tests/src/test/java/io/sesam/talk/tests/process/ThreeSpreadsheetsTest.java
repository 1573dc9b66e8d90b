package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The first example, from the first run to a quiet one: a story, told in order. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ThreeSpreadsheetsTest {
    /** Some rows hold letters that Windows-1252 lacks, and a mailbox is shared by too many. */
    private static final int SOMETHING_PARKED = 3;

    private static final String[] SHEETS = {
        "accounting/organisation.csv",
        "accounting/person.csv",
        "accounting/product.csv",
        "crm/organisation.csv",
        "crm/person.csv",
        "crm/product.csv",
        "staff/person.csv"
    };

    @TempDir
    private static Path directory;

    private static Spreadsheets original;
    private static Spreadsheets sheets;
    private static JsonNode first;

    @BeforeAll
    static void runForTheFirstTime() throws Exception {
        original = Spreadsheets.copyTo(directory.resolve("original"));
        sheets = Spreadsheets.copyTo(directory.resolve("three"));
        first = sheets.sync(SOMETHING_PARKED);
    }

    @Test
    @Order(1)
    @Tag("R16")
    @Tag("R17")
    void everyFileHasGainedWhatTheOthersKnew() {
        assertThat(sheets.rows("crm/person.csv", "id").get("P0021"))
                .as("the gender that the staff list knew, in the CRM's words")
                .containsEntry("gender", "other")
                .containsEntry("email", "alex.ofearghail@ulvehammer-maling.example ");
        assertThat(sheets.rows("accounting/person.csv", "Nr").get("528"))
                .as("the last name that accounting lacked")
                .containsEntry("Etternavn", "O'Fearghail");
        assertThat(sheets.rows("staff/person.csv", "Work e-mail").get("astrid.daubrac@mail.example"))
                .as("a gender, in the words of the staff list")
                .containsEntry("Gender", "kvinne");
        assertThat(sheets.rows("crm/person.csv", "email").get("oyvind.grunfelder@brattelvoll-hage.example"))
                .as("a customer that only accounting knew")
                .containsEntry("firstname", "Øyvind")
                .containsEntry("lastname", "Grünfelder");
        assertThat(sheets.lines("staff/person.csv"))
                .as("customers are no colleagues")
                .hasSameSizeAs(original.lines("staff/person.csv"));
    }

    @Test
    @Order(1)
    @Tag("R14")
    void anAddressArrivesAsAWhole() {
        assertThat(sheets.rows("crm/organisation.csv", "id").get("O-1034"))
                .containsEntry("address", "Kløverengen 92")
                .containsEntry("address2", "Postboks 206")
                .containsEntry("zip", "7011")
                .containsEntry("country", "NO");
    }

    @Test
    @Order(1)
    @Tag("R4")
    void whatTalkDoesNotKnowStaysAsItWas() {
        assertKept("crm/person.csv", "id", "title");
        assertKept("accounting/organisation.csv", "Kundenr", "Betalingsfrist");
        assertKept("accounting/product.csv", "Varenr", "Pris");
        assertKept("staff/person.csv", "Work e-mail", "Desk");
        assertKept("staff/person.csv", "Work e-mail", "Start date");
    }

    @Test
    @Order(1)
    void encodingsDelimitersHeadersAndLineEndsAreKept() throws Exception {
        for (String sheet : SHEETS) {
            String added = sheet.startsWith("staff") ? "id," : "";
            assertThat(sheets.lines(sheet).get(0))
                    .as(sheet)
                    .isEqualTo(added + original.lines(sheet).get(0));
            assertThat(sheets.text(sheet).endsWith("\r\n"))
                    .as(sheet)
                    .isEqualTo(original.text(sheet).endsWith("\r\n"));
        }
        assertThat(Files.readAllBytes(sheets.directory.resolve("staff/person.csv")))
                .as("saved by a spreadsheet")
                .startsWith(0xEF, 0xBB, 0xBF);
    }

    @Test
    @Order(1)
    @Tag("R11")
    @Tag("R22")
    void aSharedMailboxIsParkedAndNobodyIsMergedByIt() throws Exception {
        assertThat(first.get("parked").asInt()).isGreaterThanOrEqualTo(24);
        assertThat(first.get("paused")).isEmpty();
        assertThat(ask("SELECT count(*) FROM person WHERE lower(trim(email)) = 'info@tranebarvik-hage.example'"))
                .isGreaterThanOrEqualTo(24);
        String shared = "info@tranebarvik-hage.example";
        assertThat(sheets.lines("crm/person.csv").stream().filter(line -> line.contains(shared)))
                .hasSameSizeAs(original.lines("crm/person.csv").stream()
                        .filter(line -> line.contains(shared))
                        .toList());
    }

    @Test
    @Order(1)
    @Tag("R32")
    void theDatabaseAnswersAndAgreesWithTheReport() throws Exception {
        for (String type : List.of("person", "organisation", "product")) {
            assertThat(ask("SELECT count(*) FROM " + type))
                    .as(type)
                    .isEqualTo(first.at("/golden/" + type + "/total").asLong())
                    .isEqualTo(first.at("/sinks/analytics/" + type).asLong());
        }
        assertThat(ask("SELECT count(*) FROM crosswalk c JOIN person p ON p.id = c.golden_id WHERE c.type = 'person'"))
                .isEqualTo(ask("SELECT count(*) FROM crosswalk WHERE type = 'person'"))
                .isEqualTo(rows("crm") + rows("accounting") + rows("staff"));
        assertThat(ask("SELECT count(DISTINCT c.system) FROM person p JOIN crosswalk c ON c.golden_id = p.id"
                        + " WHERE p.email = 'kenji.skarvnes@myrhammer-bok.example'"))
                .isEqualTo(3);
    }

    @Test
    @Order(2)
    @Tag("R18")
    void theSecondRunWritesNothingAndChangesNothing() throws Exception {
        assertQuiet();
    }

    @Test
    @Order(3)
    @Tag("R12")
    @Tag("R18")
    void oneEditedCellChangesExactlyTheRecordsConcernedEverywhere() throws Exception {
        sheets.edit("crm/person.csv", "P0062,Kenji,Skarvnes,", "P0062,Kenji,Skarvnes Dahl,");
        Map<String, List<String>> before = lines();

        JsonNode run = sheets.sync(SOMETHING_PARKED);

        assertThat(run.at("/golden/person/updated").asInt()).isOne();
        assertThat(sum(run.get("written")))
                .as("one row in each of the two others")
                .isEqualTo(2);
        Map<String, List<String>> after = lines();
        for (String sheet : SHEETS) {
            List<String> changed = new ArrayList<>(after.get(sheet));
            changed.removeAll(before.get(sheet));
            boolean other = sheet.equals("accounting/person.csv") || sheet.equals("staff/person.csv");
            assertThat(changed).as(sheet).hasSize(other ? 1 : 0).allMatch(line -> line.contains("Skarvnes Dahl"));
            assertThat(after.get(sheet)).hasSameSizeAs(before.get(sheet));
        }
        assertThat(ask("SELECT count(*) FROM person WHERE lastname = 'Skarvnes Dahl'"))
                .isOne();
    }

    @Test
    @Order(4)
    @Tag("R18")
    @Tag("R20")
    void afterTheEditItIsQuietAgain() throws Exception {
        assertQuiet();
    }

    private static void assertQuiet() throws Exception {
        Map<String, ByteBuffer> before = sheets.bytes();

        JsonNode run = sheets.sync(SOMETHING_PARKED);

        assertThat(sum(run.get("written"))).isZero();
        for (JsonNode golden : run.get("golden")) {
            assertThat(sum(golden))
                    .as("nothing but the total")
                    .isEqualTo(golden.get("total").asInt());
        }
        assertThat(sheets.bytes()).isEqualTo(before);
    }

    /** Where two rows have one key, the map holds the later: in the copy and in the original alike. */
    private static void assertKept(String sheet, String key, String column) {
        Map<String, Map<String, String>> after = sheets.rows(sheet, key);
        original.rows(sheet, key)
                .forEach((id, row) ->
                        assertThat(after.get(id)).as("%s, %s", sheet, id).containsEntry(column, row.get(column)));
    }

    private static int rows(String system) {
        return sheets.rows(system + "/person.csv").size();
    }

    private static Map<String, List<String>> lines() {
        Map<String, List<String>> lines = new TreeMap<>();
        for (String sheet : SHEETS) {
            lines.put(sheet, sheets.lines(sheet));
        }
        return lines;
    }

    private static long ask(String question) throws Exception {
        try (Connection database =
                        DriverManager.getConnection("jdbc:duckdb:" + sheets.directory.resolve("analytics.duckdb"));
                Statement statement = database.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    private static int sum(JsonNode node) {
        int sum = node.asInt(0);
        for (JsonNode child : node) {
            sum += sum(child);
        }
        return sum;
    }
}
