package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the simulated portal with HubSpot's official client. Skipped where npm cannot download it. */
@Tag("slow")
final class OfficialHubSpotClientTest {
    private static final String CLIENT = "@hubspot/api-client@13.5.0";

    @TempDir
    private Path directory;

    @Test
    void hubSpotsOwnClientTakesItForAPortal() throws Exception {
        assumeTrue(
                run(Map.of(), "npm", "install", "--no-audit", "--no-fund", "--silent", CLIENT) == 0,
                "node, npm or the client cannot be had here");
        Path script = directory.resolve("official-client.js");
        try (InputStream text = getClass().getResourceAsStream("official-client.js")) {
            Files.copy(text, script);
        }
        try (SimHubSpot portal = SimHubSpot.start(TestClock.create())) {
            int status =
                    run(Map.of("TOKEN", portal.token(), "BASE", portal.uri().toString()), "node", script.toString());

            assertThat(status).as(() -> output("err")).isZero();
            JsonNode seen = JsonMapper.builder().build().readTree(output("out"));
            String kari = seen.path("id").asText();
            assertThat(seen.path("email").asText()).isEqualTo("kari@x.example");
            assertThat(seen.path("createdIsDate").asBoolean()).isTrue();
            assertThat(seen.path("twice").path("code").asInt()).isEqualTo(409);
            assertThat(seen.path("twice").path("message").asText())
                    .isEqualTo("Contact already exists. Existing ID: " + kari);
            assertThat(seen.path("unknownProperty").path("code").asInt()).isEqualTo(400);
            assertThat(seen.path("unknownProperty").path("message").asText()).contains("PROPERTY_DOESNT_EXIST");
            assertThat(seen.path("missing").path("code").asInt()).isEqualTo(404);
            assertThat(seen.path("lastname").asText()).isEqualTo("Nordmann");
            assertThat(seen.path("made").asInt()).isEqualTo(25);
            assertThat(seen.path("read").toString()).isEqualTo("[\"" + kari + "\"]");
            assertThat(seen.path("readErrors").toString()).isEqualTo("[[\"999999\"]]");
            assertThat(seen.path("listed").asInt()).isEqualTo(26);
            assertThat(seen.path("total").asInt()).isEqualTo(25);
            assertThat(seen.path("page").asInt()).isEqualTo(20);
            assertThat(seen.path("after").asText()).isEqualTo("20");
            assertThat(seen.path("merged").asText()).isEqualTo(kari);
            assertThat(seen.path("archived").toString()).isEqualTo("[true]");
            assertThat(seen.path("domain").asText()).isEqualTo("fram.example");
            assertThat(portal.ids("contacts")).hasSize(24);
        }
    }

    /** Returns the exit status. That of a missing program when it cannot be started. */
    private int run(Map<String, String> environment, String... command) throws InterruptedException {
        ProcessBuilder process = new ProcessBuilder(List.of(command)).directory(directory.toFile());
        process.environment().putAll(environment);
        process.redirectOutput(directory.resolve("out").toFile());
        process.redirectError(directory.resolve("err").toFile());
        try {
            Process running = process.start();
            if (!running.waitFor(2, TimeUnit.MINUTES)) {
                running.destroyForcibly();
                return -1;
            }
            return running.exitValue();
        } catch (IOException e) {
            return 127;
        }
    }

    private String output(String name) {
        try {
            return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
