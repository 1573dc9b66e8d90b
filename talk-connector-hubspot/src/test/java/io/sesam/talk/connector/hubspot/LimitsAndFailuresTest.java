package io.sesam.talk.connector.hubspot;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Property;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of limits, failures and partial responses. */
final class LimitsAndFailuresTest {
    private final Portal portal = new Portal();

    @AfterEach
    void close() {
        portal.close();
    }

    private static String limited(String policy) {
        return "{\"status\":\"error\",\"errorType\":\"RATE_LIMIT\",\"policyName\":\"" + policy + "\"}";
    }

    @ParameterizedTest
    @CsvSource({"SECONDLY,1", "TEN_SECONDLY_ROLLING,10"})
    @Tag("case-7")
    @Tag("acceptance-27")
    void tooManyCallsWithoutRetryAfterWaitAsThePolicySays(String policy, int seconds) {
        portal.hubspot.create("companies", Map.of("name", "Acme"));
        portal.hubspot.server().fail(new SimFault.Answer(429, limited(policy)));
        Instant before = portal.clock.instant();

        assertThat(portal.read(ORGANISATION)).hasSize(1);

        assertThat(Duration.between(before, portal.clock.instant()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
        assertThat(portal.calls.count().limited()).isEqualTo(1);
    }

    @Test
    @Tag("case-7")
    @Tag("R30")
    void theCallsOfADayAreNotAskedForAgain() {
        portal.hubspot.server().fail(new SimFault.Answer(429, limited("DAILY")));

        assertThatThrownBy(() -> portal.read(ORGANISATION))
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.QUOTA_EXHAUSTED))
                .hasMessageContaining("midnight");
        assertThat(portal.hubspot.server().requests()).hasSize(1);
    }

    @Test
    @Tag("case-7")
    void searchIsPacedWithoutAnyHeaderToGoBy() {
        for (int i = 0; i < 1_200; i++) {
            portal.hubspot.create("companies", Map.of("name", "Company " + i));
        }
        portal.read(ORGANISATION);
        portal.clock.advance(Duration.ofMinutes(20));
        portal.hubspot.touchAll("companies");
        portal.clock.advance(Duration.ofMinutes(5));
        portal.hubspot.limit(100, 5, 250_000);

        assertThat(portal.read(ORGANISATION)).hasSize(1_200);
        assertThat(portal.calls.count().limited()).isZero();
        assertThat(portal.calls.count().waited()).isPositive();
    }

    @Test
    @Tag("case-8")
    void aLockedRecordIsAskedForAgainAfterTwoSeconds() {
        portal.hubspot.server().fail(new SimFault.Answer(423, "{}"));
        Instant before = portal.clock.instant();

        assertThat(portal.read(ORGANISATION)).isEmpty();

        assertThat(Duration.between(before, portal.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @Tag("case-8")
    @Tag("R30")
    void anAccountThatIsBeingMovedIsLeftForALaterRun() {
        portal.hubspot.server().fail(request -> request.path().contains("/batch/"), new SimFault.Answer(477, "{}"));

        Outcome outcome = portal.write(Operation.insert("a1", portal.fields(Organisation.SCHEMA, "name", "Acme")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.RetryLater.class,
                        later -> assertThat(later.reason()).contains("moved"));
        assertThat(portal.hubspot.ids("companies")).isEmpty();
    }

    @Test
    @Tag("case-8")
    void aTokenOfTheWrongFormIsAMatterForAPerson() {
        portal.hubspot.server().fail(new SimFault.Answer(530, "<html>error 1016</html>"));

        assertThatThrownBy(() -> portal.read(ORGANISATION))
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
    }

    @Test
    @Tag("case-9")
    void thePortalsOwnRulesAreEnforcedFromTheNewVersionOnly() {
        portal.hubspot.require("companies", "domain");
        Operation insert = Operation.insert("a1", portal.fields(Organisation.SCHEMA, "name", "Acme"));

        assertThat(portal.write(insert))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("domain"));

        try (Portal before = new Portal().with("apiVersion", "2026-03")) {
            before.hubspot.require("companies", "domain");
            assertThat(before.write(Operation.insert("a1", before.fields(Organisation.SCHEMA, "name", "Acme"))))
                    .isInstanceOf(Outcome.Applied.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "null", "\"no\"", "{\"errors\":[{}]}", "{\"errors\":\"x\",\"message\":null}"})
    @Tag("case-10")
    void aRefusalThatSaysNothingIsARefusalAllTheSame(String body) {
        portal.hubspot.server().fail(request -> request.path().contains("/batch/"), new SimFault.Answer(400, body));

        assertThat(portal.write(Operation.insert("a1", portal.fields(Organisation.SCHEMA, "name", "Acme"))))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"results\":[{}]}", "{\"errors\":[{},{\"context\":null}]}"})
    @Tag("case-10")
    @Tag("R21")
    void aPartOfAnAnswerThatDoesNotSayWhoItIsAboutIsUnknown(String body) {
        portal.hubspot.server().fail(request -> request.path().contains("/batch/"), new SimFault.Answer(207, body));

        assertThat(portal.write(Operation.insert("a1", portal.fields(Organisation.SCHEMA, "name", "Acme"))))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aMissingScopeIsNamed() {
        portal.hubspot.withdrawScope("crm.objects.companies.write");

        assertThat(portal.connector().check().isFine()).isFalse();
        assertThat(portal.connector().check().findings())
                .anyMatch(finding -> finding.message().contains("crm.objects.companies.write"));
    }

    @Test
    @Tag("R33")
    void aCheckAsksForTheTypesThatTakePartAndSendsNothingThatWrites() {
        portal.hubspot.withdrawScope("crm.objects.companies.read");
        portal.hubspot.withdrawScope("crm.objects.products.write");

        Check check = portal.connector().check(Set.of(EntityType.PERSON));

        assertThat(check.isFine()).as(check.toString()).isTrue();
        assertThat(portal.hubspot.server().requests())
                .isNotEmpty()
                .allMatch(request -> request.method().equals("GET")
                        || request.path().equals("/oauth/v2/private-apps/get/access-token-info"))
                .noneMatch(request -> request.path().matches(".*(companies|products).*"));
        assertThat(portal.connector().check().findings())
                .filteredOn(finding -> finding.level() == Check.Level.PROBLEM)
                .extracting(Check.Finding::message)
                .anyMatch(message -> message.contains("crm.objects.companies.read"))
                .anyMatch(message -> message.contains("crm.objects.products.write"));
        assertThat(portal.writeCalls()).isZero();
    }

    @Test
    void aTokenWhoseScopesHubSpotDoesNotTellIsNoProblem() {
        portal.hubspot
                .server()
                .failAlways(request -> request.path().endsWith("/access-token-info"), new SimFault.Answer(404, "{}"));

        Check check = portal.connector().check(Set.of(EntityType.PERSON));

        assertThat(check.isFine()).isTrue();
        assertThat(check.findings())
                .anyMatch(finding -> finding.level() == Check.Level.NOTE
                        && finding.message().contains("whether it may write contacts shows with the first write"));
    }

    @Test
    @Tag("R22")
    void aPropertyThatThePortalLacksIsLeftOutAndNamedAndThePeopleAreWritten() {
        try (Portal mapped = new Portal()
                .with(Portal.EMPLOYED.with(Property.text("title"), Property.text("shoe")))
                .with("properties", Map.of("person", Map.of("title", "jobtitle", "shoe", "shoe_size")))) {
            TypeSpec spec = mapped.connector().types().stream()
                    .filter(type -> type.type().equals(EntityType.PERSON))
                    .findFirst()
                    .orElseThrow();

            assertThat(spec.field("shoe")).isEmpty();
            assertThat(spec.field("title")).isPresent();
            assertThat(spec.notes())
                    .singleElement()
                    .asString()
                    .contains("contacts have no property shoe_size")
                    .contains("the others are synced");
            assertThat(mapped.connector().types().stream()
                            .filter(type -> !type.notes().isEmpty()))
                    .as("asked again, it is said once")
                    .hasSize(1);
        }
        assertThat(portal.connector().types()).allMatch(type -> type.notes().isEmpty());
        assertThat(portal.hubspot.server().requests())
                .as("without further properties nothing is asked")
                .isEmpty();
    }

    @Test
    void aCheckNamesTheMappedPropertiesThatThePortalLacks() {
        try (Portal mapped = new Portal()
                .with(Organisation.SCHEMA.with(Property.text("number")))
                .with("properties", Map.of("organisation", Map.of("number", "no_such_property")))) {
            assertThat(mapped.connector().check().isFine()).isTrue();
            assertThat(mapped.connector().check().findings())
                    .filteredOn(finding -> finding.message().contains("no_such_property"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message()).contains("companies"));
        }
        assertThat(portal.connector().check().findings())
                .noneMatch(finding -> finding.message().contains("is mapped"));
    }

    @Test
    void anExpiredAccessTokenIsRenewedByItself() {
        try (Portal connected = new Portal()) {
            connected
                    .without("accessToken")
                    .with(
                            "oauth",
                            Map.of(
                                    "clientId", "talk",
                                    "clientSecret", "canary-client-secret",
                                    "refreshToken", connected.hubspot.tokens().connect()));
            connected.read(ORGANISATION);
            connected.clock.advance(Duration.ofHours(2));
            connected.hubspot.create("companies", Map.of("name", "Acme"));
            connected.clock.advance(Duration.ofHours(2));

            assertThat(connected.read(ORGANISATION)).hasSize(1);
        }
    }
}
