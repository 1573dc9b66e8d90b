package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Reply;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Reference;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Upserted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes which company a contact belongs to, once the contact is there (R38). */
final class HubSpotCompanies {
    private final HubSpotClient client;
    private final HubSpotType type;

    HubSpotCompanies(HubSpotClient client, HubSpotType type) {
        this.client = client;
        this.type = type;
    }

    /** Associates the contacts of the operations that were applied; where that fails, the outcome says so. */
    Map<String, Outcome> write(List<Operation> operations, Map<String, Outcome> outcomes) {
        if (type.company().isEmpty()) {
            return outcomes;
        }
        int index = type.mapping().schema().index(type.company().get());
        ArrayNode added = Json.array();
        ArrayNode removed = Json.array();
        Map<String, Outcome> all = new LinkedHashMap<>(outcomes);
        operations.stream()
                .filter(operation -> operation.fields().slot(index) != null)
                .forEach(operation -> recordId(outcomes.get(operation.id())).ifPresent(contact -> {
                    Object wanted = operation.fields().slot(index);
                    reference(operation.basedOn(), index).ifPresent(old -> {
                        removed.addObject().putObject("from").put("id", contact);
                        ((com.fasterxml.jackson.databind.node.ObjectNode) removed.get(removed.size() - 1))
                                .putArray("to")
                                .addObject()
                                .put("id", old);
                    });
                    reference(operation.fields(), index).ifPresent(company -> {
                        var input = added.addObject();
                        input.putObject("from").put("id", contact);
                        input.putObject("to").put("id", company);
                    });
                    all.computeIfPresent(operation.id(), (id, outcome) -> with(outcome, index, wanted));
                }));
        Optional<String> failed = ask("archive", removed).or(() -> ask("associate/default", added));
        failed.ifPresent(reason -> operations.stream()
                .filter(operation -> operation.fields().slot(index) != null)
                .filter(operation -> all.get(operation.id()) instanceof Outcome.Applied)
                .forEach(operation -> all.put(operation.id(), outcomes.getOrDefault(operation.id(), lost(reason)))));
        return all;
    }

    private static Outcome lost(String reason) {
        return new Outcome.Unknown(reason);
    }

    private Optional<String> ask(String what, ArrayNode inputs) {
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        Reply reply = client.associate(what, inputs);
        return reply.fold(
                done -> Optional.empty(),
                refused -> Optional.of(refused.reason()),
                later -> Optional.of(later.reason()),
                unknown -> Optional.of(unknown.reason()));
    }

    private static Optional<String> recordId(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Applied applied ? Optional.of(applied.recordId()) : Optional.empty();
    }

    private static Optional<String> reference(Fields fields, int index) {
        return fields.slot(index) instanceof Reference reference ? Optional.of(reference.id()) : Optional.empty();
    }

    private static Outcome with(Outcome outcome, int index, @Nullable Object company) {
        if (outcome instanceof Outcome.Applied applied && applied.after().isPresent()) {
            Upserted after = applied.after().get();
            Upserted more = Upserted.of(
                    after.id(), after.fields().toBuilder().slot(index, company).build());
            return Outcome.applied(after.modified().map(more::modified).orElse(more));
        }
        return outcome;
    }
}
