package io.sesam.talk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sesam.talk.cli.Place.Result;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorials run as they stand. Their files, their commands, and what these print. */
final class TutorialsTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path DESK = Path.of("..", "talk-examples", "src", "example", "desk");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```");
    private static final Pattern FILE_BLOCK =
            Pattern.compile("(?<=\n\n)`([\\w/.]+)`(?:[^\n]+\n)+\n```(?:csv|yaml)\n((?:(?!```)[^\n]*\n)*)```");
    private static final String TALK = "java -jar talk-cli/target/talk.jar ";
    private static final String COPY = "talk-examples/target/desk/";

    @TempDir
    private Path directory;

    @Test
    void theTutorialOfMergingPrintsAndWritesWhatItShows() throws IOException {
        String page = Files.readString(DOCS.resolve("tutorial-merging.md"));
        Place place = new Place(directory);
        Map<String, String> files = filesOf(page);
        assertThat(files).containsKeys("crm.csv", "erp.csv").hasSize(7);
        place.file("crm.csv", files.get("crm.csv")).file("erp.csv", files.get("erp.csv"));

        Result result = merge(page);

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.out().replace(directory + File.separator, "").strip())
                .isEqualTo(blocks(page, "text").get(0).strip());
        for (String file : List.of("person", "crosswalk", "provenance", "refused", "parked")) {
            assertThat(place.read("golden/" + file + ".csv"))
                    .as(file)
                    .isEqualToNormalizingNewlines(files.get("golden/" + file + ".csv"));
        }
    }

    @Test
    @Tag("R13")
    void aNewerBlankLosesTooAsTheTutorialOfMergingSays() throws IOException {
        String page = Files.readString(DOCS.resolve("tutorial-merging.md"));
        Map<String, String> files = filesOf(page);
        Place place = new Place(directory)
                .file("crm.csv", files.get("crm.csv"))
                .file("erp.csv", files.get("erp.csv").replace("2025-06-01", "2026-06-01"));

        merge(page);

        assertThat(place.read("golden/person.csv")).contains(",2,Bo,Lie,bo@one.example");
        assertThat(place.read("golden/provenance.csv")).contains("lastname,lost,\"\",erp,71,2026-06-01T00:00:00Z");
    }

    @Test
    void theFilesOfTheTutorialOfProfilesAreThoseOfTheExample() throws IOException {
        Map<String, String> files = filesOf(Files.readString(DOCS.resolve("tutorial-profile.md")));

        assertThat(files).containsOnlyKeys("desk.yaml", "talk.yaml", "crm/person.csv");
        for (Map.Entry<String, String> file : files.entrySet()) {
            assertThat(Files.readString(DESK.resolve(file.getKey())))
                    .as(file.getKey())
                    .isEqualToNormalizingNewlines(file.getValue());
        }
    }

    @Test
    void theTutorialOfProfilesRuns() throws Exception {
        String page = Files.readString(DOCS.resolve("tutorial-profile.md"));
        List<String> commands = commandsOf(page);
        assertThat(commands)
                .extracting(command -> command.split(" ", 2)[0])
                .containsExactly("check", "plan", "sync", "sync");
        List<String> texts = blocks(page, "text");
        HttpServer desk = startDesk();
        try {
            String port = String.valueOf(desk.getAddress().getPort());
            String profile = Files.readString(DESK.resolve("desk.yaml")).replace("8099", port);
            Place place = new Place(directory)
                    .file("talk.yaml", Files.readString(DESK.resolve("talk.yaml")))
                    .file("desk.yaml", profile)
                    .file("crm/person.csv", Files.readString(DESK.resolve("crm/person.csv")));
            assertThat(people(port)).isEqualTo(blocks(page, "json").get(0).strip());

            place.file("desk.yaml", profile.replace("list:", "lists:"));
            Result mistaken = run(commands.get(0));
            assertThat(mistaken.code()).isEqualTo(ExitCode.MISCONFIGURED);
            assertThat(mistaken.err() + mistaken.out())
                    .contains("types.person.lists", "line 7", "did you mean \"list\"?");
            place.file("desk.yaml", profile);

            assertThat(run(commands.get(0)).out().strip())
                    .isEqualTo(texts.get(0).strip());
            assertThat(run(commands.get(1)).out().strip())
                    .isEqualTo(texts.get(1).strip());
            assertThat(run(commands.get(2)).out()).contains("Records written: 2.");
            assertThat(page).contains("`Records written: 0.`");
            assertThat(run(commands.get(3)).out()).contains("Records written: 0.");

            String row = blocks(page, "csv").get(1).strip();
            place.file("crm/person.csv", place.read("crm/person.csv").replaceFirst("(?m)^7,.*$", row));
            MatchResult put = Pattern.compile("8099(/people/\\d+) \\\\\\s+-d '(.*?)'")
                    .matcher(page)
                    .results()
                    .findFirst()
                    .orElseThrow();
            ask(HttpRequest.newBuilder(URI.create("http://localhost:" + port + put.group(1)))
                    .PUT(HttpRequest.BodyPublishers.ofString(put.group(2))));

            assertThat(run(commands.get(3)).out()).contains("Records written: 2.");
            assertThat(people(port))
                    .containsPattern("\"id\":1,[^}]*\"last\":\"Berg-Lie\"}[^}]*\"vip\":true}")
                    .contains("Eva");
            assertThat(place.read("crm/person.csv")).contains(row, ",Bo,Moe,bo@one.example");
        } finally {
            desk.stop(0);
        }
    }

    private Result merge(String page) {
        List<String> commands = commandsOf(page);
        assertThat(commands).hasSize(1);
        return Place.anywhere(
                Map.of(),
                Arrays.stream(commands.get(0).split(" "))
                        .map(word -> word.endsWith(".csv") || word.equals("golden")
                                ? directory.resolve(word).toString()
                                : word)
                        .toArray(String[]::new));
    }

    private Result run(String command) {
        return Place.anywhere(
                Map.of("DESK_TOKEN", "open-sesame"),
                Arrays.stream(command.split(" "))
                        .map(word -> word.startsWith(COPY)
                                ? directory
                                        .resolve(word.substring(COPY.length()))
                                        .toString()
                                : word)
                        .toArray(String[]::new));
    }

    /** The example's server, compiled here and started on a free port. */
    private HttpServer startDesk() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        DESK.resolve("Desk.java").toString());
        assertThat(code).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Class<?> desk = loader.loadClass("Desk");
            return (HttpServer) desk.getMethod("start", int.class).invoke(null, 0);
        }
    }

    private static String people(String port) throws Exception {
        return ask(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/people")));
    }

    private static String ask(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.header("Authorization", "Bearer open-sesame").build(), BodyHandlers.ofString(UTF_8))
                .body();
    }

    /** Blocks of a page whose paragraph before begins with the name of a file. */
    private static Map<String, String> filesOf(String page) {
        return FILE_BLOCK.matcher(page).results().collect(toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static List<String> blocks(String page, String language) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    private static List<String> commandsOf(String page) {
        List<String> commands = new ArrayList<>();
        blocks(page, "sh")
                .forEach(block -> block.lines()
                        .filter(line -> line.startsWith(TALK))
                        .forEach(line -> commands.add(line.substring(TALK.length()))));
        return commands;
    }
}
