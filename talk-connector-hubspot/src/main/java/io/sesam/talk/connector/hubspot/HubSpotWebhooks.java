package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.WebhookSignature;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.Webhooks;
import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * HubSpot's webhooks with version 3 signatures. HMAC-SHA256 of method, address, body and time, in Base64.
 *
 * <p>HubSpot decodes only a few escapes of the address before it signs.
 */
final class HubSpotWebhooks implements Webhooks {
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Pattern ESCAPES =
            Pattern.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", Pattern.CASE_INSENSITIVE);
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
            throw refused("its timestamp is missing or differs by more than five minutes");
        }
        WebhookSignature webhookSignature = WebhookSignature.hmacSha256(
                secret, utf8(request.method() + decoded(request.url())), request.body(), utf8(time));
        if (!webhookSignature.isBase64(request.header("X-HubSpot-Signature-v3").orElse(""))) {
            throw refused("its signature does not match; check that webhookSecret is the client secret of the app,"
                    + " and that the address is the one HubSpot called");
        }
        JsonNode events = JsonValues.read(request.text());
        if (!events.isArray()) {
            throw new TalkException(ErrorCode.UNREADABLE, "the body of a HubSpot webhook is not a list of events");
        }
        return JsonValues.items(events)
                .flatMap(HubSpotWebhooks::hints)
                .distinct()
                .toList();
    }

    private boolean isOld(Instant sent) {
        return Duration.between(sent, clock.instant()).abs().compareTo(OLDEST) > 0;
    }

    private static TalkException refused(String why) {
        return new TalkException(ErrorCode.ACCESS_REFUSED, "a webhook was refused as not sent by HubSpot: " + why);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String decoded(String url) {
        return ESCAPES.matcher(url)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** Returns the hints of an event. For a merge, the surviving and all merged records; otherwise the one record. */
    private static Stream<Hint> hints(JsonNode event) {
        String subscription = event.path("subscriptionType").asText();
        String object = subscription.startsWith("object.")
                ? event.path("objectTypeId").asText()
                : subscription.split("\\.", 2)[0];
        Optional<EntityType> type = switch (object) {
            case "contact", "0-1" -> Optional.of(EntityType.PERSON);
            case "company", "0-2" -> Optional.of(EntityType.ORGANISATION);
            case "product", "0-7" -> Optional.of(EntityType.PRODUCT);
            default -> Optional.empty();
        };
        Stream<String> ids = Stream.concat(
                Stream.of("objectId", "primaryObjectId", "newObjectId", "fromObjectId")
                        .flatMap(name -> JsonValues.text(event, name).stream()),
                JsonValues.items(event.path("mergedObjectIds")).map(JsonNode::asText));
        return type.stream().flatMap(known -> ids.map(id -> new Hint(known, id)));
    }
}
