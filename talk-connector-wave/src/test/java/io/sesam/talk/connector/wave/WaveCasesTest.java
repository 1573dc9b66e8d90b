package io.sesam.talk.connector.wave;

import static io.sesam.talk.connector.wave.Account.CONTACT;
import static io.sesam.talk.connector.wave.Account.contactOf;
import static io.sesam.talk.connector.wave.Account.fields;
import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static io.sesam.talk.model.EntityType.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Product;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.testkit.sim.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Wave is known to do, case by case. */
final class WaveCasesTest {
    private static final Fields NOTHING = Fields.unknown(Organisation.SCHEMA);

    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    private static String errors(String code, String data) {
        return "{\"errors\":[{\"message\":\"it failed\",\"extensions\":{\"id\":\"1\",\"code\":\"" + code
                + "\"}}],\"data\":" + data + "}";
    }

    @Test
    @Tag("case-13")
    void anAnswerOf200WithErrorsIsNoSuccess() {
        account.wave.server().fail(new Fault.Answer(200, errors("FORBIDDEN", "null")));
        assertThatThrownBy(() -> account.readAll(ORGANISATION, 10))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
    }

    @Test
    @Tag("case-13")
    void aMomentOfWeaknessIsAskedAgainWhenReading() {
        String id = account.customer(Map.of("name", "Acme"));
        account.wave.server().fail(new Fault.Answer(200, errors("INTERNAL_SERVER_ERROR", "null")));
        assertThat(account.readAll(ORGANISATION, 10)).extracting(Change::id).containsExactly(id);
        assertThat(account.calls.count().repeated()).isEqualTo(1);
    }

    @Test
    @Tag("case-13")
    @Tag("R22")
    void whatDidNotSucceedIsRefusedWithTheFieldAndWithoutItsValue() {
        Outcome outcome = account.with("personAsCustomer", true)
                .writeOne(account.insert(fields(CONTACT, "firstname", "Ada", "email", "canary no address")));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason()).contains("email").doesNotContain("canary"));
        assertThat(account.wave.ids(account.business, "customers")).isEmpty();
    }

    @Test
    @Tag("case-13")
    void edgesWithoutANodeArePassedOver() {
        account.wave.nullNodes(true);
        account.customer(Map.of("name", "Acme"));
        assertThat(account.readAll(ORGANISATION, 10)).hasSize(1);
    }

    @Test
    @Tag("case-13")
    void partialDataIsNotTakenForTheWhole() {
        account.customer(Map.of("name", "Acme"));
        account.wave
                .server()
                .fail(
                        request -> request.body().contains("list:"),
                        new Fault.Answer(
                                200,
                                "{\"errors\":[{\"message\":\"x\",\"path\":[\"business\",\"list\"],\"extensions\":{\"code\":\"NEW\"}}],"
                                        + "\"data\":{\"business\":{\"id\":\"b\",\"list\":null,\"earlier\":{\"edges\":[]}}}}"));
        assertThatThrownBy(() -> account.readAll(ORGANISATION, 10)).hasMessageContaining("missing");
    }

    @Test
    @Tag("case-14")
    @Tag("R14")
    void anAddressIsWrittenAsWaveWantsItAndKeepsWhatTalkDoesNotKnow() {
        String id = account.customer(Map.of(
                "name",
                "Acme",
                "addressLine1",
                "Old 1",
                "city",
                "Iqaluit",
                "provinceCode",
                "CA-NU",
                "countryCode",
                "CA"));
        account.writeOne(account.update(id, fields(Organisation.SCHEMA, "address", "New 2"), NOTHING));
        assertThat(account.shown(id))
                .containsEntry("addressLine1", "New 2")
                .containsEntry("city", "Iqaluit")
                .containsEntry("provinceCode", "CA-NU")
                .containsEntry("countryCode", "CA");

        account.writeOne(account.update(id, fields(Organisation.SCHEMA, "country", "Norway"), NOTHING));
        assertThat(account.shown(id)).containsEntry("countryCode", "NO").doesNotContainKey("provinceCode");
    }

    @Test
    @Tag("case-14")
    @Tag("R3")
    void aCountryThatIsNoneIsNeverSentBecauseItWouldFailTheWholeRequest() {
        assertThat(account.connector().types().stream()
                        .filter(spec -> spec.type().equals(ORGANISATION))
                        .findFirst()
                        .orElseThrow()
                        .field("country")
                        .orElseThrow()
                        .isVocabularyOnly())
                .isTrue();
    }

    @Test
    @Tag("case-15")
    @Tag("R28")
    void nobodyIsLeftOutWhenOthersGoBetweenPages() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            ids.add(account.customer(Map.of("name", "Customer " + i)));
        }
        var reader = account.connector().reader(ORGANISATION).orElseThrow();
        Instant now = account.clock.instant();
        Set<String> seen = new HashSet<>();
        Page page = reader.read(ReadRequest.fromStart(now, 5));
        page.changes().forEach(change -> seen.add(change.id()));
        for (int i = 0; page.hasMore(); i++) {
            if (i < 3) {
                String gone = seen.iterator().next();
                account.wave.delete(account.business, "customers", gone);
                ids.remove(gone);
                seen.remove(gone);
            }
            page = reader.read(ReadRequest.after(page.next(), now, 5));
            page.changes().forEach(change -> seen.add(change.id()));
        }
        assertThat(seen).containsAll(ids);
    }

    @Test
    @Tag("case-16")
    @Tag("R21")
    void aCreateWithoutAnAnswerIsUnknownIsNotSentAgainAndIsFoundByItsOperation() {
        account.connector().check();
        account.wave.server().forget();
        account.wave.server().fail(Account::isMutation, new Fault.Reset(true));
        Operation insert = account.insert(fields(Organisation.SCHEMA, "name", "Acme"));

        assertThat(account.writeOne(insert)).isInstanceOf(Outcome.Unknown.class);
        assertThat(account.mutations()).isEqualTo(1);
        String id = account.wave.ids(account.business, "customers").get(0);
        assertThat(account.connector()
                        .lookup(ORGANISATION)
                        .orElseThrow()
                        .byOperation()
                        .orElseThrow()
                        .find(List.of(insert.id(), "never sent"), account.clock.instant()))
                .containsOnlyKeys(insert.id())
                .hasEntrySatisfying(insert.id(), found -> assertThat(found.id()).isEqualTo(id));
    }

    @Test
    @Tag("case-17")
    void aRefreshTokenThatRotatesIsKeptBeforeTheAccessTokenIsUsed() {
        String first = account.wave.tokens().connect();
        oauth(first);
        account.readAll(ORGANISATION, 10);
        assertThat(account.wave.tokens().isGood(first))
                .as("the first one is used up")
                .isFalse();

        account.clock.advance(Duration.ofHours(1));
        account.readAll(ORGANISATION, 10);
        assertThat(account.tokens.read("refresh"))
                .hasValueSatisfying(kept -> assertThat(kept).doesNotContain("canary"));
    }

    @Test
    @Tag("case-17")
    void whenTheTokenCannotBeKeptNothingIsAskedWithTheOneThatCameWithIt() {
        oauth(account.wave.tokens().connect());
        AtomicBoolean broken = new AtomicBoolean(true);
        TokenStore store = new TokenStore() {
            @Override
            public Optional<String> read(String name) {
                return account.tokens.read(name);
            }

            @Override
            public boolean replace(String name, String expected, String next) {
                if (broken.get()) {
                    throw new TalkException(ErrorCode.STORE_FAILED, "the disk is full");
                }
                return account.tokens.replace(name, expected, next);
            }
        };
        var reader = account.connector(store).reader(ORGANISATION).orElseThrow();
        assertThatThrownBy(() -> reader.read(ReadRequest.fromStart(account.clock.instant(), 10)))
                .hasMessageContaining("disk is full");
        assertThat(account.wave.server().count(request -> request.path().startsWith("/graphql")))
                .as("calls with a token whose successor is not safe")
                .isZero();
    }

    @Test
    @Tag("case-17")
    @Tag("R30")
    void aBusinessThatLosesItsPlanPausesTheSystemAndDeletesNobody() {
        account.customer(Map.of("name", "Acme"));
        account.wave.pro(account.business, false);
        assertThatThrownBy(() -> account.readAll(ORGANISATION, 10))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
        assertThat(account.connector().check().isFine()).isFalse();
    }

    private void oauth(String refreshToken) {
        account.without("accessToken")
                .with("oauth", Map.of("clientId", "id", "clientSecret", "secret-canary", "refreshToken", refreshToken));
    }

    @Test
    void betweenSeveralBusinessesNoneIsGuessed() {
        account.wave.addBusiness("Another");
        Check check = account.connector().check();
        assertThat(check.isFine()).isFalse();
        assertThat(check.findings().get(0).message()).contains("businessId", account.business);
        assertThat(account.with("businessId", account.business)
                        .connector()
                        .check()
                        .isFine())
                .isTrue();
    }

    @Test
    @Tag("R38")
    void aPersonBecomesTheContactOfACustomerThatHasNoneAndOnlyOneDoes() {
        String customer = account.customer(Map.of("name", "Acme"));
        Operation ada = account.insert(contactOf(customer, "firstname", "Ada", "email", "ada@x.example"));
        Operation bob = account.insert(contactOf(customer, "firstname", "Bob", "email", "bob@x.example"));
        Map<String, Outcome> outcomes = account.write(ada, bob);

        assertThat(outcomes.get(ada.id()))
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(applied.recordId()).isEqualTo(customer));
        assertThat(outcomes.get(bob.id())).isInstanceOf(Outcome.Rejected.class);
        assertThat(account.shown(customer))
                .containsEntry("email", "ada@x.example")
                .containsEntry("name", "Acme");
    }

    @Test
    void aPersonWithoutAnOrganisationIsRefusedUnlessPeopleMayBeCustomers() {
        Operation ada = account.insert(fields(CONTACT, "firstname", "Ada", "email", "ada@x.example"));
        assertThat(account.writeOne(ada))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("personAsCustomer"));

        Outcome made = account.with("personAsCustomer", true).writeOne(ada);
        assertThat(made).isInstanceOf(Outcome.Applied.class);
        assertThat(account.readAll(PERSON, 10)).hasSize(1);
        assertThat(account.readAll(ORGANISATION, 10)).allMatch(Change.Deleted.class::isInstance);
    }

    @Test
    void aCustomerAndItsContactAreChangedWithOneCall() {
        String customer = account.customer(Map.of("name", "Acme", "firstName", "Ada", "email", "ada@x.example"));
        account.connector().check();
        account.wave.server().forget();
        Map<String, Outcome> outcomes = account.write(
                account.update(customer, fields(Organisation.SCHEMA, "name", "Acme AS"), NOTHING),
                account.update(customer, fields(CONTACT, "lastname", "Lovelace"), Fields.unknown(CONTACT)));

        assertThat(outcomes.values()).hasSize(2).allMatch(Outcome.Applied.class::isInstance);
        assertThat(account.mutations()).isEqualTo(1);
        assertThat(account.shown(customer)).containsEntry("name", "Acme AS").containsEntry("lastName", "Lovelace");
    }

    @Test
    void aProductNeedsAnIncomeAccountAndSaysSo() {
        Operation product = account.insert(fields(Product.SCHEMA, "name", "Coffee"));
        assertThat(account.writeOne(product))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("incomeAccountId"));
        assertThat(account.with("incomeAccountId", "account-1").writeOne(product))
                .isInstanceOf(Outcome.Applied.class);
        assertThat(account.readAll(PRODUCT, 10)).hasSize(1);
    }

    @Test
    @Tag("R19")
    void aColleaguesEditSurvives() {
        String id = account.customer(Map.of("name", "Acme", "addressLine1", "Old"));
        Fields seen = account.record(ORGANISATION, id).fields();
        account.wave.edit(account.business, "customers", id, Map.of("addressLine1", "Colleague's"));
        Outcome outcome = account.writeOne(account.update(id, fields(Organisation.SCHEMA, "address", "Talk's"), seen));
        assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
        assertThat(account.shown(id)).containsEntry("addressLine1", "Colleague's");
    }
}
