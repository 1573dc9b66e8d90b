package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of retries and error messages. */
final class HttpApiTest {
    private static final ApiCall READ = ApiCall.get("/things").query("name", "a b&c");
    private static final ApiCall WRITE =
            ApiCall.post("/things").json(JsonValues.object().put("email", "canary@x.example"));

    private Desk desk = Desk.fine();

    @AfterEach
    void close() {
        desk.close();
    }

    private void answering(SimResponse answer) {
        desk.close();
        desk = new Desk(request -> answer);
    }

    @Test
    void aCallArrivesAsItWasMeant() {
        ApiResponse response = desk.api(builder -> builder.authenticate(Authentication.basic("me", Secret.of("pass"))))
                .read(READ);
        assertThat(response.json().path("well").asBoolean()).isTrue();
        assertThat(desk.server.requests()).singleElement().satisfies(request -> {
            assertThat(request.parameter("name")).contains("a b&c");
            assertThat(request.header("User-Agent"))
                    .hasValueSatisfying(agent -> assertThat(agent).startsWith("Talk"));
            assertThat(request.header("Authorization")).contains("Basic bWU6cGFzcw==");
        });
    }

    @Test
    void aReadIsAskedAgainAfterWhateverMayPass() {
        desk.server.fail(new SimFault.Answer(500, "{}"));
        desk.server.fail(new SimFault.Reset(false));
        desk.server.fail(new SimFault.Answer(200, "<html>maintenance</html>"));
        desk.server.fail(new SimFault.Answer(200, "{\"cut\":"));
        // by POST, because the JDK itself repeats an idempotent GET that is cut off
        assertThat(desk.api().read(WRITE.reading()).status()).isEqualTo(200);
        assertThat(desk.calls.count().reads()).isEqualTo(5);
        assertThat(desk.calls.count().repeated()).isEqualTo(4);
    }

    @Test
    void eachAttemptIsTracedWithWhatCameOfIt() {
        desk.server.fail(new SimFault.Answer(500, "{}"));
        desk.server.fail(new SimFault.Reset(false));
        desk.server.fail(new SimFault.Answer(200, "<html>maintenance</html>"));
        desk.api().read(WRITE.reading());
        desk.server.fail(new SimFault.Answer(404, "{}"));
        desk.api().write(WRITE);
        assertThat(desk.traced).containsExactly("read 5xx", "read none", "read 2xx", "read 2xx", "write 4xx");
    }

    @Test
    void aReadThatNeverGoesWellSaysWhatCameBack() {
        answering(SimResponse.json(503, "{\"message\":\"down for canary@x.example\"}"));
        assertThatThrownBy(() -> desk.api().read(READ)).isInstanceOfSatisfying(TalkException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
            assertThat(e).hasMessageContaining("503").hasMessageContaining("tried 5 times");
            assertThat(e.getMessage()).doesNotContain("canary").doesNotContain("a b");
        });
    }

    @Test
    @Tag("R21")
    void aWriteThatMayHaveArrivedIsUnknownAndNotSentAgain() {
        for (SimFault simFault : new SimFault[] {
            new SimFault.Reset(true),
            new SimFault.Reset(false),
            new SimFault.Truncated(),
            new SimFault.Silence(true, Duration.ofMinutes(30)),
            new SimFault.Answer(500, "{}"),
            new SimFault.Answer(503, "{}"),
            new SimFault.Answer(200, "<html>")
        }) {
            desk.server.forget();
            desk.server.fail(simFault);
            HttpApi api = simFault instanceof SimFault.Silence
                    ? desk.api(builder -> builder.deadlines(Desk.SHORT))
                    : desk.api();
            assertThat(api.write(WRITE)).as("after %s", simFault).isInstanceOf(WriteReply.Unknown.class);
            assertThat(desk.server.requests()).as("requests with %s", simFault).hasSize(1);
        }
    }

    @Test
    void aWriteThatMayBeRepeatedIs() {
        desk.server.fail(new SimFault.Reset(true));
        assertThat(desk.api().write(WRITE.idempotent())).isInstanceOf(WriteReply.Done.class);
        assertThat(desk.calls.count().writes()).isEqualTo(2);
    }

    @Test
    void aWriteOfWhichNothingWasDoneIsSentAgain() {
        desk.server.fail(new SimFault.Answer(429, "{}"));
        desk.server.fail(new SimFault.Answer(425, "{}"));
        assertThat(desk.api().write(WRITE)).isInstanceOf(WriteReply.Done.class);
        assertThat(desk.calls.count().limited()).isEqualTo(1);
    }

    @Test
    @Tag("R22")
    void aRefusalIsToldWithoutValues() {
        answering(SimResponse.json(
                400, "{\"message\":\"canary@x.example is no \\\"Ada Lovelace\\\" for \\\"email\\\"\"}"));
        assertThat(desk.api().write(WRITE))
                .isInstanceOfSatisfying(
                        WriteReply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("400", "\"email\"")
                                .doesNotContain("canary")
                                .doesNotContain("Ada"));
    }

    @Test
    void aSystemThatIsNotThereIsNeverUnknown() {
        try (HttpApi nobody = HttpApi.to("Nobody", URI.create("http://127.0.0.1:1"), desk.context())
                .build()) {
            assertThat(nobody.write(WRITE)).isInstanceOf(WriteReply.Later.class);
        }
    }

    @Test
    @Tag("acceptance-27")
    void retryAfterIsKeptToInSecondsAndAsADate() {
        AtomicReference<SimResponse> next = new AtomicReference<>();
        desk.close();
        desk = new Desk(request -> next.getAndSet(SimResponse.json(200, "{}")));
        next.set(SimResponse.json(429, "{}").with("Retry-After", "42"));
        Instant start = desk.clock.instant();
        desk.api().read(READ);
        assertThat(Duration.between(start, desk.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(42));

        next.set(SimResponse.json(503, "{}").with("Retry-After", "Thu, 01 Jan 2026 12:02:00 GMT"));
        desk.api().read(READ);
        assertThat(desk.clock.instant()).isAfterOrEqualTo("2026-01-01T12:02:00Z");
    }

    @Test
    @Tag("R30")
    void aWaitThatIsTooLongForARunIsNotWaited() {
        answering(SimResponse.json(429, "{}").with("Retry-After", "86400"));
        assertThatThrownBy(() -> desk.api().read(READ))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXHAUSTED));
        Quotas others = Quotas.of("an account of its own");
        assertThat(desk.api(builder -> builder.quotas(others)).write(WRITE))
                .isInstanceOfSatisfying(
                        WriteReply.Later.class,
                        later -> assertThat(later.after()).isEqualTo(Duration.ofDays(1)));
    }

    @Test
    @Tag("R36")
    void anInterruptedThreadComesBackAtOnce() throws Exception {
        desk.server.fail(new SimFault.Silence(true, Duration.ofMinutes(30)));
        HttpApi api = desk.api(builder -> builder.deadlines(Desk.PATIENT));
        AtomicReference<WriteReply> reply = new AtomicReference<>();
        Thread thread = new Thread(() -> reply.set(api.write(WRITE)));
        thread.start();
        while (desk.server.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(reply.get()).isInstanceOf(WriteReply.Unknown.class);
    }

    @Test
    @Tag("R37")
    void credentialsGoToTheSystemAloneEvenWhenALinkLeadsElsewhere() {
        try (Desk other = Desk.fine()) {
            desk.api(builder -> builder.authenticate(Authentication.bearer(Secret.of("canary"))))
                    .read(ApiCall.get(other.server.uri() + "/elsewhere"));
            assertThat(other.server.requests().get(0).header("Authorization")).isEmpty();
        }
    }

    @Test
    @Tag("acceptance-26")
    void aTokenThatIsRefusedStopsTheSystem() {
        answering(SimResponse.json(401, "{}"));
        assertThatThrownBy(() -> desk.api().read(READ))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
    }
}
