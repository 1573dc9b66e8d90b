package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.GraphQl;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.WriteReply;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes customers, their contacts and products: one call for each record, whatever is written of it.
 *
 * <p>Records are read before they are changed, all of a batch at once, so that a colleague's edit survives (R19), and
 * because an address is replaced as a whole: what Talk does not know of it, such as the city, is sent back as it was.
 */
final class WaveWriter implements Writer {
    /** The parts of an address as they are read, and as they are written. */
    private static final Map<String, String> ADDRESS = Stream.of(
                    "addressLine1", "addressLine2", "city", "postalCode", "country.code", "province.code")
            .collect(Collectors.toMap(read -> read, read -> read.replace(".code", "Code")));

    private static final String MOVED = "in Wave a person is the contact of one customer, and cannot move to another";
    private static final String NO_DELETE = "Wave cannot archive a customer, only delete it for good; do that there";
    private static final String TAKEN =
            "the customer of this person's organisation has another contact already; Wave keeps one";
    private static final String NO_ACCOUNT = "Wave makes no product without an income account; set incomeAccountId";
    private static final String ALONE =
            "in Wave people exist only as contacts of customers, and the organisation of this"
                    + " one is not known there; set personAsCustomer: true to make such people customers";

    private final WaveClient client;
    private final Map<EntityType, WaveType> types;
    private final Optional<String> incomeAccount;
    private final boolean personAsCustomer;

    WaveWriter(Settings settings, WaveClient client, List<WaveType> types) {
        this.client = client;
        this.types = types.stream().collect(Collectors.toMap(WaveType::type, type -> type));
        this.incomeAccount = settings.find(WavePlugin.INCOME_ACCOUNT);
        this.personAsCustomer = settings.get(WavePlugin.PERSON_AS_CUSTOMER);
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations) {
        Map<String, JsonNode> now = client.byId(
                operations.isEmpty() ? types.values().iterator().next() : type(operations.get(0)),
                operations.stream().flatMap(each -> place(each).stream()).collect(Collectors.toSet()));
        Set<String> taken = new HashSet<>();
        return Batches.byRecord(
                operations,
                operation -> refusal(operation, now, taken),
                operation -> place(operation).orElse(operation.id()),
                same -> send(same, now),
                this::outcome);
    }

    private WaveType type(Operation operation) {
        return Objects.requireNonNull(types.get(operation.type()), "the engine writes only types that Wave holds");
    }

    /** The record that an operation goes to: of a person who is to be a customer's contact, the customer. */
    private Optional<String> place(Operation operation) {
        return operation.recordId().or(() -> type(operation).customer(operation));
    }

    /** Why an operation is not sent at all. */
    private Optional<Outcome> refusal(Operation operation, Map<String, JsonNode> now, Set<String> taken) {
        WaveType type = type(operation);
        Optional<String> customer = type.customer(operation);
        JsonNode there = place(operation).map(now::get).orElse(JsonValues.object());
        if (operation.recordId().isPresent()) {
            boolean isDelete = operation.kind() == Operation.Kind.ARCHIVE && !type.isProduct();
            return Batches.rejectedIf(isDelete, NO_DELETE)
                    .or(() -> Batches.conflict(operation, type.found(there)))
                    .or(() ->
                            Batches.rejectedIf(customer.isPresent() && !customer.equals(operation.recordId()), MOVED));
        }
        if (customer.isPresent()) {
            // of two people in one batch, the second finds the place taken by the first
            return Batches.rejectedIf(WaveType.hasContact(there) || !taken.add(customer.get()), TAKEN);
        }
        return Batches.rejectedIf(type.isProduct() && incomeAccount.isEmpty(), NO_ACCOUNT)
                .or(() -> Batches.rejectedIf(type.isPerson() && !personAsCustomer, ALONE));
    }

    private WriteReply send(List<Operation> same, Map<String, JsonNode> now) {
        Operation first = same.get(0);
        WaveType type = type(first);
        ObjectNode input = JsonValues.object();
        same.forEach(operation -> input.setAll(type(operation).mapping().write(operation.fields())));
        Optional<String> id = place(first);
        id.ifPresent(known -> overlayAddress(
                input, now.getOrDefault(known, JsonValues.object()).path("address")));
        String what = first.kind() == Operation.Kind.ARCHIVE ? "Archive" : id.isPresent() ? "Patch" : "Create";
        return client.write(
                type.kind() + what, id.isPresent() ? input.put("id", id.get()) : create(first, type, input));
    }

    private ObjectNode create(Operation operation, WaveType type, ObjectNode input) {
        input.put("businessId", client.business()).remove("id");
        if (type.isProduct()) {
            return input.put("unitPrice", "0").put("incomeAccountId", incomeAccount.orElseThrow());
        }
        if (type.isPerson()) {
            String name = JsonValues.words(input, "firstName", "lastName");
            input.put("name", name.isEmpty() ? input.path("email").asText() : name);
        }
        return input.put(
                "internalNotes", (type.isPerson() ? WaveType.MADE_FOR_PERSON : WaveType.MADE) + operation.id());
    }

    /** The province goes when the country changes: Wave refuses one that is not of the country. */
    private static void overlayAddress(ObjectNode input, JsonNode known) {
        if (input.path("address") instanceof ObjectNode written) {
            ObjectNode address = JsonValues.object();
            ADDRESS.forEach((read, write) -> JsonValues.text(known, read).ifPresent(text -> address.put(write, text)));
            address.setAll(written);
            String country = address.path("countryCode").asText() + "-";
            if (!address.path("provinceCode").asText().startsWith(country)) {
                address.remove("provinceCode");
            }
            input.set("address", address);
        }
    }

    private Outcome outcome(Operation operation, ApiResponse response) {
        JsonNode record = response.json().path("data").path("result").path("record");
        if (operation.kind() == Operation.Kind.ARCHIVE && record.isObject()) {
            return Outcome.applied(operation.existingId());
        }
        return GraphQl.errorAt(response, "result").filter("NOT_FOUND"::equals).isPresent()
                ? new Outcome.Conflict(Optional.empty())
                : type(operation)
                        .read(record)
                        .map(Outcome::applied)
                        .orElse(new Outcome.Unknown("Wave's answer does not tell what became of the record"));
    }
}
