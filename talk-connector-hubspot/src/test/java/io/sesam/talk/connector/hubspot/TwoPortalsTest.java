package io.sesam.talk.connector.hubspot;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of two portals kept in sync by the engine. */
final class TwoPortalsTest {
    private final TestClock clock = TestClock.create();
    private final SimHubSpot sales = SimHubSpot.start(clock);
    private final SimHubSpot support = SimHubSpot.start(clock);

    @AfterEach
    void close() {
        sales.close();
        support.close();
    }

    private Talk talk(String version) {
        return Talk.builder()
                .store(MemoryStore.create())
                .clock(clock)
                .random(new Random(7))
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)))
                .connect("sales", new HubSpotPlugin(), settings(sales, version))
                .connect("support", new HubSpotPlugin(), settings(support, version))
                .trust("sales", "support")
                .build();
    }

    private static Map<String, ?> settings(SimHubSpot portal, String version) {
        return Map.of(
                "accessToken",
                portal.tokens().good(),
                "baseUrl",
                portal.uri().toString(),
                "apiVersion",
                version,
                "webhookSecret",
                "canary-secret");
    }

    private SyncReport sync(Talk talk) {
        clock.advance(Duration.ofMinutes(10));
        SyncReport report = talk.sync();
        clock.advance(Duration.ofMinutes(10));
        return report;
    }

    private static Set<String> values(SimHubSpot portal, String type, String property) {
        return portal.ids(type).stream()
                .map(id ->
                        String.valueOf(portal.properties(type, id).orElseThrow().get(property)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String idWith(SimHubSpot portal, String type, String property, String value) {
        return portal.ids(type).stream()
                .filter(id ->
                        value.equals(portal.properties(type, id).orElseThrow().get(property)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " with that " + property));
    }

    private void fill() {
        sales.create("companies", Map.of("name", "Fram AS", "address2", "2nd floor", "country", "Norge"));
        support.create("companies", Map.of("name", "Fram AS", "zip", "0150"));
        sales.create("products", Map.of("name", "Skis"));
        for (int i = 0; i < 120; i++) {
            (i % 2 == 0 ? sales : support)
                    .create("contacts", Map.of("email", "person" + i + "@x.example", "firstname", "Name" + i));
        }
        String both = support.create("contacts", Map.of("email", "person0@x.example", "lastname", "Amundsen"));
        support.associate(both, support.ids("companies").get(0));
    }

    @Test
    @Tag("R22")
    void aPropertyThatOnePortalLacksHoldsUpNobodyAndIsWrittenOnceItIsThere() {
        Map<String, Object> mapped = Map.of("person", Map.of("shoe", "shoe_size"));
        Map<String, Object> salesSettings = new HashMap<>(settings(sales, "2026-09"));
        Map<String, Object> supportSettings = new HashMap<>(settings(support, "2026-09"));
        salesSettings.put("properties", mapped);
        supportSettings.put("properties", mapped);
        sales.addProperty("contacts", "shoe_size");
        sales.create("contacts", Map.of("email", "ada@x.example", "firstname", "Ada", "shoe_size", "42"));
        try (Talk talk = Talk.builder()
                .clock(clock)
                .type(Person.SCHEMA.with(Property.text("shoe")))
                .connect("sales", "hubspot", salesSettings)
                .connect("support", "hubspot", supportSettings)
                .build()) {
            SyncReport first = sync(talk);

            assertThat(first.parked()).isZero();
            assertThat(first.notes().get(new SystemName("support")))
                    .singleElement()
                    .asString()
                    .contains("no property shoe_size");
            assertThat(first.text()).contains("no property shoe_size");
            assertThat(values(support, "contacts", "firstname")).containsExactly("Ada");
            assertThat(sync(talk).writes()).isZero();

            support.addProperty("contacts", "shoe_size");
            SyncReport later = sync(talk);

            assertThat(later.notes()).isEmpty();
            assertThat(values(support, "contacts", "shoe_size")).containsExactly("42");
            assertThat(sync(talk).writes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03", "2026-09"})
    @Tag("R18")
    @Tag("R38")
    @Tag("case-9")
    @Tag("case-12")
    void theyBecomeTheSameAndThenNothingIsWrittenAnyMore(String version) {
        fill();
        try (Talk talk = talk(version)) {
            SyncReport first = sync(talk);
            assertThat(first.paused()).isEmpty();
            sync(talk);
            sync(talk);

            assertThat(values(sales, "contacts", "email")).hasSize(120).isEqualTo(values(support, "contacts", "email"));
            assertThat(sales.ids("contacts")).hasSize(120);
            assertThat(support.ids("contacts")).hasSize(120);
            assertThat(values(support, "products", "name")).containsExactly("Skis");
            assertThat(support.properties("companies", support.ids("companies").get(0))
                            .orElseThrow())
                    .containsEntry("name", "Fram AS");
            String contact = idWith(sales, "contacts", "email", "person0@x.example");
            assertThat(sales.companiesOf(contact))
                    .containsExactly(sales.ids("companies").get(0));

            for (int run = 0; run < 10; run++) {
                var before = Map.of("sales", sales.everything(), "support", support.everything());
                SyncReport idle = sync(talk);
                assertThat(idle.writes()).as("run %s", run).isZero();
                assertThat(idle.calls().values()).allMatch(calls -> calls.writes() == 0);
                assertThat(Map.of("sales", sales.everything(), "support", support.everything()))
                        .isEqualTo(before);
            }
        }
    }

    @Test
    @Tag("R12")
    @Tag("R13")
    void anEditAndAClearInOneShowInTheOther() {
        fill();
        try (Talk talk = talk("2026-09")) {
            sync(talk);
            sync(talk);
            String there = idWith(support, "contacts", "email", "person2@x.example");
            support.edit("contacts", there, Map.of("firstname", "Roald"));
            String cleared = idWith(support, "contacts", "email", "person4@x.example");
            support.edit("contacts", cleared, Map.of("firstname", ""));
            sync(talk);
            sync(talk);

            String here = idWith(sales, "contacts", "email", "person2@x.example");
            assertThat(sales.properties("contacts", here).orElseThrow()).containsEntry("firstname", "Roald");
            String alsoCleared = idWith(sales, "contacts", "email", "person4@x.example");
            assertThat(sales.properties("contacts", alsoCleared).orElseThrow()).doesNotContainKey("firstname");
        }
    }

    @Test
    @Tag("R30")
    @Tag("R37")
    void neitherReportNorLogTellsATokenOrAnAddress() {
        PrintStream err = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        fill();
        sales.create("contacts", Map.of("email", "canary@secret.example"));
        support.require("contacts", "lastname");
        SyncReport report;
        SyncReport refused;
        String check;
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try (Talk talk = talk("2026-09")) {
            refused = sync(talk);
            sales.tokens().revokeAll();
            report = sync(talk);
            check = talk.check() + " " + talk.status() + " "
                    + talk.stewardship().parked(1_000);
        } finally {
            System.setErr(err);
        }

        assertThat(heard.toString(StandardCharsets.UTF_8)).contains("sales is paused");
        assertThat(refused.parked()).isPositive();
        assertThat(report.paused()).containsOnlyKeys(new SystemName("sales"));
        assertThat(heard + " " + report + " " + refused + " " + check)
                .doesNotContain("canary-0123456789")
                .doesNotContain("canary@secret.example")
                .doesNotContain("@x.example");
        assertThat(report.read().get(new SystemName("support"))).containsKey(PERSON);
    }

    @Test
    @Tag("R29")
    @Tag("acceptance-16")
    void webhooksThatComeLateTwiceAndInAnyOrderLeadToTheSame() {
        fill();
        sales.webhooks("https://talk.example/sales", Secret.of("canary-secret"));
        Random random = new Random(5);
        try (Talk talk = talk("2026-09")) {
            sync(talk);
            sync(talk);
            for (int round = 0; round < 5; round++) {
                for (String id : sales.ids("contacts")) {
                    if (random.nextInt(20) == 0) {
                        sales.edit("contacts", id, Map.of("lastname", "Round" + round));
                    }
                }
                sales.deliver(random).forEach(request -> talk.receive("sales", request));
                sync(talk);
            }
            sales.deliver(random).forEach(request -> talk.receive("sales", request));
            sync(talk);
            assertThat(values(support, "contacts", "email")).isEqualTo(values(sales, "contacts", "email"));
            assertThat(values(support, "contacts", "lastname")).isEqualTo(values(sales, "contacts", "lastname"));
            assertThat(support.ids("contacts")).hasSameSizeAs(sales.ids("contacts"));
        }
    }

    /** Creates companies for e-mail domains, as a portal with that setting does soon after a contact is created. */
    private static void makeCompaniesOfDomains(SimHubSpot portal, String prefix) {
        for (String contact : portal.ids("contacts")) {
            String email = portal.properties("contacts", contact).orElseThrow().getOrDefault("email", "");
            String domain = email.substring(email.indexOf('@') + 1);
            String company = portal.ids("companies").stream()
                    .filter(id -> domain.equals(
                            portal.properties("companies", id).orElseThrow().get("domain")))
                    .findFirst()
                    .orElseGet(() -> portal.create("companies", Map.of("domain", domain, "name", prefix + domain)));
            if (portal.companiesOf(contact).isEmpty()) {
                portal.associate(contact, company);
            }
        }
    }

    @Test
    @Tag("acceptance-23")
    @Tag("R38")
    void aCompanyThatAPortalMakesOfAContactsDomainIsOneMoreCompanyAndNeverTwo() {
        sales.create("contacts", Map.of("email", "ada@fram.example", "firstname", "Ada"));
        try (Talk talk = talk("2026-09")) {
            sync(talk);
            makeCompaniesOfDomains(support, "");
            sync(talk);
            makeCompaniesOfDomains(sales, "");
            for (int run = 0; run < 5; run++) {
                sync(talk);
                makeCompaniesOfDomains(sales, "");
                makeCompaniesOfDomains(support, "");
            }

            assertThat(values(sales, "companies", "name")).containsExactly("fram.example");
            assertThat(sales.ids("companies")).hasSize(1);
            assertThat(support.ids("companies")).hasSize(1);
            assertThat(sales.companiesOf(sales.ids("contacts").get(0))).isEqualTo(sales.ids("companies"));
            assertThat(sync(talk).writes()).isZero();
        }
    }

    /**
     * Two portals may name one company differently; then it is two companies for Talk, which has only the name to
     * compare, but never more.
     */
    @Test
    @Tag("acceptance-23")
    void twoPortalsThatMakeTheSameCompanyByThemselvesDoNotMultiplyIt() {
        sales.create("contacts", Map.of("email", "ada@fram.example", "firstname", "Ada"));
        try (Talk talk = talk("2026-09")) {
            sync(talk);
            makeCompaniesOfDomains(sales, "Sales ");
            makeCompaniesOfDomains(support, "Support ");
            for (int run = 0; run < 5; run++) {
                sync(talk);
                makeCompaniesOfDomains(sales, "Sales ");
                makeCompaniesOfDomains(support, "Support ");
            }

            assertThat(values(sales, "companies", "name"))
                    .containsExactly("Sales fram.example", "Support fram.example")
                    .isEqualTo(values(support, "companies", "name"));
            assertThat(sales.ids("companies")).hasSize(2);
            assertThat(support.ids("companies")).hasSize(2);
            assertThat(sync(talk).writes()).isZero();
        }
    }

    private static Set<String> people(SimHubSpot portal) {
        return portal.ids("contacts").stream()
                .map(id -> portal.properties("contacts", id).orElseThrow())
                .map(contact -> contact.get("firstname") + " " + contact.get("email"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A portal allows each address once: the old contact must be rewritten before the new one is inserted. */
    @Test
    @Tag("R8")
    void anAddressThatIsHandedOverGoesWithItsNewOwner() {
        String ada = sales.create("contacts", Map.of("email", "ada@x.example", "firstname", "Ada"));
        String eve = support.create("contacts", Map.of("email", "eve@x.example", "firstname", "Eve"));
        try (Talk talk = talk("2026-03")) {
            sync(talk);
            sync(talk);
            String sameAda = idWith(support, "contacts", "firstname", "Ada");
            sales.edit("contacts", ada, Map.of("email", "ada@new.example"));
            sales.create("contacts", Map.of("email", "ada@x.example", "firstname", "Bob"));
            support.edit("contacts", eve, Map.of("email", "eve@new.example"));
            support.create("contacts", Map.of("email", "eve@x.example", "firstname", "Eva"));

            for (int run = 0; run < 3; run++) {
                sync(talk);
            }

            assertThat(people(sales))
                    .containsExactly(
                            "Ada ada@new.example", "Bob ada@x.example", "Eva eve@x.example", "Eve eve@new.example");
            assertThat(people(support)).isEqualTo(people(sales));
            assertThat(support.properties("contacts", sameAda).orElseThrow()).containsEntry("firstname", "Ada");
            assertThat(talk.stewardship().parked(10)).isEmpty();
            assertThat(sync(talk).writes()).isZero();
        }
    }

    @Test
    @Tag("R8")
    @Tag("R22")
    void aSwapOfAddressesIsParkedWithBothContactsAndSolvedWhenOneIsFree() {
        String ada = sales.create("contacts", Map.of("email", "ada@x.example", "firstname", "Ada"));
        String bob = sales.create("contacts", Map.of("email", "bob@x.example", "firstname", "Bob"));
        try (Talk talk = talk("2026-03")) {
            sync(talk);
            sync(talk);
            String sameAda = idWith(support, "contacts", "firstname", "Ada");
            String sameBob = idWith(support, "contacts", "firstname", "Bob");
            sales.edit("contacts", ada, Map.of("email", "meanwhile@x.example"));
            sales.edit("contacts", bob, Map.of("email", "ada@x.example"));
            sales.edit("contacts", ada, Map.of("email", "bob@x.example"));

            sync(talk);
            sync(talk);

            assertThat(people(sales)).containsExactly("Ada bob@x.example", "Bob ada@x.example");
            assertThat(people(support)).containsExactly("Ada ada@x.example", "Bob bob@x.example");
            assertThat(talk.stewardship().parked(10))
                    .hasSize(2)
                    .allSatisfy(parked -> assertThat(parked.reason())
                            .contains("support/person/" + sameAda, "support/person/" + sameBob)
                            .doesNotContain("@x.example"));

            support.edit("contacts", sameBob, Map.of("email", "free@x.example"));
            for (int run = 0; run < 3; run++) {
                sync(talk);
            }
            assertThat(people(sales)).containsExactly("Ada bob@x.example", "Bob free@x.example");
            assertThat(people(support)).isEqualTo(people(sales));
            assertThat(talk.stewardship().parked(10)).isEmpty();
        }
    }
}
