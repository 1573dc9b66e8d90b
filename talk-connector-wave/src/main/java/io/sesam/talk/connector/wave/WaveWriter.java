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
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
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
 * A writer of customers, contacts and products. Makes one call for each record, however many operations concern it.
 *
 * <p>All records of a batch are read before they are changed, so that another user's edit is not overwritten, and
 * because an address is replaced as a whole: parts that Talk does not map, such as the city, are sent back as they
 * were.
 */
final class WaveWriter implements StepwiseWriter {
    /** The read and write names of address parts. */
    private static final Map<String, String> ADDRESS = Stream.of(
                    "addressLine1", "addressLine2", "city", "postalCode", "country.code", "province.code")
            .collect(Collectors.toMap(read -> read, read -> read.replace(".code", "Code")));

    private static final String MOVED = "in Wave a person is the contact of one customer and cannot move to another";
    private static final String NO_DELETE =
            "Wave cannot archive a customer, only delete it permanently; delete it in Wave if intended";
    private static final String TAKEN =
            "the customer of this person's organisation already has another contact; Wave stores one" + " per customer";
    private static final String NO_ACCOUNT = "Wave creates no product without an income account; set incomeAccountId";
    private static final String ALONE =
            "Wave stores persons only as contacts of customers, and this person's organisation does"
                    + " not exist there; set personAsCustomer: true to create such persons as customers";

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
    public Map<String, Outcome> write(List<Operation> operations, WriteLog log) {
        Map<String, JsonNode> now = client.byId(
                operations.isEmpty() ? types.values().iterator().next() : type(operations.get(0)),
                operations.stream().flatMap(each -> place(each).stream()).collect(Collectors.toSet()));
        Set<String> taken = new HashSet<>();
        return Batches.byRecord(
                operations,
                log,
                operation -> refusal(operation, now, taken),
                operation -> place(operation).orElse(operation.id()),
                same -> send(same, now),
                this::outcome);
    }

    private WaveType type(Operation operation) {
        return Objects.requireNonNull(types.get(operation.type()), "the engine writes only types that Wave has");
    }

    /** Returns the record that an operation changes. For a person who becomes a customer's contact, the customer. */
    private Optional<String> place(Operation operation) {
        return operation.recordId().or(() -> type(operation).customer(operation));
    }

    /** Explains why an operation is not sent. */
    private Optional<Outcome> refusal(Operation operation, Map<String, JsonNode> now, Set<String> taken) {
        WaveType type = type(operation);
        Optional<String> customer = type.customer(operation);
        JsonNode existing = place(operation).map(now::get).orElse(JsonValues.object());
        if (operation.recordId().isPresent()) {
            boolean isDelete = operation.kind() == Operation.Kind.ARCHIVE && !type.isProduct();
            return Batches.rejectedIf(isDelete, NO_DELETE)
                    .or(() -> Batches.conflict(operation, type.found(existing)))
                    .or(() ->
                            Batches.rejectedIf(customer.isPresent() && !customer.equals(operation.recordId()), MOVED));
        }
        if (customer.isPresent()) {
            // of two persons in one batch for the same customer, the second finds its contact taken
            return Batches.rejectedIf(WaveType.hasContact(existing) || !taken.add(customer.get()), TAKEN);
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

    /**
     * Overlays the known address with new values. The province is cleared when the country changes, because Wave
     * refuses a province of another country.
     */
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
                        .orElse(new Outcome.Unknown("Wave's response does not show the result for the record"));
    }
}
