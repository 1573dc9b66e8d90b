package io.sesam.talk.connector.freshteam;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of an account and spreadsheets kept in sync. */
final class EngineTest {
    private static final SystemName STAFF = new SystemName("staff");
    private static final String CANARY = "canary7f3a";

    private final Office office = new Office();

    @TempDir
    private Path sheets;

    private Talk talk;

    @BeforeEach
    void open() throws IOException {
        write("person.csv", "id,firstname,lastname,email,gender,organisation\n");
        write("organisation.csv", "id,name,address,zip,country\n");
        talk = Talk.builder()
                .clock(office.clock)
                .store(MemoryStore.create())
                .baseDirectory(sheets)
                .type(Office.SCHEMA)
                .connect("staff", new FreshteamPlugin(), office.settings())
                .connect("book", "csv", Map.of("directory", sheets.toString()))
                .trust("staff", "book")
                .build();
    }

    @AfterEach
    void close() {
        talk.close();
        office.close();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(sheets.resolve(file), text);
    }

    private String people() throws IOException {
        return Files.readString(sheets.resolve("person.csv"));
    }

    private SyncReport sync() {
        office.wait(Duration.ofMinutes(10));
        SyncReport report = talk.sync();
        office.wait(Duration.ofMinutes(10));
        return report;
    }

    private SyncReport settle() {
        SyncReport report = sync();
        for (int i = 0; i < 5 && report.writes() > 0; i++) {
            report = sync();
        }
        assertThat(report.writes()).isZero();
        return report;
    }

    @Test
    @Tag("R18")
    void bothAreTheSameAfterwardsAndNothingMoreIsWritten() throws IOException {
        long oslo = office.account.open(Map.of("name", "Acme Oslo", "zip", "0150", "country_code", "NO"));
        for (int i = 0; i < 60; i++) {
            office.account.edit(office.hire(i), Map.of("branch_id", oslo));
        }
        write("person.csv", """
                id,firstname,lastname,email,gender,organisation
                1,Kari,Nordmann,kari@acme.example,female,
                2,Li,Wei,PERSON3@acme.example,other,
                """);

        settle();
        long writes = office.context.calls().count().writes();
        assertThat(people().lines().count()).isEqualTo(1 + 61);
        assertThat(Files.readString(sheets.resolve("organisation.csv"))).contains("Acme Oslo", "0150");
        assertThat(office.account.employees()).hasSize(61);
        assertThat(office.account.employees())
                .anyMatch(row -> row.path("first_name").asText().equals("Kari"));
        office.account.server().forget();

        for (int run = 0; run < 9; run++) {
            assertThat(sync().writes()).isZero();
        }
        assertThat(office.account.server().requests())
                .allMatch(request -> request.method().equals("GET"));
        assertThat(office.context.calls().count().writes()).isEqualTo(writes);
        assertThat(office.account.outbox()).isEmpty();
    }

    /** The filter has a resolution of one day: changes of the last day are read again, and recognised. */
    @Test
    @Tag("R28")
    void whenNothingHasChangedForADayOrTwoAnIdleRunAsksOnceForEachPass() {
        for (int i = 0; i < 120; i++) {
            office.hire(i);
        }
        settle();
        office.wait(Duration.ofDays(3));
        sync();
        office.account.server().forget();

        sync();

        assertThat(office.account.server().count(request -> request.path().endsWith("/employees")))
                .isEqualTo(3);
    }

    @Test
    void anEditInEitherFollowsInTheOther() throws IOException {
        long id = office.hire(1);
        settle();
        assertThat(people()).contains("person1@acme.example");

        office.account.edit(id, Map.of("last_name", "Olsen"));
        settle();
        assertThat(people()).contains("Olsen");

        write("person.csv", people().replace("Olsen", "Berg"));
        settle();
        assertThat(office.employee(id).path("last_name").asText()).isEqualTo("Berg");
    }

    @Test
    @Tag("R18")
    void anIdleRunAsksThreeTimesForPeopleAndOnceForBranches() {
        office.account.open(Map.of("name", "Oslo"));
        for (int i = 0; i < 120; i++) {
            office.hire(i);
        }
        settle();
        office.wait(Duration.ofDays(2));
        office.account.edit(office.hire(500), Map.of("last_name", "Last"));
        settle();
        office.account.server().forget();

        sync();

        assertThat(office.account.server().requests()).hasSizeLessThanOrEqualTo(3 + 1);
    }

    @Test
    @Tag("case-22")
    @Tag("R25")
    @Tag("R30")
    void aClosedAccountDeletesNobodyDownstream() throws IOException {
        for (int i = 0; i < 12; i++) {
            office.hire(i);
        }
        settle();
        String before = people();

        for (int status : List.of(401, 403, 404)) {
            office.account.sunset(status);
            SyncReport report = sync();
            assertThat(report.paused()).containsOnlyKeys(STAFF);
            assertThat(report.writes()).isZero();
            assertThat(report.golden().values()).allMatch(type -> type.deleted() == 0);
            assertThat(people()).isEqualTo(before);
        }
        office.account.sunset(0);
        assertThat(sync().isClean()).isTrue();
        assertThat(people()).isEqualTo(before);
    }

    @Test
    @Tag("R37")
    void neitherKeyNorPeopleAreInWhatIsPrintedOrReported() {
        office.account.hire(
                Map.of("first_name", CANARY, "last_name", CANARY, "official_email", CANARY + "@acme.example"));
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        String reports;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            reports = sync().toString();
            office.account.sunset(404);
            reports += sync();
            office.account.sunset(0);
            office.account.revokeKey();
            reports += sync().toString() + talk.check();
        } finally {
            System.setErr(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isNotEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8) + reports)
                .doesNotContain(CANARY)
                .doesNotContain("canary-key");
    }

    @Test
    void branchesComeFromThereAndGoNowhereElse() {
        office.account.open(Map.of("name", "Oslo"));
        SyncReport report = settle();

        assertThat(report.golden().get(EntityType.ORGANISATION).total()).isEqualTo(1);
        assertThat(office.requests("POST")).isEmpty();
    }

    @Test
    @Tag("R8")
    void aNewHireWithTheOldAddressOfAColleagueIsAnotherPerson() throws IOException {
        long ada = office.account.hire(
                Map.of("first_name", "Ada", "last_name", "Byron", "official_email", "ada@acme.example"));
        settle();
        office.account.edit(ada, Map.of("last_name", "Lovelace", "official_email", "lovelace@acme.example"));
        office.account.hire(Map.of("first_name", "Bob", "last_name", "Berg", "official_email", "ada@acme.example"));

        settle();

        assertThat(people().lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("Ada,Lovelace,lovelace@acme.example"))
                .anyMatch(line -> line.contains("Bob,Berg,ada@acme.example"));
        assertThat(office.account.employees()).hasSize(2);
        assertThat(office.employee(ada).path("first_name").asText()).isEqualTo("Ada");
    }
}
