package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.WriteLog;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of pages, mappings, batches and redaction. */
final class SmallPartsTest {
    private static final Mapping MAPPING = Mapping.of(
            Organisation.SCHEMA,
            MappedField.of("name", "name"),
            MappedField.of("zip", "address.zip_code"),
            MappedField.reads("country", "address.country.code", "address.country_name")
                    .writes("address.countryCode", ValueFormat.ALPHA2)
                    .writes("address.country_name", ValueFormat.COUNTRY_NAME));

    @Test
    @Tag("R2")
    void nothingBlankAndAValueAreThreeThings() {
        Fields fields = MAPPING.read(JsonValues.read("{\"name\":null,\"address\":{\"zip_code\":\"0150\"}}"));
        assertThat(fields.slot(Organisation.SCHEMA.index("name"))).isEqualTo(Blank.BLANK);
        assertThat(fields.originalText(Organisation.SCHEMA.index("zip"))).contains("0150");
        assertThat(fields.slot(Organisation.SCHEMA.index("country"))).isNull();
        assertThat(fields.slot(Organisation.SCHEMA.index("domain"))).isNull();
    }

    @Test
    @Tag("R4")
    void whatIsWrittenComesBackThoughItStandsElsewhere() {
        Fields fields = Fields.builder(Organisation.SCHEMA)
                .text("name", "Acme")
                .text("country", "Norge")
                .build();
        assertThat(MAPPING.write(fields))
                .isEqualTo(JsonValues.read(
                        "{\"name\":\"Acme\",\"address\":{\"countryCode\":\"NO\",\"country_name\":\"Norway\"}}"));
        assertThat(MAPPING.lost(fields)).isEmpty();
        assertThat(Mapping.of(
                                Organisation.SCHEMA,
                                MappedField.reads("country", "c").writes("c", ValueFormat.GENDER))
                        .lost(fields))
                .as("a spelling that loses it")
                .containsExactly("country");
    }

    @Test
    @Tag("acceptance-28")
    void linksAreFollowedAlsoRelativeOnes() {
        URI asked = URI.create("https://x.example/api/things?page=1");
        assertThat(Pages.link(linking("</api/things?page=2>; rel=\"next\", </z>; rel=last"), asked))
                .contains(URI.create("https://x.example/api/things?page=2"));
        assertThat(Pages.link(linking("<https://x.example/1>; rel=prev"), asked))
                .isEmpty();
        assertThat(Pages.link(ApiResponse.of(200, Map.of(), ""), asked)).isEmpty();
    }

    @Test
    @Tag("R39")
    void whatIsNoAddressOrIdEndsNothingAndNamesNothing() {
        URI asked = URI.create("https://x.example/api/things?page=1");
        List<Map.Entry<ErrorCode, Runnable>> refused = List.of(
                Map.entry(ErrorCode.UNREADABLE, () -> Pages.link(linking("<http://[>; rel=\"next\""), asked)),
                Map.entry(ErrorCode.UNREADABLE, () -> Pages.next(asked, "a b")),
                Map.entry(ErrorCode.UNREADABLE, () -> JsonValues.requiredId(JsonValues.read("{\"id\":\"  \"}"), "id")),
                Map.entry(ErrorCode.CONFIGURATION, () -> HttpApi.address("Acme", "https://acme example/")));
        refused.forEach(each -> assertThatThrownBy(each.getValue()::run)
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(each.getKey())));
        assertThat(JsonValues.requiredId(JsonValues.read("{\"id\":7}"), "id")).isEqualTo("7");
    }

    private static ApiResponse linking(String header) {
        return ApiResponse.of(200, Map.of("Link", List.of(header)), "");
    }

    @Test
    @Tag("R28")
    void theSameCursorTwiceIsAnError() {
        JsonNode answer = JsonValues.read("{\"next\":\"5\"}");
        assertThat(Pages.cursor(answer, "next", "4")).contains("5");
        assertThatThrownBy(() -> Pages.cursor(answer, "next", "5"))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CURSOR_STUCK));
    }

    private static List<Operation> operations(int number) {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            operations.add(Operation.insert("o" + i, Fields.unknown(Organisation.SCHEMA)));
        }
        return operations;
    }

    @Test
    @Tag("R22")
    void aBatchThatIsRefusedAsAWholeIsHalvedUntilTheCulpritIsFound() {
        ApiResponse fine = ApiResponse.of(200, Map.of(), "{}");
        Map<String, Outcome> outcomes = Batches.of(
                operations(20),
                10,
                some -> some.stream().anyMatch(operation -> operation.id().equals("o13"))
                        ? new WriteReply.Refused("no", fine)
                        : new WriteReply.Done(fine),
                (operation, response) -> Outcome.applied(operation.id()));
        assertThat(outcomes).hasSize(20);
        assertThat(outcomes.get("o13")).isEqualTo(new Outcome.Rejected("no"));
        outcomes.remove("o13");
        assertThat(outcomes.values()).allMatch(Outcome.Applied.class::isInstance);
    }

    @Test
    @Tag("R21")
    void aFailureInTheMiddleForgetsNothingThatWasDone() {
        ApiResponse fine = ApiResponse.of(200, Map.of(), "{}");
        Map<String, Outcome> outcomes = Batches.each(
                operations(3),
                WriteLog.NONE,
                operation -> {
                    if (operation.id().equals("o1")) {
                        throw new TalkException(ErrorCode.ACCESS_REFUSED, "revoked");
                    }
                    return new WriteReply.Done(fine);
                },
                response -> Outcome.applied("made"));
        assertThat(outcomes.get("o0")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("o1")).isInstanceOf(Outcome.RetryLater.class);
        assertThat(outcomes.get("o2")).isInstanceOf(Outcome.RetryLater.class);
    }

    @Test
    @Tag("R37")
    void messagesLoseWhatIsOfPeopleAndKeepNamesOfFields() {
        assertThat(Redaction.clean("\"first_name\" of ada@x.example is \"Ada Lovelace\", call +47 912 34 567"))
                .contains("\"first_name\"")
                .doesNotContain("ada@")
                .doesNotContain("Ada")
                .doesNotContain("912");
        assertThat(Redaction.body("{\"email\":\"ada@x.example\",\"n\":[1,{\"a\":\"b\"}]}"))
                .isEqualTo("{\"email\":\"***\",\"n\":[\"***\",{\"a\":\"***\"}]}");
    }

    @Test
    void graphQlErrorsAreSeenThoughTheStatusIs200() {
        Verdicts verdicts = GraphQl.judging(Verdicts.standard());
        assertThat(verdicts.of(errors("UNAUTHENTICATED"))).isInstanceOf(Verdict.TokenRefused.class);
        assertThat(verdicts.of(errors("GRAPHQL_VALIDATION_FAILED"))).isInstanceOf(Verdict.Refused.class);
        assertThat(verdicts.of(errors("INTERNAL_SERVER_ERROR"))).isInstanceOf(Verdict.Again.class);
        assertThat(verdicts.of(errors("NEVER_HEARD_OF"))).isInstanceOf(Verdict.Unreadable.class);
        assertThat(verdicts.of(ApiResponse.of(200, Map.of(), "{\"data\":{}}"))).isInstanceOf(Verdict.Success.class);
    }

    private static ApiResponse errors(String code) {
        return ApiResponse.of(
                200,
                Map.of(),
                "{\"data\":null,\"errors\":[{\"message\":\"m\",\"extensions\":{\"code\":\"" + code + "\"}}]}");
    }

    @Test
    void anIdIsTheSameAsANumberAndAsTextAndNeverEndless() {
        assertThat(JsonValues.id(JsonValues.read("42"))).contains("42");
        assertThat(JsonValues.id(JsonValues.read("42.0"))).contains("42");
        assertThat(JsonValues.id(JsonValues.read("4.2e1"))).contains("42");
        assertThat(JsonValues.id(JsonValues.read("\"42\""))).contains("42");
        assertThat(JsonValues.id(JsonValues.read("\"042\""))).contains("042");
        assertThat(JsonValues.id(JsonValues.read("1e999999999")).orElseThrow()).hasSizeLessThan(20);
        assertThat(JsonValues.id(JsonValues.read("\" \""))).isEmpty();
        assertThat(JsonValues.id(JsonValues.read("null"))).isEmpty();
    }
}
