package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A writer of employees, one at a time. Takes one or two calls each. Never makes Freshteam send an invitation. */
final class FreshteamWriter implements StepwiseWriter {
    private final HttpApi api;
    private final FreshteamType type;
    private final List<String> roleIds;

    FreshteamWriter(HttpApi api, FreshteamType type, List<String> roleIds) {
        this.api = api;
        this.type = type;
        this.roleIds = roleIds;
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations, WriteLog log) {
        return Batches.singly(operations, log, this::write);
    }

    private Outcome write(Operation operation) {
        return switch (operation.kind()) {
            case INSERT -> insert(operation);
            case UPDATE -> update(operation);
            case ARCHIVE ->
                new Outcome.Rejected("Freshteam's API cannot delete an employee; delete the employee in Freshteam");
        };
    }

    private Outcome insert(Operation operation) {
        if (roleIds.isEmpty()) {
            return new Outcome.Rejected(
                    "Freshteam creates no employee without a role; set roleIds to ids of its roles");
        }
        ObjectNode body = body(operation.fields());
        if (body.path("official_email").asText("").isBlank()) {
            return new Outcome.Rejected(
                    "Freshteam creates no employee without a work e-mail, and this person has none");
        }
        roleIds.forEach(id -> body.withArrayProperty("role_ids").add(Long.parseLong(id)));
        return sent(ApiCall.post(type.path()), body);
    }

    /**
     * Updates an employee with all writable fields. Fields missing from an update may be cleared, so the others are
     * sent back as they were.
     */
    private Outcome update(Operation operation) {
        String path = type.path() + "/" + operation.existingId();
        ApiResponse existing = api.read(
                FreshteamApi.ofOne(ApiCall.get(path).query("include", "roles").expectingObject("")));
        return existing.status() == 403
                ? mayNot()
                : Batches.conflict(operation, type.found(existing))
                        .orElseGet(() -> sent(
                                ApiCall.put(path), Overlay.of(existing.json()).setAll(body(operation.fields()))));
    }

    private ObjectNode body(Fields values) {
        ObjectNode body = type.mapping().write(values);
        JsonNode branch = body.path("branch_id");
        return branch.isTextual() ? body.put("branch_id", branch.asLong()) : body;
    }

    private Outcome sent(ApiCall call, ObjectNode body) {
        return Batches.outcome(
                api.write(FreshteamApi.ofOne(call.json(body.put("send_invite_email", false)))),
                response -> response.status() == 403
                        ? mayNot()
                        : response.status() == 404
                                ? new Outcome.Conflict(Optional.empty())
                                : Outcome.applied(type.record(response.json())));
    }

    private static Outcome mayNot() {
        return new Outcome.Rejected(
                "status 403; the role of the key's user may not write this employee, or one of its fields");
    }
}
