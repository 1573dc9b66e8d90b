package io.sesam.talk.examples;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.simulators.SimCrmOffice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A sync of all systems that Talk was made for. Simulated on this machine: HubSpot, Wave, Freshteam and CRMOffice with
 * shared persons, organisations and products; a register that completes the organisations; and analytic tables in
 * DuckDB and BigQuery.
 *
 * <p>The first run makes them agree, and a table shows what was read and written where; the second has nothing to do.
 */
public final class WholeMission implements AutoCloseable {
    final ThreeClouds clouds = new ThreeClouds();
    final SimCrmOffice crmoffice = SimCrmOffice.start(clouds.clock);
    final Register register = new Register();
    final SimBigQuery bigQuery = bigQuery();
    private final Map<String, String> application = Map.of(
            "clientId", "talk",
            "clientSecret", "a-secret-of-the-simulation",
            "refreshToken", crmoffice.tokens().connect());

    /** Starts four empty systems. */
    public WholeMission() {}

    private static SimBigQuery bigQuery() {
        try {
            return SimBigQuery.start(DriverManager.getConnection("jdbc:duckdb:"));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot start DuckDB for the simulated BigQuery", e);
        }
    }

    /** Fills the systems, syncs twice, and prints the results. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("whole-mission");
        try (WholeMission mission = new WholeMission()) {
            Crowd.of(1_000, 3_000, 1).settleIn(mission);
            mission.tell("first", mission.sync(directory), System.out);
            mission.tell("second", mission.sync(directory), System.out);
            System.out.println("The store and the tables are in " + directory);
        }
    }

    /** Runs one sync, as an application does that embeds Talk. */
    SyncReport sync(Path directory) {
        clouds.clock.advance(Duration.ofMinutes(5));
        TalkBuilder builder = Talk.builder()
                .baseDirectory(directory)
                .clock(clouds.clock)
                .store("sqlite", Map.of("path", "talk.db"))
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)));
        sources(builder);
        enrichers(builder);
        tables(builder);
        try (Talk talk = builder.build()) {
            return talk.sync();
        }
    }

    /** Adds the systems with their types and policies. */
    private void sources(TalkBuilder builder) {
        builder.connect("hubspot", "hubspot", clouds.hubspotSettings())
                .connect("wave", "wave", clouds.waveSettings())
                .connect("freshteam", "freshteam", clouds.freshteamSettings())
                .connect(
                        "crmoffice",
                        "crmoffice",
                        Map.of(
                                "tenant",
                                "acme",
                                "oauth",
                                application,
                                "baseUrl",
                                crmoffice.uri().toString(),
                                "tokenUrl",
                                crmoffice.tokenUri().toString()))
                .policy(
                        "freshteam",
                        EntityType.PERSON.name(),
                        TargetPolicy.defaults().fullSync(false))
                .policy("freshteam", EntityType.ORGANISATION.name(), TargetPolicy.defaults())
                .trust("hubspot", "wave", "freshteam", "crmoffice");
    }

    /** Adds the enricher: a register that fills blanks. */
    private void enrichers(TalkBuilder builder) {
        builder.enricher(
                "opensesam",
                "opensesam",
                Map.of(
                        "registers",
                        List.of("brreg"),
                        "perRun",
                        5_000,
                        "baseUrl",
                        register.server.uri().toString()));
    }

    /** Adds the sinks: a file and a BigQuery dataset. */
    private void tables(TalkBuilder builder) {
        builder.sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
                .sink(
                        "warehouse",
                        "bigquery",
                        Map.of(
                                "project", "acme-analytics",
                                "dataset", "talk",
                                "baseUrl", bigQuery.uri().toString()));
    }

    void tell(String which, SyncReport report, PrintStream out) {
        out.println("The " + which + " run:");
        MissionTable.of(report).lines().forEach(line -> out.println("  " + line));
        report.enriched()
                .forEach((register, state) -> out.println("  " + register + " was asked about " + state.asked()
                        + " organisations and knew " + state.matched()));
        report.paused().forEach((system, reason) -> out.println("  " + system + " is paused: " + reason));
        out.println();
    }

    @Override
    public void close() {
        bigQuery.close();
        register.close();
        crmoffice.close();
        clouds.close();
    }
}
