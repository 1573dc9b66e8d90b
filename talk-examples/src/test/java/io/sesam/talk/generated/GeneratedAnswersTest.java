package io.sesam.talk.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.connector.crmoffice.CrmOfficePlugin;
import io.sesam.talk.connector.freshteam.FreshteamPlugin;
import io.sesam.talk.connector.hubspot.HubSpotPlugin;
import io.sesam.talk.connector.rest.RestPlugin;
import io.sesam.talk.connector.wave.WavePlugin;
import io.sesam.talk.simulators.SimCrmOffice;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimFreshteam;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.simulators.SimWave;
import io.sesam.talk.spi.SharedResources;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged answers of every system, and damaged profiles. Nothing but a TalkException is thrown.
 *
 * <p>With {@code -Dtalk.fuzz.seconds=N}, each test runs for N seconds, with {@code -Dtalk.fuzz.seed=N} from another seed.
 */
@Tag("slow")
@Tag("R39")
@Tag("R45")
final class GeneratedAnswersTest {
    private static final String PROFILE = """
            name: Shelf
            authentication: { style: header, header: X-Key, prefix: "Key " }
            limits: { calls: 1000, per: PT1S }
            types:
              person:
                path: /people
                query: { expand: all }
                list: /data
                key: /no
                paging: { style: cursor, parameter: after, pointer: /meta/next, size: 2, sizeParameter: limit }
                changes: { parameter: since, overlap: PT1M, template: "gt {since}" }
                times: { modified: [/changed, /made], created: /made, format: seconds }
                clear: empty
                fields:
                  firstname: /name/first
                  lastname: { pointer: /name/last, required: true, maxLength: 40 }
                  email: { pointer: /mail, normalises: lower_case }
                  gender: { pointer: /sex, words: { MALE: M, FEMALE: W } }
                  organisation: { pointer: /firm, json: number }
                deletes: sweep
                relistEvery: PT6H
                missing: [404, nothing]
                get: { path: "/people/{id}", record: /data }
                find: { property: email, path: /people, parameter: mail }
                create: { path: /people, under: /data, record: /data, constants: { /data/kind: human } }
                update: { method: PUT, path: "/people/{id}", under: /data, record: /data, without: [/no, /changed] }
                archive: { method: POST, path: "/people/{id}/archive", constants: { /archived: "true" } }
              organisation:
                path: /firms
                paging: { style: page, parameter: page, first: 1, size: 2 }
                fields:
                  name: { pointer: /name, required: true }
                  country: { pointer: /land, country: alpha3 }
                get: { path: "/firms/{id}" }
            """;

    private static final int OAUTH = 3;

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    private final SharedResources shared = new SharedResources();

    /** A system whose answers are damaged. */
    private record Damaged(SimServer server, BiConsumer<Trial, SplittableRandom> trial) {}

    private void withSystems(BiConsumer<List<Damaged>, Path> work) throws IOException {
        Path profile = Files.writeString(directory.resolve("shelf.yaml"), PROFILE);
        try (SimHubSpot hubspot = SimHubSpot.start(clock);
                SimWave wave = SimWave.start(clock);
                SimFreshteam freshteam = SimFreshteam.start(clock);
                SimCrmOffice crmoffice = SimCrmOffice.start(clock);
                SimServer shelf = shelf()) {
            hubspot.limit(1_000_000, 1_000_000, Integer.MAX_VALUE);
            freshteam.limit(1_000_000);
            wave.limit(1_000_000);
            fill(hubspot, wave, wave.addBusiness("Acme"), freshteam, crmoffice);
            work.accept(
                    List.of(
                            new Damaged(
                                    hubspot.server(),
                                    (trial, random) -> trial.open(
                                            new HubSpotPlugin(),
                                            directory,
                                            Map.of(
                                                    "accessToken",
                                                    hubspot.token(),
                                                    "baseUrl",
                                                    hubspot.uri().toString()))),
                            new Damaged(
                                    wave.server(),
                                    (trial, random) -> trial.open(
                                            new WavePlugin(),
                                            directory,
                                            Map.of(
                                                    "accessToken", wave.tokens().permanent(),
                                                    "baseUrl", wave.uri().toString(),
                                                    "callsPerSecond", 1_000_000,
                                                    "personAsCustomer", random.nextBoolean(),
                                                    "incomeAccountId", "account-1"))),
                            new Damaged(
                                    freshteam.server(),
                                    (trial, random) -> trial.open(
                                            new FreshteamPlugin(),
                                            directory,
                                            Map.of(
                                                    "apiKey", freshteam.key(),
                                                    "baseUrl", freshteam.uri().toString(),
                                                    "roleIds",
                                                            List.of(String.valueOf(freshteam
                                                                    .roleIds()
                                                                    .get(0)))))),
                            new Damaged(
                                    crmoffice.server(),
                                    (trial, random) -> trial.open(
                                            new CrmOfficePlugin(),
                                            directory,
                                            Map.of(
                                                    "tenant", "acme",
                                                    "baseUrl", crmoffice.uri().toString(),
                                                    "tokenUrl",
                                                            crmoffice.tokenUri().toString(),
                                                    "openapiUrl",
                                                            crmoffice
                                                                    .descriptionUri()
                                                                    .toString(),
                                                    "oauth",
                                                            Map.of(
                                                                    "clientId", "talk",
                                                                    "clientSecret", "secret",
                                                                    "refreshToken",
                                                                            crmoffice
                                                                                    .tokens()
                                                                                    .connect())))),
                            new Damaged(
                                    shelf,
                                    (trial, random) -> trial.open(
                                            new RestPlugin(),
                                            directory,
                                            Map.of(
                                                    "profile",
                                                    profile,
                                                    "apiKey",
                                                    "k",
                                                    "baseUrl",
                                                    shelf.uri() + "/api")))),
                    profile);
        }
    }

    private static void fill(
            SimHubSpot hubspot, SimWave wave, String business, SimFreshteam freshteam, SimCrmOffice crmoffice) {
        for (int i = 0; i < 3; i++) {
            String email = "person" + i + "@one.example";
            String contact = hubspot.create("contacts", Map.of("email", email, "firstname", "Per " + i));
            hubspot.associatePrimary(
                    contact, hubspot.create("companies", Map.of("name", "Firm " + i, "country", "Norway")));
            hubspot.create("products", Map.of("name", "Thing " + i));
            wave.create(business, "customers", Map.of("name", "Firm " + i, "firstName", "Per", "email", email));
            wave.create(business, "products", Map.of("name", "Thing " + i, "unitPrice", "1"));
            freshteam.hire(Map.of("first_name", "Per", "last_name", "Berg", "official_email", email));
            freshteam.open(Map.of("name", "Branch " + i, "city", "Oslo"));
            crmoffice.addCompany(Map.of("name", "Firm " + i));
            crmoffice.addUser(email, Map.of("firstName", "Per", "lastName", "Berg", "email", email));
        }
        hubspot.merge(
                "contacts",
                hubspot.ids("contacts").get(0),
                hubspot.ids("contacts").get(1));
    }

    private static SimServer shelf() {
        String person =
                "{\"no\":%d,\"name\":{\"first\":\"Per\",\"last\":\"Berg\"},\"mail\":\"per@one.example\",\"sex\":\"M\","
                        + "\"firm\":3,\"changed\":1790000000,\"made\":\"1780000000\"}";
        return SimServer.start(request -> {
            if (request.path().endsWith("/firms")) {
                boolean first = request.parameter("page").orElse("1").equals("1");
                return SimResponse.json(
                        200,
                        first ? "[{\"id\":3,\"name\":\"Firm\",\"land\":\"NOR\"},{\"id\":4,\"name\":\"Ltd\"}]" : "[]");
            }
            if (request.path().endsWith("/people") && request.method().equals("GET")) {
                boolean first = request.parameter("after").isEmpty();
                return SimResponse.json(
                        200,
                        "{\"data\":[" + person.formatted(first ? 1 : 3) + "," + person.formatted(first ? 2 : 4)
                                + "],\"meta\":{\"next\":" + (first ? "\"p2\"" : "null") + "}}");
            }
            return SimResponse.json(200, "{\"data\":" + person.formatted(1) + "}");
        });
    }

    @Test
    void noAnswerCausesAnythingButATalkException() throws IOException {
        withSystems((systems, profile) -> {
            Tally tally = Tally.of(15, "answers");
            while (tally.goesOn()) {
                long seed = tally.next();
                SplittableRandom random = new SplittableRandom(seed);
                // rarely the one with OAuth: it takes long to encrypt its tokens
                int which =
                        random.nextInt(12) == 0 ? OAUTH : List.of(0, 1, 2, 4).get(random.nextInt(4));
                Damaged system = systems.get(which);
                SplittableRandom damage = random.split();
                system.server().forgive();
                system.server().forget();
                system.server()
                        .failAlways(request -> true, new SimFault.Changed(response -> Damage.of(response, damage)));
                tally.tried(
                        new Trial(clock, random, shared),
                        trial -> system.trial().accept(trial, random));
            }
            assertThat(tally.refused()).isPositive();
        });
    }

    @Test
    void noProfileCausesAnythingButATalkException() throws IOException {
        try (SimServer shelf = shelf()) {
            Tally tally = Tally.of(30, "profiles");
            while (tally.goesOn()) {
                SplittableRandom random = new SplittableRandom(tally.next());
                String profile = PROFILE;
                for (int edit = random.nextInt(1, 5); edit > 0; edit--) {
                    profile = Damage.text(profile, random);
                }
                Path file = directory.resolve("profile.yaml");
                Files.writeString(file, profile.replaceAll("[\ud800-\udfff]", "?"));
                shelf.forget();
                tally.tried(
                        new Trial(clock, random, shared),
                        trial -> trial.open(
                                new RestPlugin(),
                                directory,
                                Map.of("profile", file, "apiKey", "k", "baseUrl", shelf.uri() + "/api")));
            }
            assertThat(tally.refused()).isPositive();
        }
    }
}
