package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Json;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.Secret;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.Webhooks;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Understands HubSpot's webhooks, signed in the third way: HMAC-SHA256 of method, address, body and time, in Base64.
 *
 * <p>Of the address, HubSpot decodes a few escapes before it signs, and no others.
 */
final class HubSpotWebhooks implements Webhooks {
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Map<String, String> ESCAPES = Map.ofEntries(
            Map.entry("%3A", ":"),
            Map.entry("%2F", "/"),
            Map.entry("%3F", "?"),
            Map.entry("%40", "@"),
            Map.entry("%21", "!"),
            Map.entry("%24", "$"),
            Map.entry("%27", "'"),
            Map.entry("%28", "("),
            Map.entry("%29", ")"),
            Map.entry("%2A", "*"),
            Map.entry("%2C", ","),
            Map.entry("%3B", ";"));
    private static final Map<String, EntityType> TYPES = Map.of(
            "contact",
            EntityType.PERSON,
            "company",
            EntityType.ORGANISATION,
            "product",
            EntityType.PRODUCT,
            "0-1",
            EntityType.PERSON,
            "0-2",
            EntityType.ORGANISATION,
            "0-7",
            EntityType.PRODUCT);

    private final Secret secret;
    private final Clock clock;

    HubSpotWebhooks(Secret secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public List<Hint> receive(WebhookRequest request) {
        String time = request.header("X-HubSpot-Request-Timestamp").orElse("");
        if (!time.matches("\\d{10,16}") || isOld(Instant.ofEpochMilli(Long.parseLong(time)))) {
            throw refused("it carries no time, or one that is more than five minutes away");
        }
        byte[] shown = request.header("X-HubSpot-Signature-v3").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(shown, signature(request, time).getBytes(StandardCharsets.UTF_8))) {
            throw refused("its signature is not that of the app whose webhookSecret is set, for the address "
                    + "that HubSpot called");
        }
        JsonNode events = Json.read(request.text());
        if (!events.isArray()) {
            throw new TalkException(ErrorCode.UNREADABLE, "a webhook of HubSpot is not a list of events");
        }
        return Json.items(events).flatMap(HubSpotWebhooks::hints).distinct().toList();
    }

    private boolean isOld(Instant sent) {
        return Duration.between(sent, clock.instant()).abs().compareTo(OLDEST) > 0;
    }

    private static TalkException refused(String why) {
        return new TalkException(ErrorCode.ACCESS_REFUSED, "a webhook is not from HubSpot: " + why);
    }

    private String signature(WebhookRequest request, String time) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((request.method() + decoded(request.url())).getBytes(StandardCharsets.UTF_8));
            mac.update(request.body());
            return Base64.getEncoder().encodeToString(mac.doFinal(time.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }

    private static String decoded(String url) {
        return ESCAPES.entrySet().stream()
                .reduce(
                        url,
                        (text, escape) -> text.replaceAll(
                                "(?i)" + escape.getKey(), java.util.regex.Matcher.quoteReplacement(escape.getValue())),
                        (one, other) -> one);
    }

    /** Of a merge, the survivor and all that were merged; of anything else, the one record. */
    private static Stream<Hint> hints(JsonNode event) {
        String subscription = event.path("subscriptionType").asText();
        String object = subscription.startsWith("object.")
                ? event.path("objectTypeId").asText()
                : subscription.split("\\.", 2)[0];
        EntityType type = TYPES.get(object);
        Stream<String> ids = Stream.concat(
                Stream.of("objectId", "primaryObjectId", "newObjectId", "fromObjectId")
                        .flatMap(name -> Json.text(event, name).stream()),
                Json.items(event.path("mergedObjectIds")).map(JsonNode::asText));
        return type == null ? Stream.empty() : ids.map(id -> new Hint(type, id));
    }
}
