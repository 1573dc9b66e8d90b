package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of unusual responses, waits and messages. */
final class HonestAnswersTest {
    private static final ApiCall READ = ApiCall.get("/things");
    private static final ApiCall WRITE =
            ApiCall.post("/things").json(JsonValues.object().put("name", "Canary Nightingale"));

    private Desk desk = Desk.fine();

    @AfterEach
    void close() {
        desk.close();
    }

    private void answering(Function<SimRequest, SimResponse> answer) {
        desk.close();
        desk = new Desk(answer);
    }

    @Test
    @Tag("R25")
    void nothingIsNoListing() {
        answering(request -> SimResponse.empty(200));
        assertThatThrownBy(() -> desk.api().read(READ))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE));
        assertThat(desk.api().write(ApiCall.delete("/things/1"))).isInstanceOf(WriteReply.Done.class);
    }

    @Test
    void noContentIsAnAnswer() {
        answering(request -> SimResponse.empty(204));
        assertThat(desk.api().read(READ).status()).isEqualTo(204);
    }

    @Test
    @Tag("R21")
    void unavailableIsUnknownForAWriteAlsoWhenTheSystemSaysWhenToComeAgain() {
        answering(request -> SimResponse.json(503, "{}"));
        assertThat(desk.api().write(WRITE)).isInstanceOf(WriteReply.Unknown.class);
        answering(request -> SimResponse.json(503, "{}").with("Retry-After", "7200"));
        assertThat(desk.api().write(WRITE)).isInstanceOf(WriteReply.Unknown.class);
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    @Tag("R22")
    void laterSaysHowMuchLater() {
        answering(request -> SimResponse.json(429, "{}").with("Retry-After", "7200"));
        assertThat(desk.api().write(WRITE))
                .isInstanceOfSatisfying(
                        WriteReply.Later.class,
                        later -> assertThat(later.after()).isEqualTo(Duration.ofHours(2)));
    }

    @Test
    void theTotalDeadlineIncludesRepetitionsAndWaits() {
        answering(request -> SimResponse.json(503, "{}").with("Retry-After", "70"));
        Instant start = desk.clock.instant();
        assertThatThrownBy(() -> desk.api().read(READ)).isInstanceOf(TalkException.class);
        assertThat(desk.server.requests()).hasSize(3);
        assertThat(Duration.between(start, desk.clock.instant())).isLessThanOrEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void pausesAreSpreadAndGrow() {
        List<Instant> asked = new ArrayList<>();
        answering(request -> {
            asked.add(desk.clock.instant());
            return SimResponse.json(500, "{}");
        });
        HttpApi api = desk.api();
        List<Long> firsts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.clear();
            assertThatThrownBy(() -> api.read(READ)).isInstanceOf(TalkException.class);
            for (int pause = 1; pause < asked.size(); pause++) {
                assertThat(Duration.between(asked.get(pause - 1), asked.get(pause)))
                        .isPositive()
                        .isLessThanOrEqualTo(Duration.ofMillis(500L << pause));
            }
            firsts.add(Duration.between(asked.get(0), asked.get(1)).toMillis());
        }
        assertThat(firsts).doesNotHaveDuplicates();
    }

    @Test
    @Tag("R30")
    void aSystemInTroubleIsNotAskedManyTimesAsOften() {
        answering(request -> SimResponse.json(500, "{}"));
        HttpApi api = desk.api();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> api.read(READ)).isInstanceOf(TalkException.class);
        }
        assertThat(desk.server.requests().size()).isBetween(100, 170);
        assertThat(desk.calls.count().repeated())
                .isEqualTo(desk.server.requests().size() - 100);
    }

    @Test
    void aStatusThatIsExpectedIsAsGoodAsAnyOther() {
        answering(request -> SimResponse.json(404, "{}"));
        assertThat(desk.api().read(READ.accepting(404)).status()).isEqualTo(404);
        assertThatThrownBy(() -> desk.api().read(READ)).isInstanceOf(TalkException.class);
    }

    @Test
    void aRuleOfTheSystemDecidesBeforeTheStatus() {
        answering(request -> SimResponse.json(200, "{\"didSucceed\":false,\"message\":\"no\"}"));
        Function<Verdicts, Verdicts> rule = verdicts -> verdicts.when(
                response -> response.json().path("didSucceed").isBoolean()
                        && !response.json().path("didSucceed").asBoolean(),
                response -> new Verdict.Refused(Verdicts.saying(response)));
        assertThat(desk.api(builder -> builder.verdicts(rule)).write(WRITE))
                .isInstanceOfSatisfying(
                        WriteReply.Refused.class,
                        refused -> assertThat(refused.reason()).contains("no"));
    }

    @Test
    void aPartlyRefusedBatchIsAnAnswerThatTheConnectorReads() {
        answering(request -> SimResponse.json(207, "{\"results\":[1],\"errors\":[2]}"));
        assertThat(desk.api().write(WRITE))
                .isInstanceOfSatisfying(
                        WriteReply.Done.class,
                        done -> assertThat(done.response().json().path("errors"))
                                .hasSize(1));
    }

    @Test
    @Tag("R37")
    void whatASystemEchoesIsNotPassedOn() {
        answering(request -> SimResponse.json(
                request.path().equals("/things") ? 400 : 403,
                "{\"message\":\"Canary Nightingale cannot be made with "
                        + request.header("Authorization").orElse("") + "\"}"));
        HttpApi api = desk.api(builder -> builder.authenticate(Authentication.bearer(Secret.of("short-canary"))));
        assertThat(api.write(WRITE))
                .isInstanceOfSatisfying(
                        WriteReply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("cannot be made")
                                .doesNotContainIgnoringCase("canary"));
        ApiCall search = ApiCall.get("/search").query("q", "Canary Nightingale");
        assertThatThrownBy(() -> api.read(search)).isInstanceOfSatisfying(TalkException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED);
            assertThat(e.getMessage()).contains("cannot be made").doesNotContainIgnoringCase("canary");
        });
    }

    @Test
    @Tag("R37")
    void anAddressInAPathIsNotTold() {
        answering(request -> SimResponse.json(404, "{}"));
        for (String path : List.of("/contacts/canary@x.example/notes", "/contacts/canary%40x.example/notes")) {
            assertThatThrownBy(() -> desk.api().read(ApiCall.get(path)))
                    .hasMessageContaining("/contacts/***/notes")
                    .hasMessageNotContaining("canary");
        }
    }
}
