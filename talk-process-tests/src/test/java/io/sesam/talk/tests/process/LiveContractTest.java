package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.contract.ContractReport;
import io.sesam.talk.contract.LiveContract;
import io.sesam.talk.contract.PromiseResult;
import io.sesam.talk.contract.PromiseResult.Verdict;
import io.sesam.talk.simulators.SimServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The read-only promises of the connectors to clouds, against simulated accounts that count what they are asked. */
@Tag("slow")
final class LiveContractTest {
    private static Mission mission;
    private static Talk talk;

    @BeforeAll
    static void fill() {
        mission = new Mission();
        Clouds clouds = mission.clouds;
        for (int i = 0; i < 50; i++) {
            clouds.hubspot.create("contacts", Map.of("email", "p" + i + "@x.example", "lastname", "Secretname"));
            clouds.hubspot.create("companies", Map.of("name", "Company " + i));
            clouds.hubspot.create("products", Map.of("name", "Rope " + i));
            clouds.wave.create(clouds.business, "customers", Map.of("name", "Company " + i));
            clouds.wave.create(clouds.business, "products", Map.of("name", "Rope " + i, "unitPrice", "1"));
            clouds.freshteam.hire(Map.of(
                    "first_name",
                    "Ada",
                    "last_name",
                    "Secretname",
                    "official_email",
                    "p" + i + "@x.example",
                    "role_ids",
                    clouds.freshteam.roleIds()));
            mission.crmoffice.addCompany(Map.of("name", "Company " + i));
        }
        talk = mission.connect(Talk.builder()).clock(clouds.clock).build();
    }

    @AfterAll
    static void close() {
        talk.close();
        mission.close();
    }

    private static SimServer server(String system) {
        return switch (system) {
            case "hubspot" -> mission.clouds.hubspot.server();
            case "wave" -> mission.clouds.wave.server();
            case "freshteam" -> mission.clouds.freshteam.server();
            default -> mission.crmoffice.server();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"hubspot", "wave", "freshteam", "crmoffice"})
    void theAccountIsReadAndNothingIsWritten(String system) {
        mission.clouds.forget();
        LiveContract contract = talk.contract(system);
        long asked = server(system).count(request -> true);
        assertThat(contract.expectedCalls()).isBetween(10L, 60L);
        assertThat(server(system).count(request -> true)).as("before consent").isEqualTo(asked);

        ContractReport report = contract.check();

        assertThat(report.results())
                .filteredOn(result -> result.verdict() == Verdict.NOT_HELD)
                .isEmpty();
        assertThat(report.results())
                .filteredOn(result -> result.verdict() == Verdict.HELD)
                .extracting(PromiseResult::promise)
                .contains("reading the same position twice gives the same or more", "reading makes no writing call");
        assertThat(mission.clouds.writes()).isZero();
        assertThat(report.calls().writes()).isZero();
        assertThat(report.calls().reads()).isLessThanOrEqualTo(2 * contract.expectedCalls());
        assertThat(report.results().toString()).doesNotContain("Secretname", "x.example", "Company 1", "Rope 1");
    }
}
