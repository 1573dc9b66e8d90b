package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.settings.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of GraphQL documents, signatures, pages and record calls. */
final class ToolkitTest {
    private static final GraphQlDocuments DOCUMENTS =
            GraphQlDocuments.read(new ByteArrayInputStream("""
            # a comment
            query Thing($account: ID!, $each: ID!) {
              account(id: $account) {
                each: thing(id: $each) { ...Thing }
              }
            }

            mutation Make($input: Input!) {
              result: make(input: $input) { didSucceed }
            }

            fragment Thing on Thing {
              id name { ...Name }
            }

            fragment Name on Name {
              text
            }
            """.getBytes(StandardCharsets.UTF_8)));

    @Test
    void aDocumentIsSentWithTheFragmentsItUsesAndNoOthers() {
        assertThat(DOCUMENTS.names()).containsExactlyInAnyOrder("Thing", "Make");
        assertThat(DOCUMENTS.get("Thing"))
                .contains("fragment Thing on", "fragment Name on")
                .doesNotContain("mutation");
        assertThat(DOCUMENTS.get("Make")).doesNotContain("fragment");
        assertThatThrownBy(() -> DOCUMENTS.get("Nothing")).hasMessageContaining("Nothing");
    }

    @Test
    void aDocumentAboutOneRecordBecomesOneAboutSeveral() {
        assertThat(DOCUMENTS.many("Thing", 2))
                .contains("$account: ID!, $each0: ID!, $each1: ID!")
                .contains("each0: thing(id: $each0)", "each1: thing(id: $each1)");
        assertThatThrownBy(() -> DOCUMENTS.many("Make", 2)).hasMessageContaining("$each");
    }

    @Test
    void whatSaysThatItDidNotSucceedIsRefusedThoughTheStatusIsGood() {
        try (Desk desk = new Desk(request -> SimResponse.json(
                200,
                "{\"data\":{\"result\":{\"didSucceed\":false,\"inputErrors\":[{\"message\":\"too long\",\"code\":\"C\","
                        + "\"path\":[\"input\",\"name\"]}]}}}"))) {
            HttpApi api = desk.api(builder -> builder.verdicts(verdicts -> GraphQl.refusing(verdicts, "result")));
            assertThat(api.write(GraphQl.mutation(DOCUMENTS.get("Make"), JsonValues.object())))
                    .isInstanceOfSatisfying(
                            WriteReply.Refused.class,
                            refused -> assertThat(refused.reason()).contains("too long", "C"));
        }
    }

    /** RFC 4231, test case 2. */
    @Test
    void aSignatureIsThatOfTheStandard() {
        WebhookSignature webhookSignature = WebhookSignature.hmacSha256(
                Secret.of("Jefe"),
                "what do ya want ".getBytes(StandardCharsets.UTF_8),
                "for nothing?".getBytes(StandardCharsets.UTF_8));
        assertThat(webhookSignature.isHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
                .isTrue();
        assertThat(webhookSignature.isBase64("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="))
                .isTrue();
        assertThat(webhookSignature.isHex("5bdc")).isFalse();
        assertThat(webhookSignature).hasToString("signature");
    }

    @Test
    @Tag("R28")
    void aConnectionEndsWhereItSaysAndNeverGoesRoundInACircle() {
        assertThat(Pages.relay(JsonValues.read("{\"hasNextPage\":true,\"endCursor\":\"b\"}"), "a"))
                .contains("b");
        assertThat(Pages.relay(JsonValues.read("{\"hasNextPage\":false,\"endCursor\":\"b\"}"), "a"))
                .isEmpty();
        assertThatThrownBy(() -> Pages.relay(JsonValues.read("{\"hasNextPage\":true,\"endCursor\":\"a\"}"), "a"))
                .isInstanceOf(TalkException.class);
    }

    @Test
    void numberedPagesEndAtTheLastAndOffsetsAtAPageThatIsNotFull() {
        assertThat(Pages.number(3, 4)).hasValue(4);
        assertThat(Pages.number(4, 4)).isEmpty();
        assertThat(Pages.offset(200, 100, OptionalLong.empty())).hasValue(300);
        assertThat(Pages.offset(200, 97, OptionalLong.empty()))
                .as("a short page is no end")
                .hasValue(297);
        assertThat(Pages.offset(297, 0, OptionalLong.empty())).isEmpty();
        assertThat(Pages.offset(200, 97, OptionalLong.of(400))).hasValue(297);
        assertThat(Pages.offset(300, 100, OptionalLong.of(400))).isEmpty();
    }

    @Test
    @Tag("R21")
    void aDeleteWhoseAnswerWasLostFindsNothingAndIsDone() {
        List<Integer> statuses = new ArrayList<>(List.of(200, 404));
        try (Desk desk = new Desk(request -> SimResponse.json(statuses.remove(0), "{}"))) {
            desk.server.fail(new SimFault.Reset(true));
            assertThat(desk.api().write(ApiCall.delete("/things/1"))).isInstanceOf(WriteReply.Done.class);
        }
        try (Desk desk = new Desk(request -> SimResponse.json(404, "{}"))) {
            assertThat(desk.api().write(ApiCall.delete("/things/1"))).isInstanceOf(WriteReply.Refused.class);
        }
    }

    @Test
    @Tag("R25")
    void whatIsMissingIsBelievedWhenTheAccountIsWell() {
        try (Desk desk = new Desk(request -> SimResponse.json(request.path().equals("/account") ? 200 : 404, "{}"))) {
            ApiCall call = ApiCall.get("/things/1").acceptingIf(ApiCall.get("/account"), 404);
            assertThat(desk.api().read(call).status()).isEqualTo(404);
            assertThat(desk.server.requests()).hasSize(2);
        }
        try (Desk desk = new Desk(request -> SimResponse.json(404, "{}"))) {
            ApiCall call = ApiCall.get("/things/1").acceptingIf(ApiCall.get("/account"), 404);
            assertThatThrownBy(() -> desk.api().read(call)).isInstanceOf(TalkException.class);
        }
    }
}
