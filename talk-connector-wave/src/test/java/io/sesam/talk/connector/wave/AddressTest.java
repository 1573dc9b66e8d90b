package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Value;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Case 14: an address is read in one shape and written, as a whole, in another. */
@Tag("case-14")
final class AddressTest {
    private final Account account = new Account();
    private int operations;

    @AfterEach
    void close() {
        account.close();
    }

    private Outcome update(String customer, Fields changes, Fields basedOn) {
        return account.writeOne(Operation.update("o" + ++operations, customer, changes, basedOn, null));
    }

    private Fields read(String customer) {
        return account.read(ORGANISATION, null, 100).changes().stream()
                .filter(change -> change.id().equals(customer))
                .map(change -> ((RecordSnapshot) change).fields())
                .findFirst()
                .orElseThrow();
    }

    private String californian() {
        return account.customer(
                "name",
                "Fram",
                "addressLine1",
                "Main Street 1",
                "city",
                "Oakland",
                "postalCode",
                "01234",
                "countryCode",
                "US",
                "provinceCode",
                "US-CA");
    }

    @Test
    @Tag("R4")
    void whatWasReadCanBeWrittenBack() {
        String customer = californian();
        Fields read = read(customer);
        var before = account.shown(customer);

        assertThat(update(customer, read, read)).isInstanceOf(Outcome.Applied.class);

        assertThat(read.country("country")).isEqualTo(Value.of(Country.parse("US")));
        assertThat(account.shown(customer)).isEqualTo(before);
    }

    @Test
    void theShapeThatIsReadIsNeverSent() {
        String customer = californian();
        update(customer, Account.organisation("address2", "2nd floor"), read(customer));

        String sent = account.wave.server().requests().stream()
                .filter(Account.asking("customerPatch"))
                .map(SimRequest::json)
                .map(json -> json.at("/variables/input/address").toString())
                .findFirst()
                .orElseThrow();
        assertThat(sent)
                .contains("\"countryCode\":\"US\"", "\"provinceCode\":\"US-CA\"")
                .doesNotContain("\"country\"", "\"province\"");
    }

    @Test
    void whatTalkDoesNotKnowOfAnAddressStays() {
        String customer = californian();

        update(customer, Account.organisation("zip", "94601"), read(customer));

        assertThat(account.shown(customer))
                .containsEntry("postalCode", "94601")
                .containsEntry("addressLine1", "Main Street 1")
                .containsEntry("city", "Oakland")
                .containsEntry("countryCode", "US")
                .containsEntry("provinceCode", "US-CA");
    }

    @Test
    void aProvinceGoesWithItsCountry() {
        String customer = californian();

        Outcome outcome = update(customer, Account.organisation("country", "NO"), read(customer));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(account.shown(customer))
                .containsEntry("countryCode", "NO")
                .containsEntry("city", "Oakland")
                .doesNotContainKey("provinceCode");
    }

    @Test
    @Tag("R2")
    void aClearedCountryTakesItsProvinceAlong() {
        String customer = californian();

        Outcome outcome = update(customer, Account.organisation("country", ""), read(customer));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(account.shown(customer))
                .containsEntry("addressLine1", "Main Street 1")
                .doesNotContainKeys("provinceCode", "countryCode");
    }

    @Test
    @Tag("R3")
    @Tag("acceptance-24")
    void aCountryInWordsIsSentAsItsCode() {
        Outcome outcome = account.writeOne(
                Operation.insert("o1", Account.organisation("name", "Fram", "country", "Norge", "zip", "0150")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(account.shown(applied.recordId()))
                                .containsEntry("countryCode", "NO")
                                .containsEntry("postalCode", "0150"));
    }

    @Test
    @Tag("R3")
    @Tag("R22")
    void aCountryOutsideTheVocabularyIsDeclaredUnwritableAndDoesNoHarm() {
        String customer = californian();
        assertThat(account.connector().types().stream()
                        .filter(type -> type.type().equals(ORGANISATION))
                        .flatMap(type -> type.field("country").stream()))
                .allMatch(field -> field.isVocabularyOnly());

        Outcome outcome = update(customer, Account.organisation("country", "Atlantis"), read(customer));

        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(account.shown(customer)).containsEntry("countryCode", "US");
    }

    @Test
    @Tag("R19")
    void aCustomerWithoutAnAddressGetsOne() {
        String customer = account.customer("name", "Fram");
        Fields read = read(customer);

        assertThat(update(customer, Account.organisation("zip", "0150"), read)).isInstanceOf(Outcome.Applied.class);

        assertThat(account.shown(customer)).containsEntry("postalCode", "0150");
    }

    @Test
    void aChangeOfTheNameSendsNoAddress() {
        String customer = californian();

        update(customer, Account.organisation("name", "Fram AS"), read(customer));

        assertThat(account.shown(customer)).containsEntry("name", "Fram AS").containsEntry("provinceCode", "US-CA");
        assertThat(account.wave.server().requests().stream()
                        .filter(Account.asking("customerPatch"))
                        .map(request -> request.json().at("/variables/input")))
                .singleElement()
                .satisfies(input -> assertThat(input.has("address")).isFalse());
    }
}
