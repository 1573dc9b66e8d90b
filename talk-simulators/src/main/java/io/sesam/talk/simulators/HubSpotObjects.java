package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The endpoints of one object type in a simulated HubSpot portal. */
final class HubSpotObjects {
    private static final int BATCH = 100;

    private final HubSpotTable table;
    private final Supplier<Instant> visible;
    private final SimPaging paging;

    HubSpotObjects(HubSpotTable table, Supplier<Instant> visible, SimPaging paging) {
        this.table = table;
        this.visible = visible;
        this.paging = paging;
    }

    /** Handles the path after the object type. Empty, an id, {@code search}, {@code batch/…} or {@code merge}. */
    SimResponse answer(SimRequest request, String rest) {
        return switch (request.method() + " " + (rest.matches("|search|merge|batch/\\w+") ? rest : "{id}")) {
            case "GET " -> list(request);
            case "POST " -> SimResponse.json(201, shown(table.create(properties(request.json())), names(request)));
            case "POST search" -> search(request.json());
            case "POST merge" -> {
                JsonNode json = request.json();
                yield SimResponse.json(
                        200,
                        shown(
                                table.merge(
                                        json.path("primaryObjectId").asText(),
                                        json.path("objectIdToMerge").asText()),
                                List.of()));
            }
            case "POST batch/read" -> batchRead(request.json());
            case "POST batch/create" -> batchCreate(request.json());
            case "POST batch/update" -> batchUpdate(request.json());
            case "POST batch/upsert" -> batchUpsert(request.json());
            case "POST batch/archive" -> batchArchive(request.json());
            case "GET {id}" -> one(request, rest);
            case "PATCH {id}" ->
                SimResponse.json(200, shown(table.update(find(request, rest), properties(request.json())), List.of()));
            case "DELETE {id}" -> {
                table.live(rest).ifPresent(table::archive);
                yield SimResponse.empty(204);
            }
            default -> HubSpotErrors.of(405, "METHOD_NOT_ALLOWED", "not here");
        };
    }

    private SimItem find(SimRequest request, String id) {
        return table.by(request.parameter("idProperty").orElse(""), decoded(id))
                .orElseThrow(() -> new HubSpotTable.Refusal(404, "OBJECT_NOT_FOUND", "resource not found"));
    }

    private static String decoded(String id) {
        return URLDecoder.decode(id, StandardCharsets.UTF_8);
    }

    private SimResponse one(SimRequest request, String id) {
        return SimResponse.json(200, shown(find(request, id), names(request)));
    }

    private static List<String> names(SimRequest request) {
        List<String> names = new ArrayList<>();
        request.query()
                .getOrDefault("properties", List.of())
                .forEach(text -> names.addAll(Arrays.asList(text.split(",", -1))));
        return names;
    }

    private SimResponse list(SimRequest request) {
        int limit = request.parameter("limit").map(Integer::valueOf).orElse(10);
        boolean archived = request.parameter("archived").filter("true"::equals).isPresent();
        if (limit > BATCH) {
            throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "limit must be at most 100");
        }
        long after = request.parameter("after").map(Long::valueOf).orElse(0L);
        int size = paging.size(limit);
        List<SimItem> page = table.from(after).values().stream()
                .filter(item -> item.isArchived() == archived)
                .limit(size + 1L)
                .toList();
        ObjectNode answer = node();
        ArrayNode results = answer.putArray("results");
        page.stream().limit(size).forEach(item -> results.add(shown(item, names(request))));
        boolean isLast = page.size() <= size;
        if (!isLast || paging.isRing() && !page.isEmpty()) {
            String next = (isLast ? table.from(0).values().iterator().next() : page.get(size)).id;
            answer.putObject("paging")
                    .putObject("next")
                    .put("after", next)
                    .put("link", request.path() + "?after=" + next);
        }
        return SimResponse.json(200, answer);
    }

    private SimResponse search(JsonNode query) {
        HubSpotSearch.Page page = new HubSpotSearch(table, visible.get()).search(query, paging);
        ObjectNode answer = node().put("total", page.total());
        ArrayNode results = answer.putArray("results");
        List<String> names = texts(query.path("properties"));
        page.hits().forEach(hit -> results.add(shown(hit.item(), hit.properties(), hit.modified(), names)));
        if (page.next() >= 0) {
            answer.putObject("paging").putObject("next").put("after", String.valueOf(page.next()));
        }
        return SimResponse.json(200, answer);
    }

    private SimResponse batchRead(JsonNode query) {
        List<JsonNode> inputs = inputs(query);
        String idProperty = query.path("idProperty").asText("");
        List<ObjectNode> results = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Set<String> reported = new HashSet<>();
        for (JsonNode input : inputs) {
            String id = input.path("id").asText();
            Optional<SimItem> found = table.by(idProperty, id);
            found.filter(item -> reported.add(item.id))
                    .ifPresent(item -> results.add(shown(item, texts(query.path("properties")))));
            if (found.isEmpty()) {
                missing.add(id);
            }
        }
        Collections.reverse(results);
        ObjectNode answer = complete(results);
        if (!missing.isEmpty()) {
            ObjectNode error = HubSpotErrors.node(
                    "OBJECT_NOT_FOUND",
                    "Could not get some " + table.type + " objects, they may be deleted or not exist.");
            ArrayNode ids = error.putObject("context").putArray("ids");
            missing.forEach(ids::add);
            answer.put("numErrors", 1).putArray("errors").add(error);
            return SimResponse.json(207, answer);
        }
        return SimResponse.json(200, answer);
    }

    /** Creates a batch. Atomic, unless every input has its own {@code objectWriteTraceId}. */
    private SimResponse batchCreate(JsonNode query) {
        List<JsonNode> inputs = inputs(query);
        Set<String> traces = new HashSet<>();
        inputs.forEach(input -> traces.add(input.path("objectWriteTraceId").asText("")));
        boolean traced = traces.size() == inputs.size() && !traces.contains("");
        List<SimItem> created = new ArrayList<>();
        List<ObjectNode> results = new ArrayList<>();
        List<ObjectNode> errors = new ArrayList<>();
        for (JsonNode input : inputs) {
            try {
                SimItem item = table.create(properties(input));
                created.add(item);
                results.add(traced(shown(item, List.of()), input));
            } catch (HubSpotTable.Refusal e) {
                if (!traced) {
                    created.forEach(item -> table.items.remove(Long.valueOf(item.id)));
                    throw e;
                }
                errors.add(error(e, input));
            }
        }
        return batch(results, errors, 201);
    }

    private SimResponse batchUpdate(JsonNode query) {
        List<ObjectNode> results = new ArrayList<>();
        List<ObjectNode> errors = new ArrayList<>();
        refuseTwins(inputs(query));
        for (JsonNode input : inputs(query)) {
            try {
                SimItem item = table.by(
                                input.path("idProperty").asText(""),
                                input.path("id").asText())
                        .orElseThrow(() -> new HubSpotTable.Refusal(404, "OBJECT_NOT_FOUND", "resource not found"));
                results.add(traced(shown(table.update(item, properties(input)), List.of()), input));
            } catch (HubSpotTable.Refusal e) {
                errors.add(error(e, input));
            }
        }
        return batch(results, errors, 200);
    }

    private SimResponse batchUpsert(JsonNode query) {
        List<ObjectNode> results = new ArrayList<>();
        List<ObjectNode> errors = new ArrayList<>();
        refuseTwins(inputs(query));
        for (JsonNode input : inputs(query)) {
            try {
                String idProperty = input.path("idProperty").asText("");
                Map<String, String> properties = properties(input);
                properties.put(idProperty, input.path("id").asText());
                Optional<SimItem> known = table.by(idProperty, input.path("id").asText());
                SimItem item = known.isPresent() ? table.update(known.get(), properties) : table.create(properties);
                results.add(traced(shown(item, List.of()).put("new", known.isEmpty()), input));
            } catch (HubSpotTable.Refusal e) {
                errors.add(error(e, input));
            }
        }
        return batch(results, errors, 200);
    }

    private static void refuseTwins(List<JsonNode> inputs) {
        Set<String> ids = new HashSet<>();
        inputs.forEach(input -> ids.add(input.path("id").asText()));
        if (ids.size() < inputs.size()) {
            throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "Duplicate IDs found in batch input");
        }
    }

    private SimResponse batchArchive(JsonNode query) {
        inputs(query).forEach(input -> table.live(input.path("id").asText()).ifPresent(table::archive));
        return SimResponse.empty(204);
    }

    private SimResponse batch(List<ObjectNode> results, List<ObjectNode> errors, int well) {
        ObjectNode answer = complete(results);
        if (errors.isEmpty()) {
            return SimResponse.json(well, answer);
        }
        answer.put("numErrors", errors.size()).putArray("errors").addAll(errors);
        return SimResponse.json(207, answer);
    }

    private static ObjectNode error(HubSpotTable.Refusal refusal, JsonNode input) {
        ObjectNode error = HubSpotErrors.node(refusal.category, String.valueOf(refusal.getMessage()));
        ObjectNode context = error.putObject("context");
        if (input.has("objectWriteTraceId")) {
            context.putArray("objectWriteTraceId")
                    .add(input.path("objectWriteTraceId").asText());
        }
        if (input.has("id")) {
            context.putArray("ids").add(input.path("id").asText());
        }
        return error;
    }

    private ObjectNode complete(Collection<ObjectNode> results) {
        ObjectNode answer = node().put("status", "COMPLETE");
        answer.put("startedAt", visible.get().toString())
                .put("completedAt", visible.get().toString());
        answer.putArray("results").addAll(results);
        return answer;
    }

    private List<JsonNode> inputs(JsonNode query) {
        List<JsonNode> inputs = new ArrayList<>();
        query.path("inputs").forEach(inputs::add);
        if (inputs.isEmpty() || inputs.size() > BATCH) {
            throw new HubSpotTable.Refusal(
                    400, "VALIDATION_ERROR", "The number of inputs must be between 1 and 100; got " + inputs.size());
        }
        return inputs;
    }

    private static ObjectNode traced(ObjectNode shown, JsonNode input) {
        if (input.has("objectWriteTraceId")) {
            shown.put("objectWriteTraceId", input.path("objectWriteTraceId").asText());
        }
        return shown;
    }

    private ObjectNode shown(SimItem item, List<String> names) {
        return shown(item, item.properties, item.modified, names);
    }

    private ObjectNode shown(SimItem item, Map<String, String> values, Instant modified, List<String> names) {
        ObjectNode shown = node().put("id", item.id);
        ObjectNode properties = shown.putObject("properties");
        properties.put("hs_object_id", item.id);
        properties.put(table.type.equals("contacts") ? "createdate" : "hs_createdate", time(item.created));
        properties.put(table.modifiedProperty(), time(modified));
        for (String name : names.isEmpty() ? values.keySet() : names) {
            if (table.knows(name)) {
                put(properties, name, values.get(name));
            }
        }
        shown.put("createdAt", time(item.created))
                .put("updatedAt", time(modified))
                .put("archived", item.isArchived());
        Instant archived = item.archived;
        if (archived != null) {
            shown.put("archivedAt", time(archived));
        }
        return shown;
    }

    private static void put(ObjectNode properties, String name, @Nullable String value) {
        if (value == null) {
            properties.putNull(name);
        } else {
            properties.put(name, value);
        }
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Map<String, String> properties(JsonNode input) {
        Map<String, String> properties = new TreeMap<>();
        input.path("properties").properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new HubSpotTable.Refusal(
                        400, "VALIDATION_ERROR", "Invalid input JSON: " + entry.getKey() + " must be a string");
            }
            properties.put(entry.getKey(), entry.getValue().asText());
        });
        return properties;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
