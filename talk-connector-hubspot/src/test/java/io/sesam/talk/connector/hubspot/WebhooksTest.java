package io.sesam.talk.connector.hubspot;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static io.sesam.talk.model.EntityType.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that only signed webhooks are accepted. They only select records to read again. */
@Tag("case-11")
@Tag("R29")
final class WebhooksTest {
    private static final String SECRET = "canary-webhook-secret";
    private static final String URL = "https://talk.example/hook?system=crm";
    private static final String CREATED = "[{\"subscriptionType\":\"contact.creation\",\"objectId\":17}]";

    private final Portal portal = new Portal().with("webhookSecret", SECRET);

    @AfterEach
    void close() {
        portal.close();
    }

    private static String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Hint> receive(String url, String body, Instant sent, String signed) {
        String time = String.valueOf(sent.toEpochMilli());
        Map<String, List<String>> headers = Map.of(
                "X-HubSpot-Request-Timestamp", List.of(time),
                "x-hubspot-signature-v3", List.of(signature(signed + time)));
        return portal.connector()
                .webhooks()
                .orElseThrow()
                .receive(WebhookRequest.of("POST", url, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Hint> receive(String body) {
        return receive(URL, body, portal.clock.instant(), "POST" + URL + body);
    }

    private void assertRefused(String url, String body, Instant sent, String signed) {
        assertThatThrownBy(() -> receive(url, body, sent, signed))
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                .hasMessageNotContaining(SECRET);
    }

    /** As HubSpot sends them: late, twice, and in any order. */
    @Test
    @Tag("acceptance-16")
    void whateverHappensIsHeardOfInTheEnd() {
        SimHubSpot hubspot = portal.hubspot;
        hubspot.webhooks(URL, Secret.of(SECRET));
        Set<Hint> expected = new HashSet<>();
        for (int i = 0; i < 150; i++) {
            expected.add(new Hint(PERSON, hubspot.create("contacts", Map.of("email", "p" + i + "@x.example"))));
        }
        String company = hubspot.create("companies", Map.of("name", "Fram"));
        expected.add(new Hint(EntityType.ORGANISATION, company));
        List<String> contacts = hubspot.ids("contacts");
        hubspot.merge("contacts", contacts.get(0), contacts.get(1));
        hubspot.archive("contacts", contacts.get(2));

        Random random = new Random(11);
        Set<Hint> heard = new HashSet<>();
        int written = 0;
        for (int round = 0; round < 20; round++) {
            for (WebhookRequest request : hubspot.deliver(random)) {
                List<Hint> hints = portal.connector().webhooks().orElseThrow().receive(request);
                assertThat(hints).doesNotHaveDuplicates();
                written += JsonValues.read(request.text()).size();
                heard.addAll(hints);
            }
        }
        assertThat(heard).isEqualTo(expected);
        assertThat(written).as("some events came twice").isGreaterThan(150 + 1 + 2);
    }

    @Test
    void whatIsSignedWithTheWholeAddressIsBelieved() {
        assertThat(receive(CREATED)).containsExactly(new Hint(PERSON, "17"));
    }

    @Test
    @Tag("acceptance-18")
    void theQueryIsSignedTooAndSoIsEveryLetterOfTheBody() {
        Instant now = portal.clock.instant();
        assertRefused(URL, CREATED, now, "POST" + "https://talk.example/hook" + CREATED);
        assertRefused(URL + "&more=1", CREATED, now, "POST" + URL + CREATED);
        assertRefused(URL, CREATED + " ", now, "POST" + URL + CREATED);
        assertRefused(URL, CREATED, now, "PUT" + URL + CREATED);
    }

    @Test
    void afterFiveMinutesASignatureIsTooOld() {
        Instant now = portal.clock.instant();
        assertThat(receive(URL, CREATED, now.minus(Duration.ofSeconds(299)), "POST" + URL + CREATED))
                .hasSize(1);
        assertRefused(URL, CREATED, now.minus(Duration.ofSeconds(301)), "POST" + URL + CREATED);
    }

    @Test
    void aFewEscapesAreDecodedBeforeSigningAndNoOthers() {
        String called = "https://talk.example/hook?to=a%40b%2Fc&space=%20&percent=%25";
        String signed = "https://talk.example/hook?to=a@b/c&space=%20&percent=%25";

        assertThat(receive(called, CREATED, portal.clock.instant(), "POST" + signed + CREATED))
                .hasSize(1);
    }

    @Test
    void everyKindOfEventIsAHintToReadItsRecordAgain() {
        assertThat(receive(
                        "[{\"subscriptionType\":\"contact.propertyChange\",\"objectId\":1,\"propertyName\":\"email\","
                                + "\"propertyValue\":\"a@x.example\"},"
                                + "{\"subscriptionType\":\"contact.privacyDeletion\",\"objectId\":2},"
                                + "{\"subscriptionType\":\"company.deletion\",\"objectId\":3},"
                                + "{\"subscriptionType\":\"company.restore\",\"objectId\":4},"
                                + "{\"subscriptionType\":\"product.creation\",\"objectId\":5},"
                                + "{\"subscriptionType\":\"object.creation\",\"objectTypeId\":\"0-2\",\"objectId\":6},"
                                + "{\"subscriptionType\":\"deal.creation\",\"objectId\":7}]"))
                .containsExactly(
                        new Hint(PERSON, "1"),
                        new Hint(PERSON, "2"),
                        new Hint(ORGANISATION, "3"),
                        new Hint(ORGANISATION, "4"),
                        new Hint(PRODUCT, "5"),
                        new Hint(ORGANISATION, "6"));
    }

    @Test
    @Tag("acceptance-16")
    void ofAMergeBothAreReadAgainAndDoubledEventsOnce() {
        String merge = "{\"subscriptionType\":\"company.merge\",\"objectId\":1,\"primaryObjectId\":1,"
                + "\"mergedObjectIds\":[2,3],\"newObjectId\":1}";

        assertThat(receive("[" + merge + "," + merge + "]"))
                .containsExactly(new Hint(ORGANISATION, "1"), new Hint(ORGANISATION, "2"), new Hint(ORGANISATION, "3"));
    }
}
