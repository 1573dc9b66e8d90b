package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The search of a simulated HubSpot portal. Its index lags, has one order, and shows no more than 10,000 hits. */
final class HubSpotSearch {
    private static final int WINDOW = 10_000;

    private final HubSpotTable table;
    private final Instant visible;

    /** One hit with its indexed values. */
    record Hit(SimItem item, Map<String, String> properties, Instant modified) {}

    HubSpotSearch(HubSpotTable table, Instant visible) {
        this.table = table;
        this.visible = visible;
    }

    /**
     * A page of hits.
     *
     * @param total the total number of hits
     * @param next the offset of the next page; negative when there is none
     */
    record Page(List<Hit> hits, int total, int next) {}

    Page search(JsonNode query, SimPaging paging) {
        int limit = query.path("limit").asInt(10);
        int offset = query.path("after").asInt(0);
        if (limit > 200 || offset + limit > WINDOW && offset >= WINDOW) {
            throw new HubSpotTable.Refusal(
                    400,
                    "VALIDATION_ERROR",
                    "There was a problem with the request: paging beyond 10000 or limit > 200");
        }
        List<Hit> hits = new ArrayList<>();
        for (SimItem item : table.all()) {
            hit(item).filter(hit -> matches(hit, query)).ifPresent(hits::add);
        }
        sort(hits, query);
        List<Hit> page = hits.stream().skip(offset).limit(paging.size(limit)).toList();
        int next = offset + page.size() < hits.size() ? offset + page.size() : -1;
        return new Page(page, hits.size(), next);
    }

    private Optional<Hit> hit(SimItem item) {
        return item.isArchived()
                ? Optional.empty()
                : item.indexed(visible).map(values -> new Hit(item, values, item.indexedAt(visible)));
    }

    private boolean matches(Hit hit, JsonNode query) {
        if (query.path("filterGroups").isEmpty()) {
            return true;
        }
        int filters = 0;
        boolean any = false;
        for (JsonNode group : query.path("filterGroups")) {
            boolean all = true;
            for (JsonNode filter : group.path("filters")) {
                filters++;
                all &= matches(hit, filter.path("propertyName").asText(), filter);
            }
            any |= all;
        }
        if (query.path("filterGroups").size() > 5 || filters > 18) {
            throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "too many filters");
        }
        return any;
    }

    private boolean matches(Hit hit, String property, JsonNode filter) {
        String value = filter.path("value").asText();
        String known = value(hit, property);
        return switch (filter.path("operator").asText()) {
            case "EQ" -> known.equalsIgnoreCase(value);
            case "NEQ" -> !known.equalsIgnoreCase(value);
            case "GT" -> !known.isEmpty() && compare(known, value) > 0;
            case "GTE" -> !known.isEmpty() && compare(known, value) >= 0;
            case "LT" -> !known.isEmpty() && compare(known, value) < 0;
            case "LTE" -> !known.isEmpty() && compare(known, value) <= 0;
            case "HAS_PROPERTY" -> !known.isEmpty();
            case "IN" -> contains(filter.path("values"), known);
            default ->
                throw new HubSpotTable.Refusal(
                        400,
                        "VALIDATION_ERROR",
                        "operator " + filter.path("operator").asText() + " is invalid");
        };
    }

    private static boolean contains(JsonNode values, String known) {
        for (JsonNode value : values) {
            if (value.asText().equalsIgnoreCase(known)) {
                return true;
            }
        }
        return false;
    }

    private String value(Hit hit, String property) {
        if (property.equals("hs_object_id")) {
            return hit.item().id;
        }
        if (property.equals(table.modifiedProperty())) {
            return String.valueOf(hit.modified().toEpochMilli());
        }
        if (property.equals("createdate") || property.equals("hs_createdate")) {
            return String.valueOf(hit.item().created.toEpochMilli());
        }
        return hit.properties().getOrDefault(property, "");
    }

    private static int compare(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? Long.compare(Long.parseLong(one), Long.parseLong(other))
                : one.compareToIgnoreCase(other);
    }

    private static boolean isNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > start;
    }

    private void sort(List<Hit> hits, JsonNode query) {
        JsonNode sort = query.path("sorts").path(0);
        if (query.path("sorts").size() > 1) {
            throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "only one sort is allowed");
        }
        String property =
                sort.isTextual() ? sort.asText() : sort.path("propertyName").asText("createdate");
        IdentityHashMap<Hit, String> values = new IdentityHashMap<>();
        hits.forEach(hit -> values.put(hit, value(hit, property)));
        Comparator<Hit> order = values.values().stream().allMatch(HubSpotSearch::isNumber)
                ? byNumber(values)
                : (one, other) -> compare(values.getOrDefault(one, ""), values.getOrDefault(other, ""));
        hits.sort(sort.path("direction").asText().equals("DESCENDING") ? order.reversed() : order);
    }

    private static Comparator<Hit> byNumber(IdentityHashMap<Hit, String> values) {
        IdentityHashMap<Hit, Long> numbers = new IdentityHashMap<>();
        values.forEach((hit, value) -> numbers.put(hit, Long.parseLong(value)));
        return Comparator.comparingLong(hit -> numbers.getOrDefault(hit, 0L));
    }
}
