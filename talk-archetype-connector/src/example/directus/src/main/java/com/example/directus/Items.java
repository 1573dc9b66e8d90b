package com.example.directus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.ListingReader;
import io.sesam.talk.http.Lookups;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The items of one collection: their pages, look-ups and writes. */
final class Items implements ListingReader.Source, StepwiseWriter {
    static final int PER_PAGE = 100;

    /** A field of each collection, of type string, that keeps the operation by which Talk created the item. */
    static final String OPERATION = "talk_operation";

    /** The limit that takes off no item. */
    private static final int ALL = -1;

    private final HttpApi api;
    private final String collection;
    private final String key;
    private final Mapping mapping;

    /**
     * Creates the items of a collection.
     *
     * @param key the property by which items are searched; its field has the same name
     */
    Items(HttpApi api, String collection, String key, Mapping mapping) {
        this.api = api;
        this.collection = collection;
        this.key = key;
        this.mapping = mapping;
    }

    Mapping mapping() {
        return mapping;
    }

    // reading

    /** Reads a page; the cursor is the last id before it, so that a deletion moves no item to another page. */
    @Override
    public ListingReader.Listed page(String cursor, Optional<Instant> since) {
        ArrayNode all = JsonValues.array();
        if (!cursor.isEmpty()) {
            all.add(condition("id", "_gt", cursor));
        }
        since.map(Instant::toString).ifPresent(time -> {
            ArrayNode any = all.addObject().putArray("_or");
            any.add(condition("date_created", "_gte", time));
            any.add(condition("date_updated", "_gte", time));
        });
        List<JsonNode> items = list(JsonValues.object().set("_and", all), PER_PAGE).toList();
        // Only an empty page is the end: a permission can take items off any page.
        Optional<String> next = items.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonValues.requiredId(items.get(items.size() - 1), "id"));
        return new ListingReader.Listed(items.stream().map(mapping::record).toList(), next, OptionalLong.empty());
    }

    private Stream<JsonNode> list(JsonNode filter, int limit) {
        ApiResponse answer = api.read(ApiCall.get("/items/" + collection)
                .query("filter", filter.toString())
                .query("sort", "id")
                .query("limit", String.valueOf(limit))
                .expectingList("data"));
        return JsonValues.items(answer.json().path("data"));
    }

    private static ObjectNode condition(String field, String operator, String value) {
        ObjectNode condition = JsonValues.object();
        condition.putObject(field).put(operator, value);
        return condition;
    }

    private static ObjectNode isIn(String field, Collection<String> values) {
        ObjectNode condition = JsonValues.object();
        values.forEach(condition.putObject(field).putArray("_in")::add);
        return condition;
    }

    /** Says that Directus has a filter for changes. */
    @Override
    public boolean knowsNews() {
        return true;
    }

    /** Says that pages by id stay as they are when an item is deleted. */
    @Override
    public boolean moves() {
        return false;
    }

    @Override
    public Optional<Instant> date() {
        return api.date();
    }

    // look-ups

    Lookup lookup() {
        return Lookups.byId(this::byId).byKey(key, this::byKey).byOperation(() -> true, this::byOperation);
    }

    /**
     * Finds items by a filter. Directus answers 403 for one item that is missing, as for one without permission; in a list,
     * an item that is not there is missing, and a user without permission gets an error.
     */
    private Map<String, Lookup.Found> byId(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        ids.forEach(id -> found.put(id, new Lookup.Found.Missing()));
        list(isIn("id", ids), ALL)
                .map(mapping::record)
                .forEach(record -> found.put(record.id(), new Lookup.Found.Present(record)));
        return found;
    }

    private List<RecordSnapshot> byKey(String value) {
        return list(condition(key, "_eq", value), ALL).map(mapping::record).toList();
    }

    private Map<String, RecordSnapshot> byOperation(Collection<String> operations, Instant since) {
        Map<String, RecordSnapshot> found = new HashMap<>();
        list(isIn(OPERATION, operations), ALL)
                .forEach(item -> found.put(item.path(OPERATION).asText(), mapping.record(item)));
        return found;
    }

    // writing

    @Override
    public Map<String, Outcome> write(List<Operation> operations, WriteLog log) {
        return Batches.singly(operations, log, this::write);
    }

    private Outcome write(Operation operation) {
        ObjectNode body = mapping.write(operation.fields());
        return switch (operation.kind()) {
            case INSERT ->
                sent(ApiCall.post("/items/" + collection).json(body.put(OPERATION, operation.id())));
            // An item that was changed since Talk read it is decided again.
            case UPDATE -> Batches.conflict(operation, byId(List.of(operation.existingId())).get(operation.existingId()))
                    .orElseGet(() -> sent(ApiCall.patch("/items/" + collection + "/" + operation.existingId()).json(body)));
            case ARCHIVE -> new Outcome.Rejected("Directus archives no item; delete it there");
        };
    }

    /** Sends a write. An update of an item that is not there is answered by 204, and not by an error. */
    private Outcome sent(ApiCall call) {
        return Batches.outcome(
                api.write(call),
                answer -> answer.status() == 204
                        ? new Outcome.Conflict(Optional.empty())
                        : Outcome.applied(mapping.record(answer.json().path("data"))));
    }
}
