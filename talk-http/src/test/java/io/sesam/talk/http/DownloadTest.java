package io.sesam.talk.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of large responses written to files. */
final class DownloadTest {
    private static final byte[] LARGE = new byte[1_000_000];

    @TempDir
    private Path directory;

    private final WireMockServer server = new WireMockServer(
            wireMockConfig().dynamicPort().bindAddress("127.0.0.1").jettyAcceptors(1));
    private Desk desk;

    @BeforeEach
    void start() {
        new Random(5).nextBytes(LARGE);
        server.start();
        desk = Desk.fine();
    }

    @AfterEach
    void stop() {
        desk.close();
        server.stop();
    }

    private Path file() {
        return directory.resolve("bulk");
    }

    private ApiResponse fetch(long most) {
        Deadlines patient = new Deadlines(Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(9));
        return desk.api(URI.create(server.baseUrl()), builder -> builder.deadlines(patient))
                .read(ApiCall.get("/bulk").into(file(), most));
    }

    private void answering(String state, String next, ResponseDefinitionBuilder answer) {
        server.stubFor(get("/bulk")
                .inScenario("bulk")
                .whenScenarioStateIs(state)
                .willReturn(answer)
                .willSetStateTo(next));
    }

    @Test
    void aLargeAnswerIsWrittenToAFileOverWhatWasThere() throws IOException {
        Files.writeString(file(), "x".repeat(4_000_000));
        answering(
                Scenario.STARTED,
                "done",
                aResponse().withBody(LARGE).withHeader("Last-Modified", "Sun, 01 Nov 2026 04:00:00 GMT"));
        ApiResponse response = fetch(LARGE.length);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEmpty();
        assertThat(response.header("last-modified")).contains("Sun, 01 Nov 2026 04:00:00 GMT");
        assertThat(Files.readAllBytes(file())).isEqualTo(LARGE);
        assertThat(server.getAllServeEvents().get(0).getRequest().getHeader("Accept-Encoding"))
                .isEqualTo("identity");
    }

    @Test
    void aLargerAnswerThanAllowedIsGivenUpAndNotAskedForAgain() throws IOException {
        answering(Scenario.STARTED, Scenario.STARTED, aResponse().withBody(LARGE));
        assertThatThrownBy(() -> fetch(LARGE.length - 1))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE))
                .hasMessageContaining("larger than the limit of 999999 bytes");
        assertThat(Files.size(file())).isLessThan(LARGE.length);
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void anAnswerThatBreaksOffIsFetchedAgainFromItsBeginning() throws IOException {
        answering(Scenario.STARTED, "busy", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        answering("busy", "well", aResponse().withStatus(503).withBody("{}"));
        answering("well", "well", aResponse().withBody(LARGE));
        assertThat(fetch(LARGE.length).status()).isEqualTo(200);
        assertThat(Files.readAllBytes(file())).isEqualTo(LARGE);
        assertThat(server.getAllServeEvents()).hasSize(3);
    }

    @Test
    void whatIsNoFileIsNotWrittenToOne() {
        answering(
                Scenario.STARTED, Scenario.STARTED, aResponse().withStatus(404).withBody("{\"message\":\"no file\"}"));
        assertThatThrownBy(() -> fetch(LARGE.length))
                .hasMessageContaining("404")
                .hasMessageContaining("no file");
        assertThat(file()).doesNotExist();
    }
}
