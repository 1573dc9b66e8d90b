package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Check.Level;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of comparing a profile with an API description. */
final class DescriptionTest {
    @TempDir
    Path directory;

    private static String text(String resource) {
        try {
            return Files.readString(SmallWorld.profile(resource));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SimResponse desk(SimRequest request) {
        return switch (request.path()) {
            case "/api/docs/openapi.yaml" -> new SimResponse(200, Map.of(), text("desk-openapi.yaml"));
            case "/api/people", "/api/companies" ->
                SimResponse.json(
                        request.method().equals("GET") ? 200 : 201,
                        request.method().equals("GET") ? "{\"data\":[]}" : "{\"person\":{\"id\":\"d1\"}}");
            default -> SimResponse.json(404, "{}");
        };
    }

    private Check check(String profile, Map<String, ?> settings) {
        try (Place place = new Place(directory, DescriptionTest::desk)) {
            Map<String, Object> all = new HashMap<>(settings);
            all.put("accessToken", "canary-desk");
            return place.connect(profile, all).check();
        }
    }

    private Map<String, ?> described() {
        return Map.of("openapi", SmallWorld.profile("desk-openapi.yaml"));
    }

    @Test
    void whatIsAsTheProfileSaysIsToldWithItsKindAndWhatIsNotWithTheNearestName() {
        String profile = text("desk.yaml").replace("/name/first", "/name/frst").replace("email }", "mail }");

        Check check = check(profile, described());

        assertThat(check.isFine()).isTrue();
        assertThat(Place.messages(check, Level.NOTE))
                .anyMatch(note ->
                        note.startsWith("person: GET /people is in the API description, with key at /id (string)")
                                && note.contains("lastname at /name/last (string)")
                                && note.contains("times.modified at /updatedAt (string date-time)")
                                && note.contains("email at /email (string email)"))
                .anyMatch(note -> note.startsWith("person: PATCH /people/{id} is in the API description"))
                .anyMatch(note -> note.startsWith("person: DELETE /people/{id} is in the API description"));
        assertThat(Place.messages(check, Level.WARNING))
                .anyMatch(warning ->
                        warning.startsWith("person.firstname") && warning.contains("has no field /name/frst"))
                .anyMatch(warning -> warning.startsWith("person.gender") && warning.contains("has no field /gender"))
                .anyMatch(warning -> warning.contains("without the query parameter mail; did you mean \"email\"?"))
                .anyMatch(warning -> warning.startsWith("organisation: the API description has no GET /companies,"))
                .anyMatch(warning -> warning.startsWith("organisation: the API description has no POST /companies,"))
                .noneMatch(warning -> warning.contains("lastname"));
    }

    @Test
    void aNumberThatWouldBeSentAsTextIsToldAndSoIsAFieldThatIsReadOnly() {
        String profile =
                text("desk.yaml").replace("      gender: /gender\n", "      gender: /age\n      born: /since\n");

        assertThat(Place.messages(check(profile, described()), Level.WARNING))
                .anyMatch(warning ->
                        warning.startsWith("person.gender has the type integer") && warning.endsWith("json: number"))
                .anyMatch(warning -> warning.startsWith("person.born is read-only according to the API description"));
    }

    @Test
    @Tag("R22")
    void aPropertyThatTheDescriptionDoesNotConfirmIsLeftOutAndTheOthersAreWritten() {
        try (Place place = new Place(directory, DescriptionTest::desk)) {
            Map<String, Object> settings = new HashMap<>(described());
            settings.put("accessToken", "canary-desk");
            String profile = CAREFUL.replace("{ email: %s }", "{ email: /email, born: /birthday }");
            Connector connector = place.connect(profile, settings);

            TypeSpec spec = connector.types().stream().findFirst().orElseThrow();

            assertThat(spec.field("born")).isEmpty();
            assertThat(spec.field("email")).isPresent();
            assertThat(spec.notes())
                    .singleElement()
                    .asString()
                    .contains("no field /birthday")
                    .contains("left out");
            assertThat(Place.messages(connector.check(), Level.WARNING))
                    .anyMatch(warning -> warning.startsWith("person.born") && warning.contains("left out"));
            Fields person = Fields.builder(Place.PEOPLE)
                    .text("email", "kari@acme.example")
                    .build();
            assertThat(Place.write(connector, Operation.insert("op1", person))).isEqualTo(Outcome.applied("d1"));
        }
    }

    @Test
    void theDescriptionIsReadFromAnAddressToo() {
        try (Place place = new Place(directory, DescriptionTest::desk)) {
            Connector connector = place.connect(
                    text("desk.yaml"),
                    Map.of("accessToken", "canary-desk", "openapiUrl", place.server.uri() + "/api/docs/openapi.yaml"));

            assertThat(Place.messages(connector.check(), Level.NOTE)).hasSizeGreaterThan(3);
        }
    }

    /** The description may be on another host, which must not receive the token. */
    @Test
    @Tag("R37")
    void theTokenIsNotShownToAnotherHostThatHoldsTheDescription() {
        try (Place elsewhere = new Place(directory, DescriptionTest::desk);
                Place place = new Place(directory, DescriptionTest::desk)) {
            Connector connector = place.connect(
                    text("desk.yaml"),
                    Map.of(
                            "accessToken",
                            "canary-desk",
                            "openapiUrl",
                            elsewhere.server.uri() + "/api/docs/openapi.yaml"));

            connector.check();

            assertThat(elsewhere.server.requests()).hasSize(1);
            assertThat(elsewhere.server.requests().get(0).headers()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void whatIsNoDescriptionIsAProblem() {
        try (Place place = new Place(directory, DescriptionTest::desk)) {
            Path page = place.write("page.html", "<html>Swagger UI</html>");
            Connector connector =
                    place.connect(text("desk.yaml"), Map.of("accessToken", "canary-desk", "openapi", page));

            assertThat(Place.messages(connector.check(), Level.PROBLEM))
                    .singleElement()
                    .asString()
                    .contains("page.html", "swagger.json");
        }
    }

    @Test
    void aSwaggerFileOfTheSecondVersionIsUnderstoodAndSoIsTheBasePath() {
        String swagger = """
                {"swagger":"2.0","basePath":"/api","paths":{"/api/people":{"get":{"responses":{"200":{"schema":
                {"type":"array","items":{"$ref":"#/definitions/P"}}}}},"post":{"parameters":[{"in":"body","name":"b",
                "schema":{"$ref":"#/definitions/P"}}],"responses":{"201":{}}}}},
                "definitions":{"P":{"type":"object","properties":{"id":{"type":"integer"},"first":{"type":"string"}}}}}""";
        try (Place place = Place.saying(directory, "[]")) {
            Path file = place.write("swagger.json", swagger);
            Check check = place.connect("""
                            name: Plain
                            authentication: none
                            types:
                              person:
                                path: /people
                                fields: { firstname: /first }
                                create: { path: /people }
                            """, Map.of("openapi", file)).check();

            assertThat(check.findings()).extracting(Check.Finding::level).containsOnly(Level.NOTE);
            assertThat(Place.messages(check, Level.NOTE))
                    .contains(
                            "person: GET /people is in the API description, with key at /id (integer), firstname at /first (string)",
                            "person: POST /people is in the API description, with firstname at /first (string)");
        }
    }

    private static final String CAREFUL = """
            name: Careful
            authentication: bearer
            confirmWrites: true
            types:
              person:
                path: /people
                list: /data
                fields: { email: %s }
                create: { path: /people, under: /person, record: /person }
            """;

    @Test
    void aProfileThatConfirmsItsWritesNeedsADescription() {
        try (Place place = new Place(directory, DescriptionTest::desk)) {
            assertThatThrownBy(() -> place.connect(CAREFUL.formatted("/email"), Map.of("accessToken", "t")))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                    .hasMessageContaining("openapi");
        }
    }

    @Test
    void whatTheDescriptionConfirmsIsWrittenAndWhatItDoesNotIsNot() {
        try (Place place = new Place(directory, DescriptionTest::desk)) {
            Map<String, Object> settings = new HashMap<>(described());
            settings.put("accessToken", "canary-desk");
            Fields person = Fields.builder(Place.PEOPLE)
                    .text("email", "kari@acme.example")
                    .build();

            Connector confirmed = place.connect(CAREFUL.formatted("/email"), settings);
            assertThat(Place.write(confirmed, Operation.insert("op1", person))).isEqualTo(Outcome.applied("d1"));

            place.server.forget();
            Connector not = place.connect(CAREFUL.formatted("/mail"), settings);
            assertThatThrownBy(() -> Place.write(not, Operation.insert("op2", person)))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNWRITABLE))
                    .hasMessageContainingAll("POST /people", "/mail", "did you mean \"email\"?");
            assertThat(place.server.requests()).isEmpty();
            assertThat(Place.messages(not.check(), Level.PROBLEM)).hasSize(1);
        }
    }

    @Test
    void whoComesInWithClientCredentialsShowsTheTokenThatTheyBring() {
        try (Place place = new Place(
                directory,
                request -> request.path().equals("/id/token")
                        ? SimResponse.json(
                                request.form().get("scope").equals(List.of("read")) ? 200 : 400,
                                "{\"access_token\":\"granted\",\"expires_in\":300}")
                        : SimResponse.json(
                                request.header("Authorization")
                                                .filter("Bearer granted"::equals)
                                                .isPresent()
                                        ? 200
                                        : 401,
                                "[]"))) {
            Connector connector = place.connect(
                    """
                            name: Plain
                            authentication: { style: client_credentials, scope: read }
                            types:
                              person: { path: /people, fields: { firstname: /first } }
                            """,
                    Map.of(
                            "oauth",
                            Map.of("clientId", "talk", "clientSecret", "canary"),
                            "tokenUrl",
                            place.server.uri() + "/id/token"));

            assertThat(connector.check().findings()).allMatch(finding -> finding.level() == Level.NOTE);
        }
    }
}
