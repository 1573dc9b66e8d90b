package io.sesam.talk.examples;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimFreshteam;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.simulators.SimWave;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A sync of simulated HubSpot, Wave and Freshteam. A thousand companies and three thousand persons overlap and differ;
 * the first runs make them agree, and the next one has nothing to do.
 *
 * <p>Time is simulated too, so quotas cause no real waits. With other settings, the same lines sync the real systems.
 */
public final class ThreeClouds implements AutoCloseable {
    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final SimHubSpot hubspot = SimHubSpot.start(clock);
    final SimWave wave = SimWave.start(clock);
    final SimFreshteam freshteam = SimFreshteam.start(clock);
    final String business = wave.addBusiness("Acme");

    /** Starts three empty systems. */
    public ThreeClouds() {
        hubspot.limit(190, 5, 1_000_000);
        hubspot.indexLag(Duration.ofSeconds(20));
    }

    /** Fills and syncs the systems. Syncs three times, changes something in each, and syncs once more. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("three-clouds");
        try (ThreeClouds clouds = new ThreeClouds()) {
            Crowd.of(1_000, 3_000, 1).settleIn(clouds);
            clouds.tell("first", clouds.sync(directory), System.out);
            clouds.tell("second", clouds.sync(directory), System.out);
            clouds.tell("third", clouds.sync(directory), System.out);
            System.out.println("The store and the tables are in " + directory);
        }
    }

    /** Runs one sync, as an application does that embeds Talk. */
    SyncReport sync(Path directory) {
        clock.advance(Duration.ofMinutes(5));
        try (Talk talk = open(directory)) {
            return talk.sync();
        }
    }

    Talk open(Path directory) {
        return Talk.builder()
                .baseDirectory(directory)
                .clock(clock)
                .store("sqlite", Map.of("path", "talk.db"))
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)))
                .connect("hubspot", "hubspot", hubspotSettings())
                .connect("wave", "wave", waveSettings())
                .connect("freshteam", "freshteam", freshteamSettings())
                .policy(
                        "freshteam",
                        EntityType.PERSON.name(),
                        TargetPolicy.defaults().fullSync(false))
                .policy(
                        "freshteam",
                        EntityType.ORGANISATION.name(),
                        TargetPolicy.defaults().share(false))
                .trust("hubspot", "wave", "freshteam")
                .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
                .build();
    }

    Map<String, ?> hubspotSettings() {
        return Map.of("accessToken", hubspot.token(), "baseUrl", hubspot.uri().toString());
    }

    Map<String, ?> waveSettings() {
        return Map.of(
                "accessToken", wave.tokens().permanent(),
                "baseUrl", wave.uri().toString(),
                "incomeAccountId", "account-1");
    }

    Map<String, ?> freshteamSettings() {
        return Map.of(
                "apiKey", freshteam.key(),
                "baseUrl", freshteam.uri().toString(),
                "domain", "acme");
    }

    void tell(String which, SyncReport report, PrintStream out) {
        out.println("The " + which + " run:");
        report.golden()
                .forEach((type, golden) -> out.println("  " + golden.total() + " golden records of type " + type));
        report.written()
                .forEach((system, types) -> types.forEach(
                        (type, written) -> out.println("  " + system + "/" + type + ": " + written.inserted()
                                + " made, " + written.updated() + " changed, " + written.refused() + " refused")));
        report.calls()
                .forEach((system, calls) -> out.println(
                        "  " + system + ": " + calls.reads() + " reading and " + calls.writes() + " writing calls"));
        report.paused().forEach((system, reason) -> out.println("  " + system + " is paused: " + reason));
    }

    @Override
    public void close() {
        hubspot.close();
        wave.close();
        freshteam.close();
    }
}
