package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.GraphQl;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Redaction;
import io.sesam.talk.http.Reply;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Reference;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Writer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes customers, their contacts and products: one call for each record, whatever is written of it.
 *
 * <p>Records are read before they are changed, all of a batch at once, so that a colleague's edit survives (R19), and
 * because an address is replaced as a whole: what Talk does not know of it, such as the city, is sent back as it was.
 */
final class WaveWriter implements Writer {
    private final WaveClient client;
    private final Map<EntityType, WaveType> types;
    private final Optional<String> incomeAccount;
    private final boolean personAsCustomer;

    WaveWriter(WaveClient client, List<WaveType> types, Optional<String> incomeAccount, boolean personAsCustomer) {
        this.client = client;
        this.types = types.stream().collect(Collectors.toMap(WaveType::type, type -> type));
        this.incomeAccount = incomeAccount;
        this.personAsCustomer = personAsCustomer;
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations) {
        Map<String, JsonNode> now = now(operations);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        operations.forEach(
                operation -> refusal(operation, now, taken).ifPresent(no -> outcomes.put(operation.id(), no)));
        Map<String, List<Operation>> byRecord = operations.stream()
                .filter(operation -> !outcomes.containsKey(operation.id()))
                .collect(Collectors.groupingBy(
                        operation -> place(operation).orElse(operation.id()), LinkedHashMap::new, Collectors.toList()));
        outcomes.putAll(Batches.groups(List.copyOf(byRecord.values()), same -> send(same, now), this::outcome));
        return outcomes;
    }

    private WaveType type(Operation operation) {
        return Objects.requireNonNull(types.get(operation.type()), "the engine writes only types that Wave holds");
    }

    /** The record that an operation goes to: of a person who is to be a customer's contact, the customer. */
    private Optional<String> place(Operation operation) {
        return operation.recordId().or(() -> customerOf(operation));
    }

    private Optional<String> customerOf(Operation operation) {
        WaveType type = type(operation);
        return type.customer()
                .map(property -> operation.fields().slot(type.mapping().schema().index(property)))
                .filter(Reference.class::isInstance)
                .map(reference -> ((Reference) reference).id());
    }

    private Map<String, JsonNode> now(List<Operation> operations) {
        List<String> ids = operations.stream()
                .flatMap(operation -> place(operation).stream())
                .distinct()
                .toList();
        Map<String, JsonNode> now = new HashMap<>();
        if (!ids.isEmpty()) {
            List<JsonNode> nodes = client.byId(type(operations.get(0)), ids);
            ids.forEach(id -> now.put(id, nodes.get(ids.indexOf(id))));
        }
        return now;
    }

    /** Why an operation is not sent at all. */
    private Optional<Outcome> refusal(Operation operation, Map<String, JsonNode> now, Set<String> taken) {
        WaveType type = type(operation);
        if (operation.kind() == Operation.Kind.ARCHIVE && type.twin().isPresent()) {
            return rejected("Wave cannot archive a customer, only delete it for good; do that there");
        }
        if (operation.recordId().isPresent()) {
            JsonNode node = now.getOrDefault(operation.existingId(), Json.object());
            Lookup.Found found =
                    type.isOne(node) ? new Lookup.Found.Present(type.read(node)) : new Lookup.Found.Missing();
            return Batches.conflict(operation, found)
                    .or(() -> customerOf(operation)
                            .filter(customer -> !customer.equals(operation.existingId()))
                            .map(customer -> new Outcome.Rejected(
                                    "in Wave a person is the contact of one customer, and cannot move to another")));
        }
        if (type.table().equals("products")) {
            return incomeAccount.isPresent()
                    ? Optional.empty()
                    : rejected("Wave makes no product without an income account; set incomeAccountId");
        }
        return type.isPerson() ? refusalOfPerson(operation, now, taken) : Optional.empty();
    }

    /** A customer has one contact: of two people in one batch, the second finds the place taken by the first. */
    private Optional<Outcome> refusalOfPerson(Operation operation, Map<String, JsonNode> now, Set<String> taken) {
        Optional<JsonNode> customer = customerOf(operation).map(now::get);
        if (customer.isEmpty()) {
            return personAsCustomer
                    ? Optional.empty()
                    : rejected("in Wave people exist only as contacts of customers, and the organisation of this one is"
                            + " not known there; set personAsCustomer: true to make such people customers");
        }
        return WaveType.hasContact(customer.get())
                        || !taken.add(customer.get().path("id").asText())
                ? rejected("the customer of this person's organisation has another contact already; Wave keeps one")
                : Optional.empty();
    }

    private static Optional<Outcome> rejected(String reason) {
        return Optional.of(new Outcome.Rejected(reason));
    }

    private Reply send(List<Operation> same, Map<String, JsonNode> now) {
        Operation first = same.get(0);
        WaveType type = type(first);
        if (first.kind() == Operation.Kind.ARCHIVE) {
            return client.write(WaveDocuments.ARCHIVE_PRODUCT, Json.object().put("id", first.existingId()), true);
        }
        ObjectNode input = Json.object();
        same.forEach(operation -> input.setAll(type(operation).mapping().write(operation.fields())));
        Optional<String> id = place(first);
        id.ifPresent(known -> overlayAddress(input, now.getOrDefault(known, Json.object())));
        return id.isPresent()
                ? client.write(WaveDocuments.write(type.table(), "Patch"), input.put("id", id.get()), true)
                : client.write(WaveDocuments.write(type.table(), "Create"), create(first, type, input), false);
    }

    private ObjectNode create(Operation operation, WaveType type, ObjectNode input) {
        input.put("businessId", client.business());
        if (type.table().equals("products")) {
            return input.put("unitPrice", "0").put("incomeAccountId", incomeAccount.orElseThrow());
        }
        if (type.isPerson()) {
            input.put("name", fullName(input));
        }
        return input.put(
                "internalNotes", (type.isPerson() ? WaveType.MADE_FOR_PERSON : WaveType.MADE) + operation.id());
    }

    private static String fullName(ObjectNode contact) {
        String name = (contact.path("firstName").asText("") + " "
                        + contact.path("lastName").asText(""))
                .strip();
        return name.isEmpty() ? contact.path("email").asText("") : name;
    }

    /** The province goes when the country changes: Wave refuses one that is not of the country. */
    private static void overlayAddress(ObjectNode input, JsonNode now) {
        if (!input.has("address")) {
            return;
        }
        ObjectNode address = Json.object();
        JsonNode known = now.path("address");
        List.of("addressLine1", "addressLine2", "city", "postalCode")
                .forEach(part -> Json.text(known, part).ifPresent(text -> address.put(part, text)));
        Json.text(known, "country.code").ifPresent(code -> address.put("countryCode", code));
        address.setAll((ObjectNode) input.path("address"));
        Json.text(known, "province.code")
                .filter(province ->
                        province.startsWith(address.path("countryCode").asText() + "-"))
                .ifPresent(province -> address.put("provinceCode", province));
        input.set("address", address);
    }

    private Outcome outcome(Operation operation, Answer answer) {
        JsonNode result = answer.json().path("data").path("result");
        Optional<String> error = GraphQl.errorAt(answer, "result");
        if (error.isPresent() || !result.isObject()) {
            return error.filter("NOT_FOUND"::equals).isPresent()
                    ? new Outcome.Conflict(Optional.empty())
                    : new Outcome.Unknown("Wave's answer does not tell what became of it: " + error.orElse("nothing"));
        }
        if (!result.path("didSucceed").asBoolean()) {
            return new Outcome.Rejected("Wave: "
                    + Json.items(result.path("inputErrors"))
                            .map(each -> Redaction.clean(each.path("message").asText("refused")) + " ("
                                    + each.path("code").asText("") + " "
                                    + Json.items(each.path("path"))
                                            .map(JsonNode::asText)
                                            .toList() + ")")
                            .collect(Collectors.joining("; ")));
        }
        WaveType type = type(operation);
        JsonNode record = result.path(type.table().substring(0, type.table().length() - 1));
        return record.isObject() && operation.kind() != Operation.Kind.ARCHIVE
                ? Outcome.applied(type.read(record))
                : place(operation)
                        .map(Outcome::applied)
                        .orElseGet(() -> new Outcome.Unknown("Wave's answer does not show the record"));
    }
}
