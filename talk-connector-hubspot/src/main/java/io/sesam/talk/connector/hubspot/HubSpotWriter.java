package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Redaction;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Upserted;
import io.sesam.talk.spi.Writer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes one type in batches of up to 100.
 *
 * <p>Every input carries the operation's id as its trace, so that one refused record does not refuse the batch. Where the
 * portal keeps Talk's ids, a record is made by an upsert on that id, which can be sent any number of times. Before records
 * are changed they are read, so that a colleague's edit survives (R19).
 */
final class HubSpotWriter implements Writer {
    private static final int BATCH = 100;
    private static final String TRACE = "objectWriteTraceId";
    private static final Pattern EXISTING = Pattern.compile("Existing ID: (\\d+)");

    private final HubSpotClient client;
    private final HubSpotType type;
    private final HubSpotLookup lookup;
    private final HubSpotCompanies companies;
    private final BooleanSupplier keepsTalkIds;

    HubSpotWriter(HubSpotClient client, HubSpotType type, HubSpotLookup lookup, BooleanSupplier keepsTalkIds) {
        this.client = client;
        this.type = type;
        this.lookup = lookup;
        this.companies = new HubSpotCompanies(client, type);
        this.keepsTalkIds = keepsTalkIds;
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations) {
        Map<String, Outcome> stale = stale(operations);
        List<Operation> sound = operations.stream()
                .filter(operation -> !stale.containsKey(operation.id()))
                .toList();
        Map<String, Outcome> outcomes = new LinkedHashMap<>(stale);
        outcomes.putAll(Batches.byKind(sound, this::write));
        return companies.write(sound, outcomes);
    }

    private Map<String, Outcome> write(Operation.Kind kind, List<Operation> operations) {
        return switch (kind) {
            case INSERT -> insert(operations);
            case UPDATE ->
                Batches.of(operations, BATCH, some -> client.batch(type, "update", updates(some)), this::outcome);
            case ARCHIVE ->
                Batches.of(
                        operations,
                        BATCH,
                        some -> client.batch(type, "archive", ids(some)),
                        (operation, answer) -> Outcome.applied(operation.existingId()));
        };
    }

    private Map<String, Outcome> insert(List<Operation> operations) {
        boolean keyed = keepsTalkIds.getAsBoolean();
        return Batches.of(
                operations,
                BATCH,
                some -> client.batch(type, keyed ? "upsert" : "create", inserts(some, keyed)),
                this::outcome);
    }

    /** Records that are not what the decisions rest on. */
    private Map<String, Outcome> stale(List<Operation> operations) {
        List<Operation> existing = operations.stream()
                .filter(operation -> operation.recordId().isPresent())
                .toList();
        Map<String, Outcome> stale = new HashMap<>();
        if (!existing.isEmpty()) {
            var now = lookup.byId(existing.stream().map(Operation::existingId).toList());
            existing.forEach(operation -> Batches.conflict(operation, now.get(operation.existingId()))
                    .ifPresent(conflict -> stale.put(operation.id(), conflict)));
        }
        return stale;
    }

    private ArrayNode inserts(List<Operation> operations, boolean keyed) {
        ArrayNode inputs = Json.array();
        operations.forEach(operation -> {
            ObjectNode input = inputs.addObject().put(TRACE, operation.id());
            ObjectNode properties = type.mapping().write(operation.fields());
            if (keyed) {
                input.put("idProperty", HubSpotType.TALK_ID).put("id", operation.id());
                properties.put(HubSpotType.TALK_ID, operation.id());
            }
            input.set("properties", properties);
        });
        return inputs;
    }

    private ArrayNode updates(List<Operation> operations) {
        ArrayNode inputs = Json.array();
        operations.forEach(operation -> inputs.addObject()
                .put("id", operation.existingId())
                .put(TRACE, operation.id())
                .set("properties", type.mapping().write(operation.fields())));
        return inputs;
    }

    private static ArrayNode ids(List<Operation> operations) {
        ArrayNode inputs = Json.array();
        operations.forEach(operation -> inputs.addObject().put("id", operation.existingId()));
        return inputs;
    }

    private Outcome outcome(Operation operation, Answer answer) {
        Optional<Outcome> done = Json.items(answer.json().path("results"))
                .filter(result -> isOf(operation, result))
                .findFirst()
                .map(result -> Outcome.applied(
                        Upserted.of(result.path("id").asText(), type.mapping().read(result.path("properties")))
                                .modified(java.time.Instant.parse(
                                        result.path("updatedAt").asText()))));
        return done.or(() -> Json.items(answer.json().path("errors"))
                        .filter(error -> isOf(operation, error.path("context")))
                        .findFirst()
                        .map(error -> refused(operation, error)))
                .orElseGet(() -> new Outcome.Unknown("HubSpot's answer does not mention it"));
    }

    private static boolean isOf(Operation operation, JsonNode said) {
        JsonNode trace = said.path(TRACE);
        if (!trace.isMissingNode()) {
            return operation.id().equals(trace.isArray() ? trace.path(0).asText() : trace.asText());
        }
        return operation.recordId().filter(said.path("id").asText()::equals).isPresent()
                || Json.items(said.path("ids"))
                        .anyMatch(id ->
                                operation.recordId().filter(id.asText()::equals).isPresent())
                || operation
                        .id()
                        .equals(said.path("properties")
                                .path(HubSpotType.TALK_ID)
                                .asText());
    }

    /** Somebody made the contact meanwhile: that is a conflict, unless the address is only the contact's second one. */
    private Outcome refused(Operation operation, JsonNode error) {
        String message = error.path("message").asText();
        Matcher existing = EXISTING.matcher(message);
        if (existing.find()) {
            return existing(operation, existing.group(1));
        }
        return new Outcome.Rejected("HubSpot: " + Redaction.clean(message));
    }

    private Outcome existing(Operation operation, String id) {
        int email = type.mapping().schema().indexOf("email");
        if (operation.kind() == Operation.Kind.INSERT
                && email >= 0
                && lookup.byId(List.of(id)).get(id) instanceof Lookup.Found.Present present
                && Batches.sameText(
                        present.record().fields().slot(email),
                        operation.fields().slot(email))) {
            return new Outcome.Conflict(Optional.of(present.record()));
        }
        return new Outcome.Rejected("HubSpot has that e-mail address already, with contact " + id
                + " where it may be the second one; merge the two over there, or link them here");
    }
}
