package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static io.sesam.talk.model.EntityType.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of writing customers, contacts and products. */
final class WritingTest {
    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    private static void isRejected(Outcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains(reason));
    }

    @Test
    @Tag("R18")
    void aCustomerAndItsContactChangedTogetherAreOnePatch() {
        String customer = account.customer("name", "Fram", "firstName", "Roald", "email", "roald@x.example");

        Map<String, Outcome> outcomes = account.write(List.of(
                Operation.update(
                        "o1",
                        customer,
                        Account.organisation("zip", "0150"),
                        Account.organisation("name", "Fram"),
                        null),
                Operation.update(
                        "o2",
                        customer,
                        Account.person("lastname", "Amundsen"),
                        Account.person("firstname", "Roald"),
                        null)));

        assertThat(outcomes.values()).hasSize(2).allMatch(Outcome.Applied.class::isInstance);
        assertThat(account.asked("customerPatch")).isEqualTo(1);
        assertThat(account.shown(customer)).containsEntry("postalCode", "0150").containsEntry("lastName", "Amundsen");
        assertThat(account.connector().types())
                .filteredOn(type -> !type.type().equals(PRODUCT))
                .hasSize(2)
                .allMatch(type -> type.sameRecordAs().isPresent());
    }

    @Test
    @Tag("R19")
    void aColleaguesEditSurvivesAndIsTold() {
        String customer = account.customer("name", "Fram", "postalCode", "0151");
        Fields basedOn = Account.organisation("name", "Fram", "zip", "0150");

        Outcome outcome =
                account.writeOne(Operation.update("o1", customer, Account.organisation("name", "Gjoa"), basedOn, null));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.current()
                                        .orElseThrow()
                                        .fields()
                                        .text("zip")
                                        .toString())
                                .contains("0151"));
        assertThat(account.asked("customerPatch")).isZero();
    }

    @Test
    @Tag("R19")
    void allThatIsToBeChangedIsLookedAtInOneCall() {
        List<Operation> updates = IntStream.range(0, 50)
                .mapToObj(i -> Operation.update(
                        "o" + i,
                        account.customer("name", "Customer " + i),
                        Account.organisation("zip", "0150"),
                        Account.organisation("name", "Customer " + i),
                        null))
                .toList();
        account.connector().lookup(ORGANISATION);
        account.write(updates.subList(0, 1));
        account.wave.server().forget();

        assertThat(account.write(updates.subList(1, 50)).values()).allMatch(Outcome.Applied.class::isInstance);

        assertThat(account.asked("query CustomerById(")).isEqualTo(1);
        assertThat(account.asked("customerPatch")).isEqualTo(49);
    }

    @Test
    @Tag("R19")
    void aCustomerThatIsGoneIsAConflictWithNothing() {
        Outcome outcome = account.writeOne(Operation.update(
                "o1", "bm9ib2R5", Account.organisation("zip", "0150"), Account.organisation("name", "Fram"), null));

        assertThat(outcome).isEqualTo(new Outcome.Conflict(java.util.Optional.empty()));
    }

    @Test
    @Tag("R38")
    void aPersonWithoutAnOrganisationIsRefusedWithTheReason() {
        isRejected(
                account.writeOne(Operation.insert("o1", Account.person("firstname", "Roald", "email", "r@x.example"))),
                "personAsCustomer");
        assertThat(account.customers()).isEmpty();
    }

    @Test
    @Tag("R38")
    void aPersonBecomesTheContactOfACustomerThatHasNone() {
        String customer = account.customer("name", "Fram");

        Outcome outcome = account.writeOne(
                Operation.insert("o1", Account.contactOf(customer, "firstname", "Roald", "email", "r@x.example")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(applied.recordId()).isEqualTo(customer));
        assertThat(account.customers()).containsExactly(customer);
        assertThat(account.shown(customer)).containsEntry("name", "Fram").containsEntry("email", "r@x.example");
    }

    @Test
    @Tag("R38")
    void aContactThatIsThereIsNeverReplaced() {
        String customer = account.customer("name", "Fram", "firstName", "Hjalmar");

        isRejected(
                account.writeOne(Operation.insert("o1", Account.contactOf(customer, "firstname", "Roald"))),
                "another contact");
        assertThat(account.shown(customer)).containsEntry("firstName", "Hjalmar");
    }

    @Test
    @Tag("R38")
    void ofTwoPeopleForOnePlaceTheFirstGetsIt() {
        String customer = account.customer("name", "Fram");

        Map<String, Outcome> outcomes = account.write(List.of(
                Operation.insert("o1", Account.contactOf(customer, "firstname", "Roald")),
                Operation.insert("o2", Account.contactOf(customer, "firstname", "Hjalmar"))));

        assertThat(outcomes.get("o1")).isInstanceOf(Outcome.Applied.class);
        isRejected(outcomes.get("o2"), "another contact");
        assertThat(account.shown(customer)).containsEntry("firstName", "Roald");
    }

    @Test
    @Tag("R38")
    void aContactCannotMoveToAnotherCustomer() {
        String here = account.customer("name", "Fram", "firstName", "Roald");
        String there = account.customer("name", "Gjoa");

        isRejected(
                account.writeOne(Operation.update(
                        "o1", here, Account.contactOf(there), Account.person("firstname", "Roald"), null)),
                "cannot move");
    }

    @Test
    @Tag("R38")
    void aPersonAsCustomerIsAPersonAndNoOrganisation() {
        account.with("personAsCustomer", true);

        Outcome outcome = account.writeOne(Operation.insert(
                "o1", Account.person("firstname", "Roald", "lastname", "Amundsen", "email", "r@x.example")));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(account.shown(account.customers().get(0))).containsEntry("name", "Roald Amundsen");
        account.clock.advance(Duration.ofMinutes(1));
        assertThat(account.read(PERSON, null, 100).ids()).isEqualTo(account.customers());
        assertThat(account.read(ORGANISATION, null, 100).changes()).noneMatch(RecordSnapshot.class::isInstance);
    }

    @Test
    @Tag("R24")
    void aCustomerIsNotDeletedForGood() {
        String customer = account.customer("name", "Fram");

        isRejected(
                account.writeOne(Operation.archive("o1", customer, Account.organisation("name", "Fram"), null)),
                "archive");

        assertThat(account.customers()).containsExactly(customer);
        assertThat(account.connector().types())
                .filteredOn(TypeSpec::archives)
                .extracting(TypeSpec::type)
                .containsExactly(PRODUCT);
    }

    @Test
    @Tag("R24")
    void aProductIsArchived() {
        String product = account.wave.create(account.business, "products", Map.of("name", "Skis", "unitPrice", "1"));

        assertThat(account.writeOne(Operation.archive("o1", product, Account.product("Skis"), null)))
                .isInstanceOf(Outcome.Applied.class);
        assertThat(account.wave.ids(account.business, "products")).isEmpty();
    }

    @Test
    void aProductIsMadeOnTheIncomeAccountThatIsSet() {
        account.with("incomeAccountId", "account-1");

        assertThat(account.writeOne(Operation.insert("o1", Account.product("Skis"))))
                .isInstanceOf(Outcome.Applied.class);

        String made = account.wave.ids(account.business, "products").get(0);
        assertThat(account.wave.fields(account.business, "products", made).orElseThrow())
                .containsEntry("name", "Skis")
                .containsEntry("incomeAccountId", "account-1");
    }

    @Test
    void withoutAnIncomeAccountAProductIsRefusedAndTheSettingNamed() {
        isRejected(account.writeOne(Operation.insert("o1", Account.product("Skis"))), "incomeAccountId");
        assertThat(account.wave.server().requests()).isEmpty();
    }

    @Test
    void whatWaveHasNoFieldForIsNotPromised() {
        assertThat(account.connector().types())
                .filteredOn(type -> type.type().equals(PERSON))
                .singleElement()
                .satisfies(type -> assertThat(type.field("gender")).isEmpty());
        assertThat(Person.SCHEMA.index("gender")).isNotNegative();
        assertThat(account.connector().types())
                .filteredOn(type -> type.type().equals(PRODUCT))
                .singleElement()
                .satisfies(type -> assertThat(type.fields())
                        .hasSize(Product.SCHEMA.properties().size()));
    }
}
