package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static io.sesam.talk.model.EntityType.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Upserted;
import io.sesam.talk.testkit.sim.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is written of customers, their contacts and products, and what is refused. */
final class WritingTest {
    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    private static void isRejected(Outcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains(reason));
    }

    private Map<String, Upserted> madeBy(List<String> operations, Instant since) {
        return books.connector()
                .lookup(ORGANISATION)
                .orElseThrow()
                .byOperation()
                .orElseThrow()
                .find(operations, since);
    }

    private Operation insert(String id, String name) {
        return Operation.insert(id, Books.organisation("name", name));
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void aCreateWithoutAnAnswerIsUnknownAndNeverSentAgainAndFoundByItsOperation() {
        Instant since = books.clock.instant();
        books.wave.server().fail(Books.asking("customerCreate"), new Fault.Reset(true));

        assertThat(books.write(insert("op16", "Fram"))).isInstanceOf(Outcome.Unknown.class);

        assertThat(books.asked("customerCreate")).isEqualTo(1);
        assertThat(books.customers()).hasSize(1);
        assertThat(madeBy(List.of("op16", "op1", "op17"), since))
                .containsOnlyKeys("op16")
                .hasEntrySatisfying("op16", made -> assertThat(made.id())
                        .isEqualTo(books.customers().get(0)));
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void aCreateThatNeverArrivedIsUnknownTooAndProvenNotToBeThere() {
        Instant since = books.clock.instant();
        books.wave.server().fail(Books.asking("customerCreate"), new Fault.Reset(false));

        assertThat(books.write(insert("op16", "Fram"))).isInstanceOf(Outcome.Unknown.class);

        assertThat(books.asked("customerCreate")).isEqualTo(1);
        assertThat(madeBy(List.of("op16"), since)).isEmpty();
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void anAnswerThatIsCutOffIsUnknown() {
        books.wave.server().fail(Books.asking("customerCreate"), new Fault.Truncated());

        assertThat(books.write(insert("op16", "Fram"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(books.asked("customerCreate")).isEqualTo(1);
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void theKeyIsFoundAmongMoreThanAPageAndOnOtherClocks() {
        Instant since = books.clock.instant().plus(Duration.ofMinutes(5));
        List<Operation> inserts = IntStream.range(0, 45)
                .mapToObj(i -> insert("op" + i, "Customer " + i))
                .toList();
        books.write(inserts);
        IntStream.range(0, 210).forEach(i -> books.customer("name", "Other " + i));

        assertThat(madeBy(List.of("op0", "op44"), since)).containsOnlyKeys("op0", "op44");
    }

    @Test
    @Tag("R21")
    void theKeyOfACustomerDoesNotTakeThePlaceOfANumberOfItsOwn() {
        books.write(insert("op1", "Fram"));

        assertThat(books.shown(books.customers().get(0)))
                .containsEntry("internalNotes", "Talk op1")
                .doesNotContainKey("displayId");
    }

    @Test
    @Tag("R21")
    void aPatchWithoutAnAnswerMayBeAskedAgain() {
        String customer = books.customer("name", "Fram");
        books.wave.server().fail(Books.asking("customerPatch"), new Fault.Reset(true));

        Outcome outcome = books.write(Operation.update(
                "o1", customer, Books.organisation("zip", "0150"), Books.organisation("name", "Fram"), null));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(books.shown(customer)).containsEntry("postalCode", "0150");
    }

    @Test
    @Tag("R18")
    void aCustomerAndItsContactChangedTogetherAreOnePatch() {
        String customer = books.customer("name", "Fram", "firstName", "Roald", "email", "roald@x.example");

        Map<String, Outcome> outcomes = books.write(List.of(
                Operation.update(
                        "o1", customer, Books.organisation("zip", "0150"), Books.organisation("name", "Fram"), null),
                Operation.update(
                        "o2",
                        customer,
                        Books.person("lastname", "Amundsen"),
                        Books.person("firstname", "Roald"),
                        null)));

        assertThat(outcomes.values()).hasSize(2).allMatch(Outcome.Applied.class::isInstance);
        assertThat(books.asked("customerPatch")).isEqualTo(1);
        assertThat(books.shown(customer)).containsEntry("postalCode", "0150").containsEntry("lastName", "Amundsen");
        assertThat(books.connector().types())
                .filteredOn(type -> !type.type().equals(PRODUCT))
                .hasSize(2)
                .allMatch(type -> type.sameRecordAs().isPresent());
    }

    @Test
    @Tag("R19")
    void aColleaguesEditSurvivesAndIsTold() {
        String customer = books.customer("name", "Fram", "postalCode", "0151");
        Fields basedOn = Books.organisation("name", "Fram", "zip", "0150");

        Outcome outcome =
                books.write(Operation.update("o1", customer, Books.organisation("name", "Gjoa"), basedOn, null));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Conflict.class, conflict -> assertThat(
                        conflict.current().orElseThrow().fields().text("zip").toString())
                .contains("0151"));
        assertThat(books.asked("customerPatch")).isZero();
    }

    @Test
    @Tag("R19")
    void allThatIsToBeChangedIsLookedAtInOneCall() {
        List<Operation> updates = IntStream.range(0, 50)
                .mapToObj(i -> Operation.update(
                        "o" + i,
                        books.customer("name", "Customer " + i),
                        Books.organisation("zip", "0150"),
                        Books.organisation("name", "Customer " + i),
                        null))
                .toList();
        books.connector().lookup(ORGANISATION);
        books.write(updates.subList(0, 1));
        books.wave.server().forget();

        assertThat(books.write(updates.subList(1, 50)).values()).allMatch(Outcome.Applied.class::isInstance);

        assertThat(books.asked("query(")).isEqualTo(1);
        assertThat(books.asked("customerPatch")).isEqualTo(49);
    }

    @Test
    @Tag("R19")
    void aCustomerThatIsGoneIsAConflictWithNothing() {
        Outcome outcome = books.write(Operation.update(
                "o1", "bm9ib2R5", Books.organisation("zip", "0150"), Books.organisation("name", "Fram"), null));

        assertThat(outcome).isEqualTo(new Outcome.Conflict(java.util.Optional.empty()));
    }

    @Test
    @Tag("R38")
    void aPersonWithoutAnOrganisationIsRefusedWithTheReason() {
        isRejected(
                books.write(Operation.insert("o1", Books.person("firstname", "Roald", "email", "r@x.example"))),
                "personAsCustomer");
        assertThat(books.customers()).isEmpty();
    }

    @Test
    @Tag("R38")
    void aPersonBecomesTheContactOfACustomerThatHasNone() {
        String customer = books.customer("name", "Fram");

        Outcome outcome = books.write(
                Operation.insert("o1", Books.contactOf(customer, "firstname", "Roald", "email", "r@x.example")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(applied.recordId()).isEqualTo(customer));
        assertThat(books.customers()).containsExactly(customer);
        assertThat(books.shown(customer)).containsEntry("name", "Fram").containsEntry("email", "r@x.example");
    }

    @Test
    @Tag("R38")
    void aContactThatIsThereIsNeverReplaced() {
        String customer = books.customer("name", "Fram", "firstName", "Hjalmar");

        isRejected(
                books.write(Operation.insert("o1", Books.contactOf(customer, "firstname", "Roald"))),
                "another contact");
        assertThat(books.shown(customer)).containsEntry("firstName", "Hjalmar");
    }

    @Test
    @Tag("R38")
    void ofTwoPeopleForOnePlaceTheFirstGetsIt() {
        String customer = books.customer("name", "Fram");

        Map<String, Outcome> outcomes = books.write(List.of(
                Operation.insert("o1", Books.contactOf(customer, "firstname", "Roald")),
                Operation.insert("o2", Books.contactOf(customer, "firstname", "Hjalmar"))));

        assertThat(outcomes.get("o1")).isInstanceOf(Outcome.Applied.class);
        isRejected(outcomes.get("o2"), "another contact");
        assertThat(books.shown(customer)).containsEntry("firstName", "Roald");
    }

    @Test
    @Tag("R38")
    void aContactCannotMoveToAnotherCustomer() {
        String here = books.customer("name", "Fram", "firstName", "Roald");
        String there = books.customer("name", "Gjoa");

        isRejected(
                books.write(Operation.update(
                        "o1", here, Books.contactOf(there), Books.person("firstname", "Roald"), null)),
                "cannot move");
    }

    @Test
    @Tag("R38")
    void aPersonAsCustomerIsAPersonAndNoOrganisation() {
        books.with("personAsCustomer", true);

        Outcome outcome = books.write(Operation.insert(
                "o1", Books.person("firstname", "Roald", "lastname", "Amundsen", "email", "r@x.example")));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(books.shown(books.customers().get(0))).containsEntry("name", "Roald Amundsen");
        books.clock.advance(Duration.ofMinutes(1));
        assertThat(books.read(PERSON, null, 100).ids()).isEqualTo(books.customers());
        assertThat(books.read(ORGANISATION, null, 100).changes()).noneMatch(Upserted.class::isInstance);
    }

    @Test
    @Tag("R38")
    @Tag("R21")
    void aLostPersonAsCustomerIsFoundByItsOperation() {
        books.with("personAsCustomer", true);
        Instant since = books.clock.instant();
        books.wave.server().fail(Books.asking("customerCreate"), new Fault.Reset(true));

        assertThat(books.write(Operation.insert("op9", Books.person("email", "r@x.example"))))
                .isInstanceOf(Outcome.Unknown.class);

        Lookup people = books.connector().lookup(PERSON).orElseThrow();
        assertThat(people.byOperation().orElseThrow().find(List.of("op9"), since))
                .containsOnlyKeys("op9");
        assertThat(people.byKey().orElseThrow().find("email", "R@x.example")).hasSize(1);
    }

    @Test
    @Tag("R24")
    void aCustomerIsNotDeletedForGood() {
        String customer = books.customer("name", "Fram");

        isRejected(books.write(Operation.archive("o1", customer, Books.organisation("name", "Fram"), null)), "archive");

        assertThat(books.customers()).containsExactly(customer);
        assertThat(books.connector().types())
                .filteredOn(TypeSpec::archives)
                .extracting(TypeSpec::type)
                .containsExactly(PRODUCT);
    }

    @Test
    @Tag("R24")
    void aProductIsArchived() {
        String product = books.wave.create(books.business, "products", Map.of("name", "Skis", "unitPrice", "1"));

        assertThat(books.write(Operation.archive("o1", product, Books.product("Skis"), null)))
                .isInstanceOf(Outcome.Applied.class);
        assertThat(books.wave.ids(books.business, "products")).isEmpty();
    }

    @Test
    void aProductIsMadeOnTheIncomeAccountThatIsSet() {
        assertThat(books.write(Operation.insert("o1", Books.product("Skis")))).isInstanceOf(Outcome.Applied.class);

        String made = books.wave.ids(books.business, "products").get(0);
        assertThat(books.wave.fields(books.business, "products", made).orElseThrow())
                .containsEntry("name", "Skis")
                .containsEntry("incomeAccountId", "account-1");
    }

    @Test
    void withoutAnIncomeAccountAProductIsRefusedAndTheSettingNamed() {
        books.without("incomeAccountId");

        isRejected(books.write(Operation.insert("o1", Books.product("Skis"))), "incomeAccountId");
        assertThat(books.wave.server().requests()).isEmpty();
    }

    @Test
    @Tag("R22")
    @Tag("R30")
    void whenWaveGoesAwayInABatchTheRestIsForLater() {
        books.write(insert("o0", "Known business"));
        books.wave.server().fail(Books.asking("customerCreate"), new Fault.Answer(200, "{\"data\":{\"result\":"
                + "{\"didSucceed\":true,\"inputErrors\":[],\"customer\":{\"id\":\"x\",\"modifiedAt\":"
                + "\"2026-01-01T12:00:00.000Z\"}}}}"));
        books.wave
                .server()
                .fail(Books.asking("customerCreate"), new Fault.Answer(200, Books.error("UNAUTHENTICATED")));

        Map<String, Outcome> outcomes =
                books.write(List.of(insert("o1", "Fram"), insert("o2", "Gjoa"), insert("o3", "Maud")));

        assertThat(outcomes.get("o1")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("o2")).isInstanceOf(Outcome.RetryLater.class);
        assertThat(outcomes.get("o3")).isInstanceOf(Outcome.RetryLater.class);
        assertThat(books.customers()).hasSize(1);
    }

    @Test
    @Tag("R30")
    void whenNothingWasDoneTheSystemIsPaused() {
        books.wave.pro(books.business, false);

        assertThatThrownBy(() -> books.write(insert("o1", "Fram")))
                .isInstanceOfSatisfying(TalkException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.ACCESS_REFUSED));
    }

    @Test
    void whatWaveHasNoFieldForIsNotPromised() {
        assertThat(books.connector().types())
                .filteredOn(type -> type.type().equals(PERSON))
                .singleElement()
                .satisfies(type -> assertThat(type.field("gender")).isEmpty());
        assertThat(Person.SCHEMA.index("gender")).isNotNegative();
        assertThat(books.connector().types())
                .filteredOn(type -> type.type().equals(PRODUCT))
                .singleElement()
                .satisfies(type -> assertThat(type.fields())
                        .hasSize(Product.SCHEMA.properties().size()));
    }
}
