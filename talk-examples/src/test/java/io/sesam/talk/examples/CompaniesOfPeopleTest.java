package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.simulators.SimWave;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** HubSpot and Wave understand each other's companies of people, without a declared reference. */
final class CompaniesOfPeopleTest {
    private final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    private final SimHubSpot hubspot = SimHubSpot.start(clock);
    private final SimWave wave = SimWave.start(clock);
    private final String business = wave.addBusiness("Acme");

    @AfterEach
    void close() {
        hubspot.close();
        wave.close();
    }

    private Talk talk() {
        return Talk.builder()
                .store(MemoryStore.create())
                .clock(clock)
                .random(new Random(7))
                .connect(
                        "hubspot",
                        "hubspot",
                        Map.of(
                                "accessToken",
                                hubspot.token(),
                                "baseUrl",
                                hubspot.uri().toString()))
                .connect(
                        "wave",
                        "wave",
                        Map.of(
                                "accessToken", wave.tokens().permanent(),
                                "baseUrl", wave.uri().toString(),
                                "incomeAccountId", "account-1"))
                .trust("hubspot", "wave")
                .build();
    }

    private SyncReport settle(Talk talk) {
        SyncReport report = null;
        for (int run = 0; run < 4; run++) {
            clock.advance(Duration.ofMinutes(10));
            report = talk.sync();
        }
        return report;
    }

    /** Returns the customers of Wave: name, and the first name of the person there. */
    private List<String> customers() {
        return wave.ids(business, "customers").stream()
                .map(id -> wave.fields(business, "customers", id).orElseThrow())
                .map(fields -> fields.get("name") + "/" + fields.get("firstName") + "/" + fields.get("email"))
                .sorted()
                .toList();
    }

    /** Returns the contacts of HubSpot: first name, and the names of their companies. */
    private List<String> contacts() {
        return hubspot.ids("contacts").stream()
                .map(id -> hubspot.properties("contacts", id).orElseThrow().get("firstname") + "/"
                        + hubspot.companiesOf(id).stream()
                                .map(company -> hubspot.properties("companies", company)
                                        .orElseThrow()
                                        .get("name"))
                                .toList())
                .sorted()
                .toList();
    }

    @Test
    @Tag("R38")
    void thePersonsCompanyTravelsBothWays() {
        String acme = hubspot.create("companies", Map.of("name", "Acme"));
        String ada =
                hubspot.create("contacts", Map.of("firstname", "Ada", "lastname", "Holm", "email", "ada@x.example"));
        hubspot.associatePrimary(ada, acme);
        wave.create(
                business,
                "customers",
                Map.of("name", "Bolt", "firstName", "Bob", "lastName", "Berg", "email", "bob@x.example"));
        try (Talk talk = talk()) {
            SyncReport report = settle(talk);

            assertThat(report.paused()).isEmpty();
            assertThat(customers()).containsExactly("Acme/Ada/ada@x.example", "Bolt/Bob/bob@x.example");
            assertThat(contacts()).containsExactly("Ada/[Acme]", "Bob/[Bolt]");
            assertThat(report.golden().get(EntityType.PERSON).total()).isEqualTo(2);
            assertThat(report.golden().get(EntityType.ORGANISATION).total()).isEqualTo(2);
            assertThat(report.writes()).isZero();
        }
    }
}
