package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.token.TokenStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of tokens, businesses and the messages without access. */
final class AccessTest {
    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    private static List<String> messages(Check check, Check.Level level) {
        return check.findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Check.Finding::message)
                .toList();
    }

    private List<String> problems() {
        return messages(account.connector().check(), Check.Level.PROBLEM);
    }

    private void connect() {
        account.without("accessToken")
                .with(
                        "oauth",
                        Map.of(
                                "clientId",
                                "id",
                                "clientSecret",
                                "secret-canary",
                                "refreshToken",
                                account.wave.tokens().connect()));
    }

    private long refreshes() {
        return refreshCalls().size();
    }

    private static boolean isThere(Connector connector, String id) {
        return connector.lookup(ORGANISATION).orElseThrow().byId(List.of(id)).get(id) instanceof Lookup.Found.Present;
    }

    /** Returns a token store that stores a token and then ends the process. */
    private static TokenStore dyingAfterwards(TokenStore store) {
        return new TokenStore() {
            @Override
            public Optional<String> read(String name) {
                return store.read(name);
            }

            @Override
            public boolean replace(String name, @Nullable String expected, String next) {
                store.replace(name, expected, next);
                throw new IllegalStateException("the process dies here");
            }
        };
    }

    @Test
    @Tag("case-17")
    void aCrashRightAfterARenewedTokenWasKeptCostsNothing() {
        String id = account.customer(Map.of("name", "Fram"));
        connect();
        Connector dying = account.connector(dyingAfterwards(account.tokens));
        assertThat(catchThrowable(() -> isThere(dying, id))).hasMessageContaining("dies here");

        for (int runs = 0; runs < 3; runs++) {
            assertThat(isThere(account.connector(), id)).isTrue();
        }
        assertThat(refreshes()).isEqualTo(1 + 3);
    }

    @Test
    @Tag("case-17")
    void anAccessTokenThatExpiresIsRenewedOnTheWay() {
        account.wave.tokens().lifetime(Duration.ofHours(2));
        connect();
        Connector connector = account.connector();
        for (int hours = 0; hours < 6; hours++) {
            Operation insert = account.insert(Account.fields(Organisation.SCHEMA, "name", "Fram " + hours));
            assertThat(connector.writer(ORGANISATION).orElseThrow().write(List.of(insert)))
                    .hasEntrySatisfying(
                            insert.id(), outcome -> assertThat(outcome).isInstanceOf(Outcome.Applied.class));
            account.clock.advance(Duration.ofHours(1));
        }
        assertThat(account.wave.ids(account.business, "customers")).hasSize(6);
        assertThat(refreshes()).isBetween(3L, 6L);
    }

    @Test
    @Tag("case-17")
    @Tag("R37")
    @Tag("acceptance-26")
    void accessThatWasWithdrawnIsToldWithoutTellingTokens() {
        connect();
        account.wave.tokens().revokeAll();

        assertThatThrownBy(() -> account.readAll(ORGANISATION, 10))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                .hasMessageContaining("authorize again")
                .hasMessageNotContaining("canary");
    }

    @Test
    @Tag("case-17")
    void aBusinessThatLosesItsPlanIsNotTakenForOneWithoutCustomers() {
        String id = account.customer(Map.of("name", "Fram"));
        Connector connector = account.connector();
        assertThat(isThere(connector, id)).isTrue();
        account.wave.pro(account.business, false);

        assertThatThrownBy(() -> isThere(connector, id))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                .hasMessageContaining("does not contain the business");
        account.wave.pro(account.business, true);
        assertThat(isThere(connector, id)).isTrue();
    }

    @Test
    void oneBusinessIsFoundByItselfAndAnArchivedOneIsNoneToChooseFrom() {
        account.wave.archiveBusiness(account.wave.addBusiness("Old"));
        account.with("incomeAccountId", "account-1");

        assertThat(account.connector().check().findings()).isEmpty();
    }

    @Test
    void noBusinessAWrongOneAndAnArchivedOneAreTold() {
        account.wave.pro(account.business, false);
        assertThat(problems()).singleElement().asString().contains("paid plan");
        account.with("businessId", "QnVzaW5lc3M6bm9uZQ==");
        assertThat(problems()).singleElement().asString().contains("businessId");
        account.wave.pro(account.business, true);
        account.wave.archiveBusiness(account.business);
        account.with("businessId", account.business);
        assertThat(problems()).singleElement().asString().contains("archived");
    }

    @Test
    void aMissingIncomeAccountIsAWarning() {
        Check check = account.connector().check();

        assertThat(check.isFine()).isTrue();
        assertThat(messages(check, Check.Level.WARNING))
                .singleElement()
                .asString()
                .contains("incomeAccountId");
    }

    @Test
    void aFieldThatTheSchemaLacksIsNamedAsLeftOutAndASchemaThatIsNotShownIsNoProblem() {
        account.with("incomeAccountId", "account-1");
        account.wave
                .server()
                .failAlways(
                        request -> request.body().contains("__schema"),
                        new SimFault.Changed(response -> SimResponse.json(
                                200, response.body().replace("{\"name\":\"website\"}", "{\"name\":\"site\"}"))));
        assertThat(problems()).isEmpty();
        assertThat(messages(account.connector().check(), Check.Level.WARNING))
                .singleElement()
                .asString()
                .contains("Customer.website, CustomerCreateInput.website, CustomerPatchInput.website")
                .contains("organisation.domain is left out");
        assertThat(messages(account.connector().check(Set.of(EntityType.PERSON)), Check.Level.WARNING))
                .as("a person has no website")
                .isEmpty();

        account.wave.server().forgive();
        account.wave
                .server()
                .failAlways(
                        request -> request.body().contains("__schema"),
                        new SimFault.Changed(response -> SimResponse.json(
                                200, response.body().replace("{\"name\":\"name\"}", "{\"name\":\"label\"}"))));
        assertThat(problems())
                .as("nothing is synced without a name")
                .anyMatch(problem -> problem.contains("no Customer.name, which Talk needs"));

        account.wave.server().forgive();
        account.wave
                .server()
                .failAlways(
                        request -> request.body().contains("__schema"),
                        new SimFault.Answer(200, "{\"errors\":[{\"message\":\"introspection is off\"}]}"));
        assertThat(problems()).isEmpty();
    }

    @Test
    void aCheckAsksForTheTypesThatTakePart() {
        assertThat(account.connector().check(Set.of(EntityType.ORGANISATION)).findings())
                .as("products without an income account are nobody's concern")
                .isEmpty();
        assertThat(account.wave.server().requests())
                .noneMatch(request ->
                        request.body().contains("products(") || request.body().contains("mutation"));
    }

    @Test
    void aScopeThatIsMissingIsAProblem() {
        account.with("businessId", account.business);
        String refusal = "{\"data\":{\"business\":null},\"errors\":[{\"message\":\"missing scope customer:read\","
                + "\"path\":[\"business\",\"list\"],\"extensions\":{\"code\":\"FORBIDDEN\"}}]}";
        account.wave.server().fail(request -> request.body().contains("customers("), new SimFault.Answer(200, refusal));

        assertThat(problems()).singleElement().asString().contains("customer:read");
    }

    @Test
    void tooManyCallsAreWaitedFor() {
        account.wave.limit(3);
        for (int i = 0; i < 25; i++) {
            account.customer(Map.of("name", "Customer " + i));
        }

        assertThat(account.readAll(ORGANISATION, 2)).hasSize(25);
        assertThat(account.calls.count().limited()).isPositive();
    }

    @Test
    @Tag("case-17")
    @Tag("R37")
    void aRefreshTokenThatRotatesIsKeptAndSealed() {
        connect();
        account.readAll(ORGANISATION, 10);
        account.clock.advance(Duration.ofHours(1));
        account.readAll(ORGANISATION, 10);

        assertThat(account.wave.tokens().isGood(firstShown())).isFalse();
        assertThat(account.kept)
                .isNotEmpty()
                .allSatisfy(kept -> assertThat(kept).startsWith("s1.").doesNotContain("canary"));
    }

    private List<SimRequest> refreshCalls() {
        return account.wave.server().requests().stream()
                .filter(request -> request.path().contains("oauth2"))
                .toList();
    }

    private String firstShown() {
        return refreshCalls().get(0).form().get("refresh_token").get(0);
    }

    /** Returns a token store that fails. */
    private static TokenStore full(TokenStore store) {
        return new TokenStore() {
            @Override
            public Optional<String> read(String name) {
                return store.read(name);
            }

            @Override
            public boolean replace(String name, @Nullable String expected, String next) {
                throw new TalkException(ErrorCode.STORE_FAILED, "the disk is full");
            }
        };
    }

    @Test
    @Tag("case-17")
    void whenTheTokenCannotBeKeptNothingIsAskedWithTheOneThatCameWithIt() {
        connect();
        Connector connector = account.connector(full(account.tokens));

        assertThatThrownBy(() -> isThere(connector, "bm9ib2R5")).hasMessageContaining("disk is full");

        assertThat(account.wave.server().count(request -> request.path().startsWith("/graphql")))
                .isZero();
    }

    @Test
    @Tag("case-17")
    void anotherProcessThatRenewedFirstIsFollowed() {
        String id = account.customer(Map.of("name", "Fram"));
        connect();
        Connector one = account.connector();
        Connector other = account.connector();
        for (int hours = 0; hours < 3; hours++) {
            assertThat(isThere(one, id)).isTrue();
            assertThat(isThere(other, id)).isTrue();
            account.clock.advance(Duration.ofHours(3));
        }
    }

    @Test
    @Tag("R37")
    void secretsAreSentInTheFormAloneAndTheRedirectAddressTooWhereItIsSet() {
        account.without("accessToken")
                .with(
                        "oauth",
                        Map.of(
                                "clientId", "id",
                                "clientSecret", "secret-canary",
                                "refreshToken", account.wave.tokens().connect(),
                                "redirectUri", "https://host.example/callback"))
                .readAll(ORGANISATION, 10);

        assertThat(refreshCalls()).singleElement().satisfies(request -> {
            assertThat(request.query()).isEmpty();
            assertThat(request.form())
                    .containsEntry("client_secret", List.of("secret-canary"))
                    .containsEntry("redirect_uri", List.of("https://host.example/callback"));
        });
    }

    @Test
    void ofSeveralBusinessesNoneIsGuessedAtAndTheChosenOneIsRead() {
        String other = account.wave.addBusiness("Other");
        account.customer(Map.of("name", "Fram"));
        String theirs = account.wave.create(other, "customers", Map.of("name", "Gjoa"));

        assertThat(problems()).singleElement().asString().contains("businessId", account.business, other);
        assertThat(account.with("businessId", other).readAll(ORGANISATION, 10))
                .singleElement()
                .satisfies(change -> assertThat(change.id()).isEqualTo(theirs));
    }

    @Test
    void oneWayInMustBeSetAndOneOnly() {
        account.without("accessToken");
        assertThatThrownBy(account::connector).hasMessageContaining("accessToken or oauth");
        connect();
        account.with("accessToken", "canary");
        assertThatThrownBy(account::connector)
                .hasMessageContaining("only one of")
                .hasMessageNotContaining("canary");
    }
}
