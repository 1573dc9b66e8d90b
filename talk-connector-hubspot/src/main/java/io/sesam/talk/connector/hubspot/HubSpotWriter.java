package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Redaction;
import io.sesam.talk.http.WriteReply;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Reference;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A writer for one type in batches of up to 100.
 *
 * <p>Every input carries the operation's id as its trace, so that a refused record does not refuse the batch. Where the
 * portal stores Talk's ids, a record is created by an upsert on that id, which can be repeated safely. Records are read
 * before they are changed, so that another user's edit is not overwritten.
 */
final class HubSpotWriter implements Writer {
    private static final String TRACE = "objectWriteTraceId";
    /** HubSpot's type of the association between a contact and its primary company. */
    private static final int PRIMARY_COMPANY = 1;

    private static final Pattern EXISTING = Pattern.compile("Existing ID: (\\d+)");

    private final HubSpotClient client;
    private final HubSpotType type;
    private final Lookup lookup;
    private final int company;

    HubSpotWriter(HubSpotClient client, HubSpotType type, Lookup lookup) {
        this.client = client;
        this.type = type;
        this.lookup = lookup;
        this.company = type.company();
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations) {
        return Batches.unlessStale(operations, lookup, sound -> companies(sound, Batches.byKind(sound, this::write)));
    }

    private Map<String, Outcome> write(Operation.Kind kind, List<Operation> operations) {
        String what = switch (kind) {
            case INSERT -> client.keepsTalkId(type) ? "upsert" : "create";
            case UPDATE -> "update";
            case ARCHIVE -> "archive";
        };
        return Batches.of(
                operations,
                HubSpotClient.BATCH,
                some -> client.batch(type, what, inputs(what, some)),
                kind == Operation.Kind.ARCHIVE
                        ? (operation, response) -> Outcome.applied(operation.existingId())
                        : this::outcome);
    }

    private ArrayNode inputs(String what, List<Operation> operations) {
        ArrayNode inputs = JsonValues.array();
        for (Operation operation : operations) {
            ObjectNode input = inputs.addObject();
            operation.recordId().ifPresent(id -> input.put("id", id));
            if (!what.equals("archive")) {
                ObjectNode properties = type.mapping().write(operation.fields());
                properties.remove(HubSpotType.COMPANY);
                input.put(TRACE, operation.id()).set("properties", properties);
                if (what.equals("upsert")) {
                    input.put("idProperty", HubSpotType.TALK_ID).put("id", operation.id());
                    properties.put(HubSpotType.TALK_ID, operation.id());
                }
            }
        }
        return inputs;
    }

    private Outcome outcome(Operation operation, ApiResponse response) {
        Optional<Outcome> done = JsonValues.items(response.json().path("results"))
                .filter(result -> isOf(operation, result))
                .findFirst()
                .map(result -> Outcome.applied(type.record(result)));
        return done.or(() -> JsonValues.items(response.json().path("errors"))
                        .filter(error -> isOf(operation, error.path("context")))
                        .findFirst()
                        .map(error -> refused(operation, error.path("message").asText())))
                .orElseGet(() -> new Outcome.Unknown("HubSpot's response does not mention this record"));
    }

    /** Matches a result to an operation. By the trace; where HubSpot omits it, by the record's id or Talk's id. */
    private static boolean isOf(Operation operation, JsonNode single) {
        JsonNode trace = single.path(TRACE);
        if (!trace.isMissingNode()) {
            return operation.id().equals(trace.isArray() ? trace.path(0).asText() : trace.asText());
        }
        String id = operation.recordId().orElse(operation.id());
        return Stream.concat(
                        Stream.of(single.path("id"), single.path("properties").path(HubSpotType.TALK_ID)),
                        JsonValues.items(single.path("ids")))
                .anyMatch(candidate -> candidate.asText().equals(id));
    }

    /**
     * Returns the outcome of a refused operation. When a contact with that address was created meanwhile, this is a
     * conflict: the contact matches by its primary or a further address.
     */
    private Outcome refused(Operation operation, String message) {
        Matcher existing = EXISTING.matcher(message);
        if (!existing.find()) {
            return new Outcome.Rejected("HubSpot: " + Redaction.clean(message));
        }
        String id = existing.group(1);
        int email = type.mapping().schema().indexOf("email");
        return operation.kind() == Operation.Kind.INSERT
                        && email >= 0
                        && lookup.byId(List.of(id)).get(id) instanceof Lookup.Found.Present present
                        && hasAddress(
                                present.record(), email, operation.fields().slot(email))
                ? new Outcome.Conflict(Optional.of(present.record()))
                : new Outcome.Rejected("HubSpot already has that e-mail address in contact " + id
                        + ", possibly as a secondary address; remove it from that contact, or merge the two contacts"
                        + " in HubSpot");
    }

    private static boolean hasAddress(RecordSnapshot record, int email, @Nullable Object address) {
        return Batches.sameText(record.fields().slot(email), address)
                || record.matchValues().orElse(Map.of()).getOrDefault("email", List.of()).stream()
                        .anyMatch(further -> Batches.sameText(further, address));
    }

    /**
     * Associates contacts with their companies, each as the primary one: that is the one HubSpot shows and Talk reads.
     * Done after both exist; associations that HubSpot does not confirm are repeated.
     */
    private Map<String, Outcome> companies(List<Operation> operations, Map<String, Outcome> outcomes) {
        Map<Operation, Outcome.Applied> moved = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (company >= 0
                    && operation.fields().slot(company) != null
                    && outcomes.get(operation.id()) instanceof Outcome.Applied applied) {
                moved.put(operation, applied);
            }
        }
        if (associate("archive", moved, Operation::basedOn) && associate("create", moved, Operation::fields)) {
            moved.forEach((operation, applied) -> applied.after()
                    .map(after -> after.with(company, operation.fields().slot(company)))
                    .ifPresent(after -> outcomes.put(operation.id(), Outcome.applied(after))));
        }
        return outcomes;
    }

    private boolean associate(String what, Map<Operation, Outcome.Applied> moved, Function<Operation, Fields> side) {
        ArrayNode inputs = JsonValues.array();
        moved.forEach((operation, applied) -> {
            if (side.apply(operation).slot(company) instanceof Reference reference) {
                ObjectNode input = inputs.addObject();
                input.putObject("from").put("id", applied.recordId());
                ObjectNode to = JsonValues.object().put("id", reference.id());
                input.set("to", what.equals("archive") ? JsonValues.array().add(to) : to);
                if (!what.equals("archive")) {
                    input.putArray("types")
                            .addObject()
                            .put("associationCategory", "HUBSPOT_DEFINED")
                            .put("associationTypeId", PRIMARY_COMPANY);
                }
            }
        });
        return inputs.isEmpty() || client.associate(what, inputs) instanceof WriteReply.Done;
    }
}
