package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the documented profile works and shows every key. */
final class DocumentationTest {
    private static final Pattern ASKED = Pattern.compile(
            "(?:\\.|place\\.)(?:text|required|url|pointer|number|flag|duration|choice|read|texts|place|mapping|has)"
                    + "\\(\\s*\"([a-zA-Z]+)\"");

    @TempDir
    Path directory;

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "rest-profile.md"));
    }

    @Test
    void theProfileOfTheDocumentationReads() throws IOException {
        String page = page();
        String profile = page.substring(page.indexOf("```yaml") + 8, page.indexOf("```", page.indexOf("```yaml") + 8));
        String person = "{\"id\":7,\"name\":{\"full\":\"Kari Nordmann\"},\"sex\":\"f\",\"birthday\":\"24.12.1990\"}";
        try (Place place = new Place(
                directory,
                request -> SimResponse.json(
                        200,
                        request.path().endsWith("/people")
                                ? "{\"data\":[" + person + "]}"
                                : "[{\"id\":1,\"title\":\"Acme\"}]"))) {
            Connector connector = place.connect(profile, Map.of("accessToken", "canary"));

            assertThat(place.values(connector, EntityType.PERSON, "lastname")).containsEntry("7", "Kari Nordmann");
            assertThat(place.values(connector, EntityType.PERSON, "gender")).containsEntry("7", "FEMALE");
            assertThat(place.values(connector, EntityType.PERSON, "born")).containsEntry("7", "1990-12-24");
            assertThat(place.values(connector, EntityType.ORGANISATION, "name")).containsEntry("1", "Acme");
            assertThat(Place.messages(connector.check(), Check.Level.WARNING))
                    .anyMatch(warning -> warning.contains("person.title") && warning.contains("is ignored"))
                    .contains("person.email: none of the first records (1) has a value at /email");
        }
    }

    @Test
    void everyKeyThatAProfileMayHaveIsInTheDocumentation() throws IOException {
        String page = page();
        TreeSet<String> keys = new TreeSet<>();
        for (String file :
                List.of("RestProfile", "RestType", "RestField", "RestWrites", "RestAccess", "Paging", "TimeFormat")) {
            String source = Files.readString(Path.of("src/main/java/io/sesam/talk/rest", file + ".java"));
            ASKED.matcher(source)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(keys::add);
        }

        assertThat(keys).contains("idempotencyHeader", "sizeParameter", "relistEvery", "confirmWrites");
        assertThat(keys).allSatisfy(key -> assertThat(page).contains(key));
    }

    @Test
    void theWorldOfTheContractsPageIsTheOneThatIsTestedAndShort() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "connector-contract.md"));
        String world = page.substring(page.indexOf("new JsonApiWorld("));
        world = world.substring(0, world.indexOf("```"));
        String test =
                Files.readString(Path.of("src/test/java/io/sesam/talk/connector/rest/ThreeSystemsContractTest.java"));
        assertThat(test.replaceAll("\\s+", "")).contains(world.replaceAll("\\s+", ""));
        assertThat(world.lines().count()).as("lines").isLessThanOrEqualTo(25);
    }
}
