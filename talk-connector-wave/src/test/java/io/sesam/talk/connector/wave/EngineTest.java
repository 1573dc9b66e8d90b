package io.sesam.talk.connector.wave;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of a business and spreadsheets kept in sync. */
final class EngineTest {
    private static final SystemName WAVE = new SystemName("wave");
    private static final String CANARY = "canary7f3a";

    private final Account account = new Account();

    @TempDir
    private Path sheets;

    private Talk talk;

    @BeforeEach
    void open() throws IOException {
        write("person.csv", "id,firstname,lastname,email,gender,organisation\n");
        write("organisation.csv", "id,name,address,zip,country\n");
        write("product.csv", "id,name\n");
        talk = talk(Map.of("incomeAccountId", "account-1"));
    }

    private Talk talk(Map<String, ?> more) {
        Map<String, Object> settings = new HashMap<>(account.settings());
        settings.putAll(more);
        return Talk.builder()
                .clock(account.clock)
                .random(new Random(7))
                .store(MemoryStore.create())
                .baseDirectory(sheets)
                .type(Account.CONTACT)
                .connect("wave", new WavePlugin(), settings)
                .connect("book", "csv", Map.of("directory", sheets.toString()))
                .trust("wave", "book")
                .build();
    }

    @AfterEach
    void close() {
        talk.close();
        account.close();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(sheets.resolve(file), text);
    }

    private String sheet(String file) throws IOException {
        return Files.readString(sheets.resolve(file));
    }

    private SyncReport sync() {
        account.clock.advance(Duration.ofMinutes(10));
        SyncReport report = talk.sync();
        account.clock.advance(Duration.ofMinutes(10));
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

    private Set<String> names(String table) {
        return account.wave.ids(account.business, table).stream()
                .map(id -> account.wave
                        .fields(account.business, table, id)
                        .orElseThrow()
                        .get("name"))
                .collect(Collectors.toSet());
    }

    @Test
    @Tag("R27")
    void anErasedPersonIsNoLongerTheContactOfTheCustomer() throws IOException {
        String customer = account.customer(
                Map.of("name", "Fram", "firstName", "Ada", "lastName", "Byron", "email", "ada@x.example"));
        settle();
        assertThat(sheet("person.csv")).contains("ada@x.example");

        ErasureReport report = talk.stewardship().erase("person", "ada@x.example");

        assertThat(report.records())
                .filteredOn(erasure -> erasure.record().system().equals(WAVE))
                .extracting(Erasure::state)
                .containsExactly(Erasure.State.ERASED);
        assertThat(account.wave.fields(account.business, "customers", customer).orElseThrow())
                .containsEntry("name", "Fram")
                .doesNotContainValue("Ada")
                .doesNotContainValue("Byron")
                .doesNotContainValue("ada@x.example");
        assertThat(settle().erasures()).isEmpty();
        assertThat(sheet("person.csv")).doesNotContain("ada@x.example");
    }

    @Test
    @Tag("R27")
    void aCustomerThatWasMadeForThePersonAloneIsLeftToAPerson() throws IOException {
        talk.close();
        talk = talk(Map.of("personAsCustomer", "true"));
        write("person.csv", "id,firstname,lastname,email\n1,Ada,Byron,ada@x.example\n");
        settle();
        assertThat(names("customers")).containsExactly("Ada Byron");

        ErasureReport report = talk.stewardship().erase("person", "ada@x.example");

        assertThat(report.records())
                .filteredOn(erasure -> erasure.record().system().equals(WAVE))
                .allSatisfy(erasure -> {
                    assertThat(erasure.state()).isEqualTo(Erasure.State.IMPOSSIBLE);
                    assertThat(erasure.reason()).contains("delete it there by hand");
                });
        assertThat(names("customers")).containsExactly("Ada Byron");
    }

    @Test
    @Tag("R18")
    void bothAreTheSameAfterwardsAndNothingMoreIsWritten() throws IOException {
        for (int i = 0; i < 60; i++) {
            account.customer(
                    Map.of("name", "Customer " + i, "firstName", "Name" + i, "email", "person" + i + "@x.example"));
        }
        account.customer(Map.of("name", "Fram", "countryCode", "US", "provinceCode", "US-CA", "postalCode", "94601"));
        write("organisation.csv", "id,name,address,zip,country\n1,Gjoa AS,Street 1,0150,Norge\n");
        write("product.csv", "id,name\n1,Skis\n");

        settle();
        assertThat(names("customers")).hasSize(62).contains("Gjoa AS", "Fram");
        assertThat(names("products")).containsExactly("Skis");
        assertThat(sheet("person.csv").lines().count()).isEqualTo(1 + 60);
        assertThat(sheet("organisation.csv").lines().count()).isEqualTo(1 + 62);
        account.wave.server().forget();

        for (int run = 0; run < 9; run++) {
            SyncReport idle = sync();
            assertThat(idle.writes()).as("run %s", run).isZero();
            assertThat(idle.calls().values()).allMatch(calls -> calls.writes() == 0);
        }
        assertThat(account.mutations()).isZero();
        account.clock.advance(Duration.ofDays(2));
        assertThat(sync().writes())
                .as("the daily listing finds nothing new either")
                .isZero();
    }

    @Test
    @Tag("R18")
    void anIdleRunAsksOncePerType() {
        for (int i = 0; i < 120; i++) {
            account.customer(Map.of("name", "Customer " + i, "firstName", "Name" + i));
        }
        settle();
        account.clock.advance(Duration.ofHours(26));
        sync();
        account.wave.server().forget();
        sync();

        assertThat(account.wave.server().requests()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    @Tag("R12")
    void aCustomerAndItsContactChangedInOneRunAreOneCall() throws IOException {
        String id = account.customer(Map.of("name", "Fram", "firstName", "Kari", "email", "kari@x.example"));
        settle();
        write("organisation.csv", sheet("organisation.csv").replace("Fram", "Maud"));
        write("person.csv", sheet("person.csv").replace("Kari", "Roald"));
        account.wave.server().forget();
        settle();

        assertThat(account.shown(id)).containsEntry("name", "Maud").containsEntry("firstName", "Roald");
        assertThat(account.mutations()).isEqualTo(1);
    }

    @Test
    void anEditThereFollowsInTheSheets() throws IOException {
        String id = account.customer(Map.of("name", "Fram", "firstName", "Kari", "email", "kari@x.example"));
        settle();
        account.wave.edit(account.business, "customers", id, Map.of("name", "Maud", "firstName", "Roald"));
        settle();

        assertThat(sheet("organisation.csv")).contains("Maud");
        assertThat(sheet("person.csv")).contains("Roald");
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void aCustomerIsNeverMadeTwiceHoweverAnswersAreLost() throws IOException {
        settle();
        write("organisation.csv", "id,name\n1,Fram\n2,Gjoa\n3,Maud\n");
        account.wave.server().fail(Account::isMutation, new SimFault.Reset(true));
        account.wave.server().fail(Account::isMutation, new SimFault.Truncated());
        account.wave.server().fail(Account::isMutation, new SimFault.Reset(false));
        for (int run = 0; run < 6; run++) {
            sync();
        }

        assertThat(account.wave.ids(account.business, "customers")).hasSize(3);
        assertThat(names("customers")).containsExactlyInAnyOrder("Fram", "Gjoa", "Maud");
        assertThat(sheet("organisation.csv").lines().count()).isEqualTo(1 + 3);
        assertThat(talk.stewardship().inDoubt()).isEmpty();
    }

    /** A contact that is cleared stops being a person in Wave; no other system deletes it, and it is not restored. */
    @Test
    @Tag("acceptance-20")
    @Tag("R17")
    @Tag("R24")
    void clearingThePersonOfACustomerIsNoEditOfThatPersonElsewhere() throws IOException {
        String id = account.customer(
                Map.of("name", "Fram", "firstName", "Kari", "lastName", "Berg", "email", "kari@x.example"));
        settle();
        String people = sheet("person.csv");
        account.wave.edit(account.business, "customers", id, Map.of("firstName", "", "lastName", "", "email", ""));

        settle();

        assertThat(sheet("person.csv")).isEqualTo(people).contains("kari@x.example");
        assertThat(account.shown(id)).containsEntry("name", "Fram");
        assertThat(account.shown(id).getOrDefault("email", "")).isEmpty();
        assertThat(sheet("organisation.csv")).contains("Fram");

        write("person.csv", people.replace("Kari", "Karin"));
        settle();
        assertThat(account.shown(id).getOrDefault("firstName", ""))
                .as("a deleted record is not inserted again")
                .isEmpty();
    }

    /** The other direction: a name cleared elsewhere is cleared in the customer, and the customer stays. */
    @Test
    @Tag("acceptance-20")
    @Tag("R13")
    void clearingAPersonsNameElsewhereClearsItInTheCustomer() throws IOException {
        String id = account.customer(
                Map.of("name", "Fram", "firstName", "Kari", "lastName", "Berg", "email", "kari@x.example"));
        settle();
        write("person.csv", sheet("person.csv").replace("Berg", ""));
        settle();

        assertThat(account.shown(id))
                .containsEntry("name", "Fram")
                .containsEntry("firstName", "Kari")
                .containsEntry("email", "kari@x.example");
        assertThat(account.shown(id).getOrDefault("lastName", "")).isEmpty();
    }

    /** The customer does not show which operation added the person, and the customer is old. */
    @Test
    @Tag("R12")
    @Tag("R20")
    @Tag("R21")
    void aContactWhoseAnswerWasLostNeverBeatsWhatWasSaidMeanwhile() throws IOException {
        String id = account.customer(Map.of("name", "Fram"));
        account.clock.advance(Duration.ofDays(300));
        settle();
        String header = "id,firstname,lastname,email,organisation,modified\n";
        String row = sheet("organisation.csv").lines().skip(1).findFirst().orElseThrow();
        String fram = row.substring(0, row.indexOf(','));
        Instant entered = account.clock.instant();
        write("person.csv", header + "1,Kari,Hansen,kari@x.example," + fram + "," + entered + "\n");
        for (int attempt = 1; attempt <= 5; attempt++) {
            account.wave.server().fail(Account::isMutation, new SimFault.Reset(true));
        }
        sync();
        assertThat(account.shown(id)).containsEntry("lastName", "Hansen");
        assertThat(talk.stewardship().inDoubt()).hasSize(1);

        write("person.csv", header + "1,Kari,Berg,kari@x.example," + fram + "," + entered.plusSeconds(60) + "\n");
        settle();

        assertThat(sheet("person.csv")).contains("Berg").doesNotContain("Hansen");
        assertThat(account.shown(id)).containsEntry("lastName", "Berg");
        assertThat(talk.stewardship().inDoubt()).isEmpty();
    }

    @Test
    @Tag("case-17")
    @Tag("R25")
    @Tag("R30")
    void aBusinessThatLosesItsPlanDeletesNobodyDownstream() throws IOException {
        for (int i = 0; i < 12; i++) {
            account.customer(Map.of("name", "Customer " + i, "firstName", "Name" + i));
        }
        settle();
        String before = sheet("organisation.csv") + sheet("person.csv");
        account.wave.pro(account.business, false);
        account.clock.advance(Duration.ofDays(2));

        SyncReport report = sync();
        assertThat(report.paused()).containsOnlyKeys(WAVE);
        assertThat(report.writes()).isZero();
        assertThat(sheet("organisation.csv") + sheet("person.csv")).isEqualTo(before);
        account.wave.pro(account.business, true);
        assertThat(sync().isClean()).isTrue();
        assertThat(sheet("organisation.csv") + sheet("person.csv")).isEqualTo(before);
    }

    @Test
    @Tag("R30")
    @Tag("R37")
    void neitherTokensNorPeopleAreInWhatIsPrintedOrReported() throws IOException {
        String id = account.customer(
                Map.of("name", "Fram", "firstName", CANARY, "lastName", CANARY, "email", CANARY + "@x.example"));
        write("person.csv", "id,firstname,lastname,email\n1," + CANARY + "," + CANARY + "," + CANARY + "@y.example\n");
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        String written = "";
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            written += sync();
            for (String error : List.of("GRAPHQL_VALIDATION_FAILED", "SOMETHING_NEW", "FORBIDDEN")) {
                account.wave.edit(account.business, "customers", id, Map.of("firstName", CANARY + error));
                account.wave.server().fail(new SimFault.Answer(200, refused(error)));
                written += sync();
            }
            account.wave.server().fail(Account::isMutation, new SimFault.Answer(200, refused("SOMETHING_NEW")));
            write("organisation.csv", sheet("organisation.csv").replace("Fram", "Maud"));
            written += sync();
            account.wave.tokens().revokeAll();
            written += sync().toString()
                    + talk.check()
                    + talk.status()
                    + talk.stewardship().parked(1_000)
                    + talk.stewardship().inDoubt();
        } finally {
            System.setErr(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("wave is paused");
        assertThat(written).contains("personAsCustomer");
        assertThat(printed.toString(StandardCharsets.UTF_8) + written)
                .doesNotContain(CANARY)
                .doesNotContain("canary-0123456789");
    }

    /** Returns an error that quotes the request, as systems do. */
    private static String refused(String code) {
        return "{\"data\":null,\"errors\":[{\"message\":\"got invalid value " + CANARY
                + "@x.example\",\"extensions\":{\"code\":\"" + code + "\"}}]}";
    }

    @Test
    @Tag("R8")
    void anotherContactOfACustomerIsAnotherPerson() throws IOException {
        String id = account.customer(
                Map.of("name", "Fram", "firstName", "Kari", "lastName", "Berg", "email", "kari@x.example"));
        settle();
        write("person.csv", sheet("person.csv").replace("kari@x.example,", "kari@x.example,female"));
        settle();
        account.wave.edit(
                account.business,
                "customers",
                id,
                Map.of("firstName", "Ola", "lastName", "Dahl", "email", "ola@x.example"));

        settle();

        assertThat(sheet("person.csv").lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("Kari,Berg,kari@x.example,female"))
                .anyMatch(line -> line.contains("Ola,Dahl,ola@x.example,,"));
        assertThat(account.shown(id)).containsEntry("firstName", "Ola").containsEntry("email", "ola@x.example");
        assertThat(account.customers()).hasSize(1);
        assertThat(talk.stewardship().parked(10)).isEmpty();
    }

    @Test
    @Tag("R8")
    void aCompanyThatTakesTheOldNameOfAnotherGetsItsOwnCustomer() throws IOException {
        write("organisation.csv", "id,name,address,zip,country\n1,Fram,Oslo street 1,0150,NO\n");
        settle();
        write("organisation.csv", """
                id,name,address,zip,country
                1,Fram Holding,Oslo street 1,0150,NO
                2,Fram,Bergen street 2,5000,NO
                """);

        settle();

        assertThat(account.customers()).hasSize(2).allSatisfy(id -> {
            Map<String, String> customer = account.shown(id);
            assertThat(customer)
                    .containsEntry(
                            "addressLine1", customer.get("name").equals("Fram") ? "Bergen street 2" : "Oslo street 1");
        });
        assertThat(names("customers")).containsExactlyInAnyOrder("Fram", "Fram Holding");
    }

    @Test
    @Tag("R8")
    void aPersonWhoBecomesTheContactAfterAnotherIsNotTheOther() throws IOException {
        String id = account.customer(
                Map.of("name", "Fram", "firstName", "Kari", "lastName", "Berg", "email", "kari@x.example"));
        settle();
        account.wave.edit(account.business, "customers", id, Map.of("firstName", "", "lastName", "", "email", ""));
        settle();
        String people = sheet("person.csv");
        String row = sheet("organisation.csv").lines().skip(1).findFirst().orElseThrow();
        write("person.csv", people + "9,Ola,Dahl,ola@x.example,," + row.substring(0, row.indexOf(',')) + "\n");

        settle();

        assertThat(account.shown(id)).containsEntry("firstName", "Ola").containsEntry("email", "ola@x.example");
        assertThat(sheet("person.csv")).startsWith(people).contains("9,Ola,Dahl,ola@x.example");
        account.wave.edit(account.business, "customers", id, Map.of("lastName", "Lie"));
        settle();
        assertThat(sheet("person.csv")).startsWith(people).contains("9,Ola,Lie,ola@x.example");
    }

    /** Wave refuses every call that names a field which its schema no longer has. */
    @ParameterizedTest
    @ValueSource(strings = {"website", "addressLine2", "countryCode", "gender"})
    void aFieldThatTheSchemaLacksIsLeftOutAndTheRestIsSynced(String field) throws IOException {
        talk.close();
        account.wave.lacks(field);
        write(
                "organisation.csv",
                "id,name,domain,address,address2,zip,country\n1,Kari AS,kari.example,Street 1,Floor 2,0150,NO\n");
        account.wave.create(account.business, "customers", Map.of("name", "Ola AS", "address.postalCode", "0151"));
        talk = talk(Map.of("incomeAccountId", "account-1"));

        SyncReport report = talk.sync();

        assertThat(report.paused()).isEmpty();
        assertThat(report.parked()).isZero();
        assertThat(sheet("organisation.csv")).contains("Ola AS");
        assertThat(account.wave.ids(account.business, "customers").stream()
                        .map(id -> account.wave
                                .fields(account.business, "customers", id)
                                .orElseThrow()
                                .get("name")))
                .contains("Kari AS", "Ola AS");
        assertThat(report.text().contains("Wave's schema has no")).isEqualTo(!field.equals("gender"));
        assertThat(talk.sync().writes()).isZero();
    }
}
