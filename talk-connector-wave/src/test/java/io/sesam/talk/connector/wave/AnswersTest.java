package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
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

    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    private static void failsWith(ErrorCode code, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private Operation insert(String name) {
        return Operation.insert("o1", Account.organisation("name", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAUTHENTICATED", "FORBIDDEN"})
    @Tag("R30")
    void whatWaveDoesNotAllowPausesTheSystem(String code) {
        account.answer("customers", Account.error(code));

        failsWith(ErrorCode.ACCESS_REFUSED, () -> account.read(ORGANISATION, null, 100));
    }

    @Test
    @Tag("acceptance-3")
    void anErrorOfWavesOwnIsWaitedOutWhenReading() {
        account.customer("name", "Fram");
        account.answer("customers", Account.error("INTERNAL_SERVER_ERROR"));

        assertThat(account.read(ORGANISATION, null, 100).changes()).hasSize(1);
        assertThat(account.calls.count().repeated()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTERNAL_SERVER_ERROR", "SOMETHING_NEW"})
    @Tag("R21")
    void anErrorInsteadOfANewCustomerLeavesOpenWhetherItWasMade(String code) {
        account.answer("customerCreate", Account.error(code));

        assertThat(account.writeOne(insert("Fram"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(account.asked("customerCreate")).isEqualTo(1);
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
        account.answer("customerCreate", body);

        assertThat(account.writeOne(insert("Fram"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(account.asked("customerCreate")).isEqualTo(1);
    }

    @Test
    @Tag("R22")
    @Tag("R37")
    @Tag("acceptance-3")
    void whatDidNotSucceedIsRefusedWithTheFieldAndWithoutItsValue() {
        String customer = account.customer("name", "Fram", "firstName", "Ola");

        Outcome outcome = account.writeOne(Operation.update(
                "o1",
                customer,
                Account.person("email", "canary is no address"),
                Account.person("firstname", "Ola"),
                null));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("INVALID", "email")
                                .doesNotContain("canary"));
        assertThat(account.shown(customer)).doesNotContainKey("email");
    }

    @Test
    @Tag("R22")
    void aRefusedDocumentIsARefusedRecordAndTheOthersAreWritten() {
        String good = account.customer("name", "Fram");
        String bad = account.customer("name", "Gjoa");
        account.answer("customerPatch", Account.error("GRAPHQL_VALIDATION_FAILED"));

        Map<String, Outcome> outcomes = account.write(List.of(
                Operation.update(
                        "o1", bad, Account.organisation("address", "A"), Account.organisation("name", "Gjoa"), null),
                Operation.update(
                        "o2", good, Account.organisation("address", "B"), Account.organisation("name", "Fram"), null)));

        assertThat(outcomes.get("o1")).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get("o2")).isInstanceOf(Outcome.Applied.class);
        assertThat(account.shown(good)).containsEntry("addressLine1", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOMETHING_NEW", "NOT_FOUND"})
    @Tag("R25")
    void aPageOfWhichAPartIsMissingIsNoPage(String code) {
        account.customer("name", "Fram");
        account.answer("customers", PART.formatted(code));

        failsWith(ErrorCode.UNREADABLE, () -> account.read(ORGANISATION, null, 100));
    }

    @Test
    @Tag("R25")
    void oneRecordThatIsNotThereHidesNoOther() {
        String there = account.customer("name", "Fram");

        Map<String, Lookup.Found> found =
                account.connector().lookup(ORGANISATION).orElseThrow().byId(List.of(there, "bm9ib2R5"));

        assertThat(found.get(there)).isInstanceOf(Lookup.Found.Present.class);
        assertThat(found.get("bm9ib2R5")).isInstanceOf(Lookup.Found.Missing.class);
    }

    @Test
    @Tag("R25")
    void aRecordThatWaveCouldNotShowIsNotMissing() {
        account.answer(
                "customer(",
                "{\"data\":{\"business\":{\"each0\":null}},\"errors\":[{\"message\":\"no\",\"path\":[\"business\",\"each0\"],"
                        + "\"extensions\":{\"code\":\"SOMETHING_NEW\"}}]}");

        failsWith(
                ErrorCode.UNREADABLE,
                () -> account.connector().lookup(ORGANISATION).orElseThrow().byId(List.of("bm9ib2R5")));
    }

    @Test
    @Tag("R28")
    void edgesWithoutANodeArePassedOver() {
        for (int i = 0; i < 5; i++) {
            account.customer("name", "Customer " + i, "firstName", "Name " + i);
        }
        account.wave.nullNodes(true);

        assertThat(account.read(ORGANISATION, null, 2).ids()).isEqualTo(account.customers());
        assertThat(account.read(PERSON, null, 2).ids()).isEqualTo(account.customers());
    }

    @Test
    @Tag("R28")
    void aPageOfNothingButEmptyEdgesIsNotTheLast() {
        account.customer("name", "Fram");
        String last = account.customer("name", "Gjoa");
        account.answer(
                "customers",
                "{\"data\":{\"business\":{\"earlier\":{\"edges\":[]},\"list\":{\"pageInfo\":"
                        + "{\"currentPage\":1,\"totalPages\":2,\"totalCount\":2},\"edges\":[{\"node\":null}]}}}}");

        assertThat(account.read(ORGANISATION, null, 1).ids()).containsExactly(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>maintenance</html>", "{\"data\":{\"business\":{\"list\":", "[]"})
    @Tag("R25")
    void whatIsNoAnswerInGraphQlIsNotAnEmptyListing(String body) {
        for (int i = 0; i < 5; i++) {
            account.answer("customers", body);
        }

        assertThatThrownBy(() -> account.read(ORGANISATION, null, 100)).isInstanceOf(TalkException.class);
    }
}
