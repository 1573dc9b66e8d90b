package io.sesam.talk.spring.test;

import io.sesam.talk.simulators.SimFreshteam;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.simulators.SimWave;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * A simulated system, and how a connector is set to it.
 *
 * @param system the simulator
 * @param settings settings of the connector
 */
record SimulatedSystem(AutoCloseable system, Map<String, String> settings) {
    /** Starts one for a connector; empty when there is none for it. */
    static Optional<SimulatedSystem> of(String connector) {
        Clock clock = Clock.systemUTC();
        return switch (connector) {
            case "hubspot" -> Optional.of(hubSpot(SimHubSpot.start(clock)));
            case "wave" -> Optional.of(wave(SimWave.start(clock)));
            case "freshteam" -> Optional.of(freshteam(SimFreshteam.start(clock)));
            default -> Optional.empty();
        };
    }

    private static SimulatedSystem hubSpot(SimHubSpot portal) {
        return new SimulatedSystem(
                portal,
                Map.of(
                        "accessToken", portal.token(),
                        "baseUrl", portal.uri().toString(),
                        "webhookSecret", "of a simulated portal"));
    }

    private static SimulatedSystem wave(SimWave account) {
        return new SimulatedSystem(
                account,
                Map.of(
                        "accessToken", account.tokens().permanent(),
                        "baseUrl", account.uri().toString(),
                        "businessId", account.addBusiness("Test"),
                        "incomeAccountId", "account-1"));
    }

    private static SimulatedSystem freshteam(SimFreshteam account) {
        return new SimulatedSystem(
                account,
                Map.of(
                        "apiKey", account.key(),
                        "baseUrl", account.uri().toString(),
                        "domain", "test"));
    }
}
