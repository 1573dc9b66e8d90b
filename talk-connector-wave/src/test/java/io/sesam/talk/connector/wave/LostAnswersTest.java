package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of writes with a missing or partial response. */
final class LostAnswersTest {
    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    private Map<String, RecordSnapshot> madeBy(List<String> operations, Instant since) {
        return account.connector()
                .lookup(ORGANISATION)
                .orElseThrow()
                .byOperation()
                .orElseThrow()
                .find(operations, since);
    }

    private Operation insert(String id, String name) {
        return Operation.insert(id, Account.organisation("name", name));
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    @Tag("acceptance-9")
    void aCreateWithoutAnAnswerIsUnknownAndNeverSentAgainAndFoundByItsOperation() {
        Instant since = account.clock.instant();
        account.wave.server().fail(Account.asking("customerCreate"), new SimFault.Reset(true));

        assertThat(account.writeOne(insert("op16", "Fram"))).isInstanceOf(Outcome.Unknown.class);

        assertThat(account.asked("customerCreate")).isEqualTo(1);
        assertThat(account.customers()).hasSize(1);
        assertThat(madeBy(List.of("op16", "op1", "op17"), since))
                .containsOnlyKeys("op16")
                .hasEntrySatisfying(
                        "op16",
                        made -> assertThat(made.id())
                                .isEqualTo(account.customers().get(0)));
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void aCreateThatNeverArrivedIsUnknownTooAndProvenNotToBeThere() {
        Instant since = account.clock.instant();
        account.wave.server().fail(Account.asking("customerCreate"), new SimFault.Reset(false));

        assertThat(account.writeOne(insert("op16", "Fram"))).isInstanceOf(Outcome.Unknown.class);

        assertThat(account.asked("customerCreate")).isEqualTo(1);
        assertThat(madeBy(List.of("op16"), since)).isEmpty();
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void anAnswerThatIsCutOffIsUnknown() {
        account.wave.server().fail(Account.asking("customerCreate"), new SimFault.Truncated());

        assertThat(account.writeOne(insert("op16", "Fram"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(account.asked("customerCreate")).isEqualTo(1);
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void theKeyIsFoundAmongMoreThanAPageAndOnOtherClocks() {
        Instant since = account.clock.instant().plus(Duration.ofMinutes(5));
        List<Operation> inserts = IntStream.range(0, 45)
                .mapToObj(i -> insert("op" + i, "Customer " + i))
                .toList();
        account.write(inserts);
        IntStream.range(0, 210).forEach(i -> account.customer("name", "Other " + i));

        assertThat(madeBy(List.of("op0", "op44"), since)).containsOnlyKeys("op0", "op44");
    }

    @Test
    @Tag("R21")
    void theKeyOfACustomerDoesNotTakeThePlaceOfANumberOfItsOwn() {
        account.writeOne(insert("op1", "Fram"));

        assertThat(account.shown(account.customers().get(0)))
                .containsEntry("internalNotes", "Talk op1")
                .doesNotContainKey("displayId");
    }

    @Test
    @Tag("R21")
    void aPatchWithoutAnAnswerMayBeAskedAgain() {
        String customer = account.customer("name", "Fram");
        account.wave.server().fail(Account.asking("customerPatch"), new SimFault.Reset(true));

        Outcome outcome = account.writeOne(Operation.update(
                "o1", customer, Account.organisation("zip", "0150"), Account.organisation("name", "Fram"), null));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(account.shown(customer)).containsEntry("postalCode", "0150");
    }

    @Test
    @Tag("R38")
    @Tag("R21")
    void aLostPersonAsCustomerIsFoundByItsOperation() {
        account.with("personAsCustomer", true);
        Instant since = account.clock.instant();
        account.wave.server().fail(Account.asking("customerCreate"), new SimFault.Reset(true));

        assertThat(account.writeOne(Operation.insert("op9", Account.person("email", "r@x.example"))))
                .isInstanceOf(Outcome.Unknown.class);

        Lookup people = account.connector().lookup(PERSON).orElseThrow();
        assertThat(people.byOperation().orElseThrow().find(List.of("op9"), since))
                .containsOnlyKeys("op9");
        assertThat(people.byKey().orElseThrow().find("email", "R@x.example")).hasSize(1);
    }

    @Test
    @Tag("R22")
    @Tag("R30")
    void whenWaveGoesAwayInABatchTheRestIsForLater() {
        account.writeOne(insert("o0", "Known business"));
        account.wave
                .server()
                .fail(
                        Account.asking("customerCreate"),
                        new SimFault.Answer(
                                200,
                                "{\"data\":{\"result\":"
                                        + "{\"didSucceed\":true,\"inputErrors\":[],\"record\":{\"id\":\"x\",\"modifiedAt\":"
                                        + "\"2026-01-01T12:00:00.000Z\"}}}}"));
        account.wave
                .server()
                .fail(Account.asking("customerCreate"), new SimFault.Answer(200, Account.error("UNAUTHENTICATED")));

        Map<String, Outcome> outcomes =
                account.write(List.of(insert("o1", "Fram"), insert("o2", "Gjoa"), insert("o3", "Maud")));

        assertThat(outcomes.get("o1")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("o2")).isInstanceOf(Outcome.RetryLater.class);
        assertThat(outcomes.get("o3")).isInstanceOf(Outcome.RetryLater.class);
        assertThat(account.customers()).hasSize(1);
    }

    @Test
    @Tag("R30")
    void whenNothingWasDoneTheSystemIsPaused() {
        account.wave.pro(account.business, false);

        assertThatThrownBy(() -> account.writeOne(insert("o1", "Fram")))
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
    }
}
