package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static io.sesam.talk.model.EntityType.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 13: Wave's status is 200 whatever happened; what is in the answer decides. */
@Tag("case-13")
final class AnswersTest {
    private static final String PART = "{\"data\":{\"business\":{\"list\":null,\"earlier\":{\"edges\":[]}}},"
            + "\"errors\":[{\"message\":\"no\",\"path\":[\"business\",\"list\"],\"extensions\":{\"code\":\"%s\"}}]}";

    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    private static void failsWith(ErrorCode code, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private Operation insert(String name) {
        return Operation.insert("o1", Books.organisation("name", name));
    }

    @Test
    void aRefusedTokenPausesTheSystem() {
        books.answer("customers", Books.error("UNAUTHENTICATED"));

        failsWith(ErrorCode.ACCESS_REFUSED, () -> books.read(ORGANISATION, null, 100));
    }

    @Test
    void anErrorOfWavesOwnIsWaitedOutWhenReading() {
        books.customer("name", "Fram");
        books.answer("customers", Books.error("INTERNAL_SERVER_ERROR"));

        assertThat(books.read(ORGANISATION, null, 100).changes()).hasSize(1);
        assertThat(books.calls.count().repeated()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTERNAL_SERVER_ERROR", "SOMETHING_NEW"})
    @Tag("R21")
    void anErrorInsteadOfANewCustomerLeavesOpenWhetherItWasMade(String code) {
        books.answer("customerCreate", Books.error(code));

        assertThat(books.write(insert("Fram"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(books.asked("customerCreate")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"result\":null}}",
                "{\"data\":null}",
                "{}",
                "{\"data\":{\"result\":{\"didSucceed\":true,\"inputErrors\":[],\"customer\":null}}}",
                "{\"data\":{\"result\":null},\"errors\":[{\"message\":\"no\",\"path\":[\"result\"]}]}"
            })
    @Tag("R21")
    void successWithoutTheNewCustomerIsNoSuccess(String body) {
        books.answer("customerCreate", body);

        assertThat(books.write(insert("Fram"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(books.asked("customerCreate")).isEqualTo(1);
    }

    @Test
    @Tag("R22")
    @Tag("R37")
    void whatDidNotSucceedIsRefusedWithTheFieldAndWithoutItsValue() {
        String customer = books.customer("name", "Fram", "firstName", "Ola");

        Outcome outcome = books.write(Operation.update(
                "o1", customer, Books.person("email", "canary is no address"), Books.person("firstname", "Ola"), null));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("INVALID", "email")
                                .doesNotContain("canary"));
        assertThat(books.shown(customer)).doesNotContainKey("email");
    }

    @Test
    @Tag("R22")
    void aRefusedDocumentIsARefusedRecordAndTheOthersAreWritten() {
        String good = books.customer("name", "Fram");
        String bad = books.customer("name", "Gjoa");
        books.answer("customerPatch", Books.error("GRAPHQL_VALIDATION_FAILED"));

        Map<String, Outcome> outcomes = books.write(List.of(
                Operation.update(
                        "o1", bad, Books.organisation("address", "A"), Books.organisation("name", "Gjoa"), null),
                Operation.update(
                        "o2", good, Books.organisation("address", "B"), Books.organisation("name", "Fram"), null)));

        assertThat(outcomes.get("o1")).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get("o2")).isInstanceOf(Outcome.Applied.class);
        assertThat(books.shown(good)).containsEntry("addressLine1", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOMETHING_NEW", "NOT_FOUND"})
    @Tag("R25")
    void aPageOfWhichAPartIsMissingIsNoPage(String code) {
        books.customer("name", "Fram");
        books.answer("customers", PART.formatted(code));

        failsWith(ErrorCode.UNREADABLE, () -> books.read(ORGANISATION, null, 100));
    }

    @Test
    @Tag("R25")
    void oneRecordThatIsNotThereHidesNoOther() {
        String there = books.customer("name", "Fram");

        Map<String, Lookup.Found> found =
                books.connector().lookup(ORGANISATION).orElseThrow().byId(List.of(there, "bm9ib2R5"));

        assertThat(found.get(there)).isInstanceOf(Lookup.Found.Present.class);
        assertThat(found.get("bm9ib2R5")).isInstanceOf(Lookup.Found.Missing.class);
    }

    @Test
    @Tag("R25")
    void aRecordThatWaveCouldNotShowIsNotMissing() {
        books.answer(
                "customer(",
                "{\"data\":{\"business\":{\"r0\":null}},\"errors\":[{\"message\":\"no\",\"path\":[\"business\",\"r0\"],"
                        + "\"extensions\":{\"code\":\"SOMETHING_NEW\"}}]}");

        failsWith(
                ErrorCode.UNREADABLE,
                () -> books.connector().lookup(ORGANISATION).orElseThrow().byId(List.of("bm9ib2R5")));
    }

    @Test
    @Tag("R28")
    void edgesWithoutANodeArePassedOver() {
        for (int i = 0; i < 5; i++) {
            books.customer("name", "Customer " + i, "firstName", "Name " + i);
        }
        books.wave.nullNodes(true);

        assertThat(books.read(ORGANISATION, null, 2).ids()).isEqualTo(books.customers());
        assertThat(books.read(PERSON, null, 2).ids()).isEqualTo(books.customers());
    }

    @Test
    @Tag("R28")
    void aPageOfNothingButEmptyEdgesIsNotTheLast() {
        books.customer("name", "Fram");
        String last = books.customer("name", "Gjoa");
        books.answer(
                "customers",
                "{\"data\":{\"business\":{\"earlier\":{\"edges\":[]},\"list\":{\"pageInfo\":"
                        + "{\"currentPage\":1,\"totalPages\":2,\"totalCount\":2},\"edges\":[{\"node\":null}]}}}}");

        assertThat(books.read(ORGANISATION, null, 1).ids()).containsExactly(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>maintenance</html>", "{\"data\":{\"business\":{\"list\":", "[]"})
    @Tag("R25")
    void whatIsNoAnswerInGraphQlIsNotAnEmptyListing(String body) {
        for (int i = 0; i < 5; i++) {
            books.answer("customers", body);
        }

        assertThatThrownBy(() -> books.read(ORGANISATION, null, 100)).isInstanceOf(TalkException.class);
    }

    @Test
    void tooManyCallsWaitAsWaveAsks() {
        books.customer("name", "Fram");
        books.read(ORGANISATION, null, 100);
        books.wave.limit(1);

        books.read(ORGANISATION, null, 100);
        books.read(PRODUCT, null, 100);

        assertThat(books.calls.count().limited()).isPositive();
    }
}
