package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
        List<List<SearchFilter>> filters = filters(query);
        List<Hit> hits = new ArrayList<>();
        for (SimItem item : table.all()) {
            hit(item).filter(hit -> matches(hit, filters)).ifPresent(hits::add);
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

    /** The filters of a query, read once: a hit matches when it passes all filters of any group. */
    private static List<List<SearchFilter>> filters(JsonNode query) {
        List<List<SearchFilter>> groups = new ArrayList<>();
        int filters = 0;
        for (JsonNode group : query.path("filterGroups")) {
            List<SearchFilter> all = new ArrayList<>();
            group.path("filters").forEach(filter -> all.add(new SearchFilter(filter)));
            groups.add(all);
            filters += all.size();
        }
        if (groups.size() > 5 || filters > 18) {
            throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "too many filters");
        }
        return groups;
    }

    private boolean matches(Hit hit, List<List<SearchFilter>> groups) {
        for (List<SearchFilter> group : groups) {
            boolean all = true;
            for (SearchFilter filter : group) {
                OptionalLong time = time(hit, filter.property());
                all &= time.isPresent() && filter.comparesNumbers()
                        ? filter.matches(time.getAsLong())
                        : filter.matches(value(hit, filter.property()));
            }
            if (all) {
                return true;
            }
        }
        return groups.isEmpty();
    }

    private String value(Hit hit, String property) {
        if (property.equals("hs_object_id")) {
            return hit.item().id;
        }
        OptionalLong time = time(hit, property);
        if (time.isPresent()) {
            return String.valueOf(time.getAsLong());
        }
        return hit.properties().getOrDefault(property, "");
    }

    private OptionalLong time(Hit hit, String property) {
        if (property.equals(table.modifiedProperty())) {
            return OptionalLong.of(hit.modified().toEpochMilli());
        }
        if (property.equals("createdate") || property.equals("hs_createdate")) {
            return OptionalLong.of(hit.item().created.toEpochMilli());
        }
        return OptionalLong.empty();
    }

    private void sort(List<Hit> hits, JsonNode query) {
        JsonNode sort = query.path("sorts").path(0);
        if (query.path("sorts").size() > 1) {
            throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "only one sort is allowed");
        }
        String property =
                sort.isTextual() ? sort.asText() : sort.path("propertyName").asText("createdate");
        boolean descending = sort.path("direction").asText().equals("DESCENDING");
        if (hits.stream().allMatch(hit -> time(hit, property).isPresent())) {
            Comparator<Hit> byTime =
                    Comparator.comparingLong(hit -> time(hit, property).orElse(0));
            hits.sort(descending ? byTime.reversed() : byTime);
            return;
        }
        IdentityHashMap<Hit, String> values = new IdentityHashMap<>();
        hits.forEach(hit -> values.put(hit, value(hit, property)));
        Comparator<Hit> order = values.values().stream().allMatch(SearchFilter::isNumber)
                ? byNumber(values)
                : (one, other) -> SearchFilter.compare(values.getOrDefault(one, ""), values.getOrDefault(other, ""));
        hits.sort(descending ? order.reversed() : order);
    }

    private static Comparator<Hit> byNumber(IdentityHashMap<Hit, String> values) {
        IdentityHashMap<Hit, Long> numbers = new IdentityHashMap<>();
        values.forEach((hit, value) -> numbers.put(hit, Long.parseLong(value)));
        return Comparator.comparingLong(hit -> numbers.getOrDefault(hit, 0L));
    }
}
