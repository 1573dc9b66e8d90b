package io.sesam.talk.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.settings.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of HTTP requests and broken connections. */
final class WireTest {
    private static final ApiCall READ =
            ApiCall.post("/search").json(JsonValues.object()).reading();
    private static final ApiCall WRITE =
            ApiCall.post("/things").json(JsonValues.object().put("name", "x"));

    private final WireMockServer server = new WireMockServer(
            wireMockConfig().dynamicPort().bindAddress("127.0.0.1").jettyAcceptors(1));
    private Desk desk;

    @BeforeEach
    void start() {
        server.start();
        desk = Desk.fine();
    }

    @AfterEach
    void stop() {
        desk.close();
        server.stop();
    }

    private HttpApi api() {
        return desk.api(URI.create(server.baseUrl()), builder -> builder);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    @Tag("R21")
    void aWriteWhoseAnswerBreaksIsUnknownAndSentOnce(Fault fault) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));
        assertThat(api().write(WRITE)).isInstanceOf(WriteReply.Unknown.class);
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aReadWhoseAnswerBreaksIsAskedAgain(Fault fault) {
        server.stubFor(post("/search")
                .inScenario("faults")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFault(fault))
                .willSetStateTo("well"));
        server.stubFor(
                post("/search").inScenario("faults").whenScenarioStateIs("well").willReturn(okJson("{\"a\":1}")));
        assertThat(api().read(READ).json().path("a").asInt()).isEqualTo(1);
        assertThat(server.getAllServeEvents()).hasSize(2);
    }

    @Test
    void anAnswerThatDripsForEverEndsAtTheDeadline() {
        server.stubFor(post("/things")
                .willReturn(okJson("{\"a\":\"" + "b".repeat(200) + "\"}").withChunkedDribbleDelay(50, 10_000)));
        HttpApi api = desk.api(URI.create(server.baseUrl()), builder -> builder.deadlines(Desk.SHORT));
        assertThat(api.write(WRITE))
                .isInstanceOfSatisfying(
                        WriteReply.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("no response within"));
    }

    @Test
    void anAnswerThatIsTooLargeIsGivenUpAtOnceAndSaysSo() throws IOException {
        server.stubFor(get("/plain").willReturn(okJson("{\"a\":\"" + "b".repeat(5_000) + "\"}")));
        server.stubFor(get("/packed")
                .willReturn(aResponse()
                        .withHeader("Content-Encoding", "gzip")
                        .withBody(packed("[" + "1,".repeat(50_000) + "1]"))));
        try (HttpTransport transport =
                new HttpTransport(URI.create(server.baseUrl()), "Talk", Deadlines.defaults(), 1_000)) {
            for (String path : new String[] {"/plain", "/packed"}) {
                assertThat(transport.send(ApiCall.get(path), Map.of()))
                        .as(path)
                        .isEqualTo(new AttemptResult.TooLarge("the response is larger than the limit of 1000 bytes"));
            }
        }
        assertThat(server.getAllServeEvents()).hasSize(2);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void answersComePacked() {
        server.stubFor(get("/large").willReturn(okJson("{\"a\":\"" + "æ".repeat(3_000) + "\"}")));
        ApiResponse response = api().read(ApiCall.get("/large"));
        assertThat(response.header("Content-Encoding")).contains("gzip");
        assertThat(response.json().path("a").asText()).isEqualTo("æ".repeat(3_000));
    }

    @Test
    @Tag("R37")
    void credentialsAreNotCarriedAlongARedirection() {
        server.stubFor(get("/moved")
                .willReturn(aResponse().withStatus(302).withHeader("Location", desk.server.uri() + "/elsewhere")));
        HttpApi api = desk.api(
                URI.create(server.baseUrl()),
                builder -> builder.authenticate(Authentication.header("X-Key", Secret.of("canary"))));
        assertThatThrownBy(() -> api.read(ApiCall.get("/moved"))).isInstanceOfSatisfying(TalkException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE);
            assertThat(e).hasMessageContaining("302");
        });
        assertThat(desk.server.requests()).isEmpty();
    }
}
