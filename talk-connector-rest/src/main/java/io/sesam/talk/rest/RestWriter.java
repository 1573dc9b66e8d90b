package io.sesam.talk.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A writer of single records as the profile declares. Each record is read before it is changed. */
final class RestWriter implements StepwiseWriter {
    private final HttpApi api;
    private final RestType type;
    private final Mapping mapping;
    private final RestRecords records;
    private final Lookup lookup;
    private final Runnable confirmation;

    /**
     * Creates a writer.
     *
     * @param confirmation throws when writing is not allowed
     */
    RestWriter(HttpApi api, RestType type, Mapping mapping, RestRecords records, Runnable confirmation) {
        this.api = api;
        this.type = type;
        this.mapping = mapping;
        this.records = records;
        this.lookup = records.lookup();
        this.confirmation = confirmation;
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations, WriteLog log) {
        if (!operations.isEmpty()) {
            confirmation.run();
        }
        return Batches.singly(operations, log, this::write);
    }

    private Outcome write(Operation operation) {
        List<String> lost = mapping.lost(operation.fields());
        if (!lost.isEmpty()) {
            return new Outcome.Rejected("the value of " + String.join(", ", lost) + " cannot be stored by " + api
                    + " without being changed");
        }
        Optional<String> refusal = operation.recordId().flatMap(RestRecords::refusal);
        if (refusal.isPresent()) {
            return new Outcome.Rejected(refusal.get() + "; change it in " + api);
        }
        return switch (operation.kind()) {
            case INSERT ->
                type.writes().insert().map(way -> insert(way, operation)).orElseGet(() -> refused("create"));
            case UPDATE ->
                type.writes().update().map(way -> update(way, operation)).orElseGet(() -> refused("update"));
            case ARCHIVE ->
                type.writes().removal().map(way -> remove(way, operation)).orElseGet(() -> refused("archive"));
        };
    }

    private Outcome refused(String key) {
        return new Outcome.Rejected("the profile of " + api + " does not declare \"" + key + "\" for " + type.name());
    }

    private Outcome insert(RestWrites.Insert way, Operation operation) {
        ObjectNode fields = mapping.write(operation.fields());
        fields.properties().removeIf(field -> field.getValue().isNull());
        ApiCall call = call(way.method(), way.path()).json(body(way.under(), fields, way.constants()));
        ApiCall sent = way.method() == RestWrites.Method.POST ? call.once() : call;
        return Batches.outcome(
                api.write(way.idempotencyHeader()
                        .map(header -> sent.header(header, operation.id()).idempotent())
                        .orElse(sent)),
                response -> made(way, response));
    }

    /** Returns the created record, or at least its id. The id comes from the body or the end of {@code Location}. */
    private Outcome made(RestWrites.Insert way, ApiResponse response) {
        JsonNode record = JsonValues.at(response.json(), way.record());
        if (JsonValues.id(JsonValues.at(record, type.key())).isPresent()) {
            return isWhole(record) ? Outcome.applied(mapping.record(record)) : Outcome.applied(id(record));
        }
        return response.header("Location")
                .map(address -> address.replaceFirst("[?#].*$", "").replaceFirst("/+$", ""))
                .map(address -> address.substring(address.lastIndexOf('/') + 1))
                .map(RestWriter::decoded)
                .filter(id -> !id.isEmpty())
                .map(Outcome::applied)
                .orElseGet(() -> new Outcome.Unknown("the response does not contain the id of the new record"));
    }

    private static String decoded(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }

    private String id(JsonNode record) {
        return JsonValues.id(JsonValues.at(record, type.key())).orElseThrow();
    }

    /** Reports whether a response contains more than the id. */
    private boolean isWhole(JsonNode record) {
        return !mapping.read(record).isAllUnknown();
    }

    private Outcome update(RestWrites.Update way, Operation operation) {
        Optional<JsonNode> existing = type.get().isPresent() ? records.one(operation.existingId()) : Optional.empty();
        Lookup.Found now = type.get().isPresent()
                ? records.found(existing)
                : lookup.byId(List.of(operation.existingId())).get(operation.existingId());
        return Batches.conflict(operation, now).orElseGet(() -> change(way, operation, existing));
    }

    private Outcome change(RestWrites.Update way, Operation operation, Optional<JsonNode> existing) {
        ObjectNode fields =
                way.whole() && existing.isPresent() && existing.get().deepCopy() instanceof ObjectNode whole
                        ? whole
                        : JsonValues.object();
        way.without().forEach(pointer -> JsonValues.remove(fields, pointer));
        mapping.writeInto(fields, operation.fields());
        ApiCall call = call(way.method(), RestRecords.path(way.path(), operation.existingId()))
                .json(body(way.under(), fields, Map.of()));
        return Batches.outcome(api.write(records.ofOne(call)), response -> changed(way, operation, response));
    }

    private Outcome changed(RestWrites.Update way, Operation operation, ApiResponse response) {
        if (isGone(response)) {
            return new Outcome.Conflict(Optional.empty());
        }
        JsonNode record = JsonValues.at(response.json(), way.record());
        return JsonValues.id(JsonValues.at(record, type.key()))
                        .filter(operation.existingId()::equals)
                        .filter(id -> isWhole(record))
                        .isPresent()
                ? Outcome.applied(mapping.record(record))
                : Outcome.applied(operation.existingId());
    }

    private Outcome remove(RestWrites.Removal way, Operation operation) {
        Lookup.Found now = lookup.byId(List.of(operation.existingId())).get(operation.existingId());
        return Batches.conflict(operation, now).orElseGet(() -> {
            ApiCall call = call(way.method(), RestRecords.path(way.path(), operation.existingId()));
            ApiCall sent = way.constants().isEmpty() ? call : call.json(body("", JsonValues.object(), way.constants()));
            return Batches.outcome(
                    api.write(records.ofOne(sent)),
                    response -> isGone(response)
                            ? new Outcome.Conflict(Optional.empty())
                            : Outcome.applied(operation.existingId()));
        });
    }

    private boolean isGone(ApiResponse response) {
        return type.missing().isTold(response.status());
    }

    private static ApiCall call(RestWrites.Method method, String path) {
        return switch (method) {
            case POST -> ApiCall.post(path).idempotent();
            case PUT -> ApiCall.put(path);
            case PATCH -> ApiCall.patch(path);
            case DELETE -> ApiCall.delete(path);
        };
    }

    private static ObjectNode body(String under, ObjectNode fields, Map<String, String> constants) {
        ObjectNode body = fields;
        if (!under.isEmpty()) {
            body = JsonValues.object();
            JsonValues.put(body, under, fields);
        }
        for (Map.Entry<String, String> constant : constants.entrySet()) {
            JsonValues.put(body, constant.getKey(), constant(constant.getValue()));
        }
        return body;
    }

    /** Converts to a number, boolean or text. */
    private static JsonNode constant(String text) {
        JsonNode json = JsonValues.read(text);
        return json.isNumber() || json.isBoolean() ? json : TextNode.valueOf(text);
    }
}
