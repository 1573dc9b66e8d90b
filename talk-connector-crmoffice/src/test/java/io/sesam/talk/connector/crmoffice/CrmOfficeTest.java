package io.sesam.talk.connector.crmoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimCrmOffice;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Check.Level;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of CRMOffice, beside the contract. */
final class CrmOfficeTest {
    @TempDir
    Path directory;

    private final TestClock clock = TestClock.create();
    private final SimCrmOffice account = SimCrmOffice.start(clock);
    private final PluginContext context = PluginContext.of(
            new SystemName("crm"),
            clock,
            new SplittableRandom(3),
            Map.of(EntityType.PERSON, Person.SCHEMA, EntityType.ORGANISATION, Organisation.SCHEMA));
    private final List<Connector> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Connector::close);
        account.close();
    }

    private Map<String, Object> oauth(String key, String value) {
        return Map.of(
                "clientId",
                "talk",
                "clientSecret",
                "canary-secret",
                key,
                value,
                "redirectUri",
                "https://acme.example/");
    }

    private Connector connect(Map<String, ?> further) {
        Map<String, Object> raw = new HashMap<>();
        raw.put("tenant", "acme.crmoffice.no");
        raw.put("baseUrl", account.uri().toString());
        raw.put("tokenUrl", account.tokenUri().toString());
        raw.put("oauth", oauth("refreshToken", account.tokens().connect()));
        raw.putAll(further);
        List<String> problems = new ArrayList<>();
        Settings settings = Settings.read(
                "settings", directory, raw, new CrmOfficePlugin().spec().settings(), problems);
        assertThat(problems).isEmpty();
        Connector connector = new CrmOfficePlugin().open(settings, context);
        open.add(connector);
        return connector;
    }

    private Page read(Connector connector, EntityType type) {
        return connector.reader(type).orElseThrow().read(ReadRequest.fromStart(clock.instant(), 100));
    }

    private static List<String> messages(Check check, Level level) {
        return check.findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Check.Finding::message)
                .toList();
    }

    @Test
    @Tag("case-23")
    void companiesStandUnderItemsWithNumbersForIdsAndUsersAreABareListOfNames() {
        String id = account.addCompany(Map.of("name", "Acme AS"));
        account.addUser("kari@acme", Map.of("firstName", "Kari", "email", "kari@acme.example"));
        Connector connector = connect(Map.of());

        List<Change> companies = read(connector, EntityType.ORGANISATION).changes();
        List<Change> users = read(connector, EntityType.PERSON).changes();

        assertThat(companies).extracting(Change::id).containsExactly(id);
        assertThat(((RecordSnapshot) companies.get(0)).fields().originalText(0)).contains("Acme AS");
        assertThat(users).extracting(Change::id).containsExactly("kari@acme");
    }

    @Test
    @Tag("case-23")
    @Tag("R25")
    void listsInAnotherShapeAreNotTakenForEmptyOnes() {
        account.addCompany(Map.of("name", "Acme AS"));
        account.swapShapes();
        Connector connector = connect(Map.of());

        for (EntityType type : List.of(EntityType.ORGANISATION, EntityType.PERSON)) {
            assertThatThrownBy(() -> read(connector, type))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE));
        }
    }

    @Test
    void asShippedNothingCanBeWritten() {
        Connector connector = connect(Map.of());

        assertThat(connector.types())
                .hasSize(2)
                .noneMatch(TypeSpec::inserts)
                .noneMatch(TypeSpec::updates)
                .noneMatch(TypeSpec::archives);
        assertThat(connector.writer(EntityType.PERSON)).isEmpty();
        assertThat(connector.writer(EntityType.ORGANISATION)).isEmpty();
    }

    @Test
    void aRefreshTokenThatIsGoodForOneUseIsFollowedByTheNextAlsoInAnotherProcess() {
        String first = account.tokens().connect();
        for (int run = 0; run < 3; run++) {
            read(connect(Map.of("oauth", oauth("refreshToken", first))), EntityType.PERSON);
            clock.advance(Duration.ofHours(2));
        }

        assertThat(account.tokens().isGood(first)).isFalse();
        assertThat(account.server().count(request -> request.path().equals("/connect/token")))
                .isEqualTo(3);
    }

    @Test
    void aCodeThatTheBrowserWasGivenLetsOneIn() {
        Connector connector =
                connect(Map.of("oauth", oauth("code", account.tokens().code())));

        assertThat(read(connector, EntityType.PERSON).changes()).isEmpty();
    }

    @Test
    @Tag("R30")
    void withdrawnAccessIsAskedForOnceAndSaysWhoMustDoWhat() {
        Connector connector = connect(Map.of());
        account.tokens().revokeAll();

        assertThatThrownBy(() -> read(connector, EntityType.PERSON))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                .hasMessageContainingAll("authorize again", "refresh token")
                .hasMessageNotContaining("canary");
        assertThat(account.server().requests()).hasSize(1);
    }

    @Test
    void checkSaysWhatIsUnverifiedAndWhatTheDescriptionConfirms() {
        account.addCompany(Map.of("companyName", "Acme AS"));

        Check alone = connect(Map.of()).check();
        Check described = connect(Map.of("openapiUrl", account.descriptionUri().toString()))
                .check();

        assertThat(alone.isFine()).isTrue();
        assertThat(messages(alone, Level.WARNING))
                .anyMatch(warning -> warning.contains("unverified"))
                .anyMatch(warning -> warning.startsWith("organisation.name: none of the first records (1)"));
        assertThat(messages(described, Level.NOTE))
                .anyMatch(note ->
                        note.contains("GET /companies is in the API description, with key at /id (integer int32)"))
                .anyMatch(note -> note.contains("email at /email (string)"));
    }

    private Path profile() throws IOException {
        return Files.writeString(directory.resolve("mine.yaml"), """
                name: CRMOffice
                base: https://api.crmoffice.no
                authentication: { style: oauth }
                types:
                  organisation:
                    path: /companies
                    list: /items
                    fields: { name: /name }
                    update: { path: "/companies/{id}" }
                """);
    }

    @Test
    void aProfileThatWritesNeedsTheAccountsDescription() throws IOException {
        Map<String, ?> mine = Map.of("profile", profile().toString());

        assertThatThrownBy(() -> connect(mine))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                .hasMessageContaining("openapi");
    }

    @Test
    void whatTheDescriptionDoesNotConfirmIsNotWritten() throws IOException {
        String id = account.addCompany(Map.of("name", "Acme AS"));
        Connector connector = connect(Map.of(
                "profile",
                profile().toString(),
                "openapiUrl",
                account.descriptionUri().toString()));
        Fields name = Fields.builder(Organisation.SCHEMA).text("name", "Acme").build();

        assertThatThrownBy(() -> connector
                        .writer(EntityType.ORGANISATION)
                        .orElseThrow()
                        .write(List.of(Operation.update("op1", id, name, Fields.unknown(Organisation.SCHEMA), null))))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNWRITABLE))
                .hasMessageContaining("no PATCH /companies/{id}");
        assertThat(account.server().requests())
                .allMatch(request ->
                        request.method().equals("GET") || request.path().equals("/connect/token"));
        assertThat(messages(connector.check(), Level.PROBLEM)).hasSize(1);
    }

    @Test
    void aTenantIsAHostAndNothingElse() {
        assertThatThrownBy(() -> connect(Map.of("tenant", "https://acme.crmoffice.no/")))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
    }
}
