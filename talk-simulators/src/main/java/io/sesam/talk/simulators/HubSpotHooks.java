package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The webhooks of a simulated HubSpot portal. Events arrive late, twice, and in any order, as they may in reality. */
final class HubSpotHooks {
    private static final int AT_ONCE = 100;
    private static final Map<String, String> SUBJECTS =
            Map.of("contacts", "contact", "companies", "company", "products", "product");

    private final Clock clock;
    private final String url;
    private final Secret secret;
    private final List<ObjectNode> waiting = new ArrayList<>();
    private long lastEvent = 1_000;

    HubSpotHooks(Clock clock, String url, Secret secret) {
        this.clock = clock;
        this.url = url;
        this.secret = secret;
    }

    void happened(String type, String what, String id) {
        waiting.add(JsonNodeFactory.instance
                .objectNode()
                .put("eventId", ++lastEvent)
                .put("subscriptionId", 71)
                .put("portalId", 4711)
                .put("appId", 815)
                .put("occurredAt", clock.millis())
                .put("subscriptionType", SUBJECTS.get(type) + "." + what)
                .put("attemptNumber", 0)
                .put("objectId", Long.parseLong(id)));
    }

    void merged(String type, String survivor, String loser) {
        happened(type, "merge", survivor);
        ObjectNode event = waiting.get(waiting.size() - 1);
        event.put("primaryObjectId", Long.parseLong(survivor)).put("newObjectId", Long.parseLong(survivor));
        event.putArray("mergedObjectIds").add(Long.parseLong(loser));
    }

    /** Delivers most events, shuffled, a tenth of them twice. A fifth is kept for the next delivery. */
    List<WebhookRequest> deliver(Random random) {
        List<ObjectNode> due = new ArrayList<>();
        List<ObjectNode> late = new ArrayList<>();
        for (ObjectNode event : waiting) {
            int fate = random.nextInt(10);
            (fate < 2 ? late : due).add(event);
            if (fate == 9) {
                due.add(event);
            }
        }
        waiting.clear();
        waiting.addAll(late);
        Collections.shuffle(due, random);
        List<WebhookRequest> requests = new ArrayList<>();
        for (int from = 0; from < due.size(); from += AT_ONCE) {
            requests.add(request(due.subList(from, Math.min(due.size(), from + AT_ONCE))));
        }
        return requests;
    }

    private WebhookRequest request(List<ObjectNode> events) {
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        body.addAll(events);
        String time = String.valueOf(clock.millis());
        String signature = signature("POST" + url + body + time);
        return WebhookRequest.of(
                "POST",
                url,
                Map.of("X-HubSpot-Request-Timestamp", List.of(time), "X-HubSpot-Signature-v3", List.of(signature)),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }
}
