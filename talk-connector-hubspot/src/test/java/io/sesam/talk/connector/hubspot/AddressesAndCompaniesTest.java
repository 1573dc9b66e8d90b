package io.sesam.talk.connector.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Second addresses of contacts (R5), and the primary one of several companies (R38). */
final class AddressesAndCompaniesTest {
    private final TestClock clock = TestClock.create();
    private final SimHubSpot sales = SimHubSpot.start(clock);
    private final SimHubSpot support = SimHubSpot.start(clock);

    @AfterEach
    void close() {
        sales.close();
        support.close();
    }

    private Talk talk() {
        return Talk.builder()
                .store(MemoryStore.create())
                .clock(clock)
                .random(new Random(7))
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)))
                .connect("sales", new HubSpotPlugin(), settings(sales))
                .connect("support", new HubSpotPlugin(), settings(support))
                .trust("sales", "support")
                .build();
    }

    private static Map<String, ?> settings(SimHubSpot portal) {
        return Map.of(
                "accessToken", portal.tokens().good(), "baseUrl", portal.uri().toString());
    }

    private SyncReport settle(Talk talk) {
        SyncReport report = sync(talk);
        for (int i = 0; i < 4 && report.writes() > 0; i++) {
            report = sync(talk);
        }
        return report;
    }

    private SyncReport sync(Talk talk) {
        clock.advance(Duration.ofMinutes(10));
        SyncReport report = talk.sync();
        clock.advance(Duration.ofMinutes(10));
        return report;
    }

    private static String property(SimHubSpot portal, String id, String name) {
        return portal.properties("contacts", id).orElseThrow().get(name);
    }

    @Test
    @Tag("R5")
    void aPersonKnownElsewhereByTheSecondAddressIsTheSamePerson() {
        String ada = sales.create(
                "contacts",
                Map.of(
                        "email",
                        "ada@x.example",
                        "hs_additional_emails",
                        "ada@y.example;ada@z.example",
                        "firstname",
                        "Ada"));
        clock.advance(Duration.ofMinutes(1));
        String other = support.create("contacts", Map.of("email", "ada@y.example", "lastname", "Holm"));
        try (Talk talk = talk()) {
            SyncReport report = settle(talk);

            assertThat(sales.ids("contacts")).containsExactly(ada);
            assertThat(support.ids("contacts")).containsExactly(other);
            assertThat(report.parked()).isZero();
            assertThat(property(sales, ada, "lastname")).isEqualTo("Holm");
            assertThat(property(support, other, "firstname")).isEqualTo("Ada");
            assertThat(sync(talk).writes()).isZero();
        }
    }

    @Test
    @Tag("R5")
    void aSwappedPrimaryAddressIsFollowed() {
        String ada = sales.create(
                "contacts",
                Map.of("email", "ada@x.example", "hs_additional_emails", "ada@y.example", "firstname", "Ada"));
        try (Talk talk = talk()) {
            settle(talk);
            String other = support.ids("contacts").get(0);
            assertThat(property(support, other, "email")).isEqualTo("ada@x.example");

            sales.edit("contacts", ada, Map.of("email", "ada@y.example"));
            assertThat(property(sales, ada, "hs_additional_emails")).isEqualTo("ada@x.example");
            settle(talk);

            assertThat(property(support, other, "email")).isEqualTo("ada@y.example");
            assertThat(support.ids("contacts")).containsExactly(other);
            assertThat(sales.ids("contacts")).containsExactly(ada);
            assertThat(sync(talk).writes()).isZero();
        }
    }

    @Test
    @Tag("R5")
    void anAddressAddedLaterJoinsWhatItBelongsTo() {
        String ada = sales.create("contacts", Map.of("email", "ada@x.example", "firstname", "Ada"));
        try (Talk talk = talk()) {
            settle(talk);
            String copy = support.ids("contacts").get(0);
            sales.edit("contacts", ada, Map.of("hs_additional_emails", "ada@y.example"));
            sync(talk);
            support.edit("contacts", copy, Map.of("email", "ada@y.example"));
            settle(talk);

            assertThat(property(sales, ada, "email")).isEqualTo("ada@y.example");
            assertThat(sales.ids("contacts")).hasSize(1);
            assertThat(support.ids("contacts")).hasSize(1);
        }
    }

    @Test
    @Tag("R38")
    void theCompanyThatIsWrittenIsThePrimaryOneOfSeveral() {
        String ada = sales.create("contacts", Map.of("email", "ada@x.example", "firstname", "Ada"));
        String copy = support.create("contacts", Map.of("email", "ada@x.example", "firstname", "Ada"));
        for (String name : List.of("Acme", "Beta", "Gamma")) {
            sales.create("companies", Map.of("name", name));
            support.create("companies", Map.of("name", name));
        }
        List<String> here = sales.ids("companies");
        List<String> there = support.ids("companies");
        try (Talk talk = talk()) {
            settle(talk);
            here.forEach(company -> sales.associate(ada, company));
            there.forEach(company -> support.associate(copy, company));
            settle(talk);
            assertThat(support.companiesOf(copy).get(0)).isEqualTo(there.get(0));

            sales.associatePrimary(ada, here.get(2));
            settle(talk);

            assertThat(sales.companiesOf(ada).get(0)).isEqualTo(here.get(2));
            assertThat(support.companiesOf(copy).get(0)).isEqualTo(there.get(2));
            assertThat(sync(talk).writes()).isZero();

            support.associatePrimary(copy, there.get(1));
            settle(talk);
            assertThat(sales.companiesOf(ada).get(0)).isEqualTo(here.get(1));
            assertThat(support.companiesOf(copy).get(0)).isEqualTo(there.get(1));
            assertThat(sync(talk).writes()).isZero();
        }
    }
}
