package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.host.HostSystem;
import io.sesam.talk.host.HostType;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.connector.ConnectorContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The application's own users are a system like any other: by its contract, and in step with HubSpot. */
final class OwnUsersExampleTest {
    @Test
    void usersAndContactsStayInStepBothWays() throws SQLException {
        try (OwnUsersWorld world = new OwnUsersWorld();
                SimHubSpot hubspot = SimHubSpot.start(world.clock)) {
            world.table.insert(person("Ada", "Berg", "ada@one.example"));
            String bo = hubspot.create("contacts", Map.of("firstname", "Bo", "email", "bo@one.example"));
            Map<String, ?> settings = Map.of(
                    "accessToken", hubspot.token(), "baseUrl", hubspot.uri().toString());
            try (Talk talk = OwnUsersExample.open(world.table, settings, world.clock)) {
                assertThat(inserted(sync(talk, world))).isEqualTo(2);
                assertThat(emails(world)).containsExactlyInAnyOrder("ada@one.example", "bo@one.example");
                assertThat(hubspot.ids("contacts")).hasSize(2);

                String inApp = idOf(world, "bo@one.example");
                world.change(
                        inApp,
                        Fields.builder(Person.SCHEMA).text("lastname", "Lie").build());
                sync(talk, world);
                assertThat(hubspot.properties("contacts", bo).orElseThrow()).containsEntry("lastname", "Lie");

                hubspot.edit("contacts", bo, Map.of("firstname", "Bodil"));
                sync(talk, world);
                assertThat(world.list(EntityType.PERSON)
                                .get(inApp)
                                .text("firstname")
                                .known())
                        .contains("Bodil");

                SyncReport idle = sync(talk, world);
                assertThat(written(idle)).isZero();
            }
        }
    }

    @Test
    @Tag("R21")
    void anInsertWhoseAnswerWasLostMakesNoSecondUser() throws SQLException {
        try (OwnUsersWorld world = new OwnUsersWorld();
                SimHubSpot hubspot = SimHubSpot.start(world.clock)) {
            hubspot.create("contacts", Map.of("firstname", "Bo", "email", "bo@one.example"));
            AtomicInteger inserts = new AtomicInteger();
            HostType forgetful = OwnUsersExample.users(world.table).inserts(fields -> {
                inserts.incrementAndGet();
                world.table.insert(fields);
                throw new IllegalStateException("the connection broke after the commit");
            });
            try (Talk talk = Talk.builder()
                    .clock(world.clock)
                    .connect("app", HostSystem.of(forgetful), Map.of())
                    .connect(
                            "hubspot",
                            "hubspot",
                            Map.of(
                                    "accessToken",
                                    hubspot.token(),
                                    "baseUrl",
                                    hubspot.uri().toString()))
                    .build()) {
                for (int run = 0; run < 4; run++) {
                    sync(talk, world);
                }
            }
            assertThat(inserts).hasValue(1);
            assertThat(emails(world)).containsExactly("bo@one.example");
            assertThat(hubspot.ids("contacts")).hasSize(1);
        }
    }

    private static SyncReport sync(Talk talk, OwnUsersWorld world) {
        world.clock.advance(Duration.ofMinutes(5));
        SyncReport report = talk.sync();
        assertThat(report.paused()).isEmpty();
        return report;
    }

    private static long inserted(SyncReport report) {
        return report.written().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(written -> written.inserted())
                .sum();
    }

    private static long written(SyncReport report) {
        return report.written().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(written -> written.inserted() + written.updated())
                .sum();
    }

    private static List<String> emails(OwnUsersWorld world) {
        return world.list(EntityType.PERSON).values().stream()
                .map(fields -> fields.text("email").known().orElseThrow())
                .toList();
    }

    private static String idOf(OwnUsersWorld world, String email) {
        return world.list(EntityType.PERSON).entrySet().stream()
                .filter(entry ->
                        entry.getValue().text("email").known().orElseThrow().equals(email))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static Fields person(String first, String last, String email) {
        return Person.of(first, last, email).toFields();
    }

    /** Opens the host system of the world that was made last, as each test makes its own. */
    private static final class LatestWorld implements ConnectorPlugin {
        private final AtomicReference<OwnUsersWorld> latest = new AtomicReference<>();

        OwnUsersWorld make() throws SQLException {
            OwnUsersWorld world = new OwnUsersWorld();
            latest.set(world);
            return world;
        }

        @Override
        public PluginSpec spec() {
            return HostSystem.of(OwnUsersExample.users(latest.get().table)).spec();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            return latest.get().system().open(settings, context);
        }
    }

    @TestFactory
    @Tag("slow")
    @Tag("R19")
    @Tag("R22")
    Stream<DynamicTest> contract() {
        LatestWorld plugin = new LatestWorld();
        return ConnectorContract.of(plugin).world(plugin::make).handedOver().tests();
    }

    @Test
    @Tag("R22")
    void aRefusalParksOneRecordAndAFailureIsInDoubt() throws SQLException {
        try (OwnUsersWorld world = new OwnUsersWorld()) {
            world.table.insert(person("Ada", "Berg", "ada@one.example"));
            Connector connector = open(world.system());
            Operation twice = Operation.insert("op1", person("Eva", "Berg", "ada@one.example"));
            Operation fine = Operation.insert("op2", person("Eva", "Berg", "eva@one.example"));
            Map<String, Outcome> outcomes =
                    connector.writer(EntityType.PERSON).orElseThrow().write(List.of(twice, fine));
            assertThat(outcomes.get("op1"))
                    .isEqualTo(new Outcome.Rejected("another user has this address; join the two users first"));
            assertThat(outcomes.get("op2")).isInstanceOf(Outcome.Applied.class);
            world.connection.close();
            assertThat(connector
                            .writer(EntityType.PERSON)
                            .orElseThrow()
                            .write(List.of(Operation.insert("op3", person("Bo", "Lie", "bo@one.example"))))
                            .get("op3"))
                    .isEqualTo(new Outcome.Unknown("the application failed with IllegalStateException; see its log"));
        }
    }

    @Test
    void aListOfChangesThatCannotBeContinuedIsRefused() {
        RecordSnapshot one = RecordSnapshot.of("1", person("Ada", "Berg", "ada@one.example"));
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> read(one))
                .hasMessage(
                        "app: the list of changes of person returned a record without a time. Set RecordSnapshot.modified.");
        assertThatThrownBy(() -> read(one.modified(time), one.modified(time.minusSeconds(1))))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE))
                .hasMessageContaining("out of order");
        assertThatThrownBy(() -> read(one.modified(time), one.modified(time), one.modified(time)))
                .hasMessageContaining("3 records, more than the limit of 2");
    }

    private static void read(RecordSnapshot... listed) {
        HostType type = HostType.of(
                Person.SCHEMA,
                List.of(FieldSpec.of("email")),
                (since, after, limit) -> List.of(listed),
                ids -> List.of());
        open(HostSystem.of(type)).reader(EntityType.PERSON).orElseThrow().read(ReadRequest.fromStart(Instant.EPOCH, 2));
    }

    private static Connector open(HostSystem system) {
        return system.open(
                Settings.read("settings", Path.of(""), Map.of(), List.of(), new ArrayList<>()),
                PluginContext.of(
                        new SystemName("app"),
                        Clock.systemUTC(),
                        new SplittableRandom(1),
                        Map.of(EntityType.PERSON, Person.SCHEMA)));
    }

    @Test
    void theCodeOfThePageStandsInTheExample() throws Exception {
        String page = Files.readString(Path.of("../docs/host-system.md"));
        String code = page.substring(page.indexOf("```java\n") + 8, page.indexOf("```", page.indexOf("```java\n") + 8));
        String example = Files.readString(Path.of("src/main/java/io/sesam/talk/examples/OwnUsersExample.java"));
        assertThat(bare(example)).contains(bare(code));
    }

    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }
}
