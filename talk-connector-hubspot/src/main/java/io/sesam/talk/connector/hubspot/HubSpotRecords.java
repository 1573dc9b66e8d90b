package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sesam.talk.http.Json;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Reference;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Upserted;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** HubSpot's records of one type as Talk sees them, with the company of a contact where the host wants to know it. */
final class HubSpotRecords {
    private static final int PRIMARY = 1;

    private final HubSpotClient client;
    private final HubSpotType type;

    HubSpotRecords(HubSpotClient client, HubSpotType type) {
        this.client = client;
        this.type = type;
    }

    /** The changes that a page stands for: each record, and before it those that were merged into it (R10). */
    List<Change> changes(JsonNode results) {
        return read(results).stream()
                .flatMap(record -> Stream.concat(
                        merged(record.json())
                                .map(id -> new Change.MergedInto(
                                        id, record.upserted().id())),
                        Stream.of(record.upserted())))
                .toList();
    }

    /**
     * A record, and what it was read from.
     *
     * @param upserted as Talk sees it
     * @param json as HubSpot showed it
     */
    record Seen(Upserted upserted, JsonNode json) {}

    List<Seen> read(JsonNode results) {
        Map<String, String> companies = companies(results);
        return Json.items(results)
                .map(json -> new Seen(upserted(json, companies), json))
                .toList();
    }

    Upserted upserted(JsonNode json, Map<String, String> companies) {
        Fields.Builder fields = type.mapping().read(json.path("properties")).toBuilder();
        String id = json.path("id").asText();
        type.company().ifPresent(property -> {
            int index = type.mapping().schema().index(property);
            String company = companies.get(id);
            fields.slot(index, company == null ? Blank.BLANK : new Reference(EntityType.ORGANISATION, company));
        });
        return Json.text(json, "createdAt")
                .map(Instant::parse)
                .map(Upserted.of(id, fields.build()).modified(modified(json))::created)
                .orElseGet(() -> Upserted.of(id, fields.build()).modified(modified(json)));
    }

    private Instant modified(JsonNode json) {
        return Json.text(json, "updatedAt").map(Instant::parse).orElse(Instant.EPOCH);
    }

    /** The ids that a record took the place of; contacts say it as {@code id:time}. */
    static Stream<String> merged(JsonNode json) {
        String ids = json.path("properties").path("hs_merged_object_ids").asText("");
        return Arrays.stream(ids.split(";", -1))
                .map(text -> text.replaceFirst(":.*", "").strip())
                .filter(text -> !text.isEmpty() && !text.equals("null"));
    }

    private Map<String, String> companies(JsonNode results) {
        ArrayNode inputs = Json.array();
        if (type.company().isPresent()) {
            Json.items(results)
                    .forEach(
                            json -> inputs.addObject().put("id", json.path("id").asText()));
        }
        Map<String, String> companies = new HashMap<>();
        if (!inputs.isEmpty()) {
            Json.items(client.associations(inputs).path("results"))
                    .forEach(result -> company(result.path("to"))
                            .ifPresent(company ->
                                    companies.put(result.path("from").path("id").asText(), company)));
        }
        return companies;
    }

    /** The primary company; without one, the one with the least id, so that the answer is the same every time. */
    private static Optional<String> company(JsonNode associated) {
        Optional<String> primary = Json.items(associated)
                .filter(to -> Json.items(to.path("associationTypes"))
                        .anyMatch(kind -> kind.path("typeId").asInt() == PRIMARY))
                .map(to -> to.path("toObjectId").asText())
                .findFirst();
        return primary.or(() ->
                Json.items(associated).map(to -> to.path("toObjectId").asText()).min(String::compareTo));
    }
}
