package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.GraphQlSchema;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.ValueFormat;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.RecordSnapshot;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A host's type and its counterpart in Wave. A customer is both: an organisation, and the person who is its contact.
 *
 * @param kind the name in its mutations: Customer or Product
 * @param mapping the properties and Wave's fields
 */
record WaveType(String kind, Mapping mapping) {
    /** The prefix of a created customer's internal notes. The id of the operation follows. */
    static final String MADE = "Talk ";
    /**
     * The prefix of notes for a person's customer. A customer that Talk created for a person alone is not an
     * organisation.
     */
    static final String MADE_FOR_PERSON = "Talk person ";

    static List<WaveType> all(PluginContext context) {
        return Stream.of(
                        context.schema(EntityType.ORGANISATION).map(WaveType::organisation),
                        context.schema(EntityType.PERSON).map(WaveType::person),
                        context.schema(EntityType.PRODUCT).map(schema -> of("Product", schema, name())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static WaveType of(String kind, Schema schema, MappedField... fields) {
        return new WaveType(
                kind,
                Mapping.of(schema, fields).times("modifiedAt", "createdAt").clearingWithNull());
    }

    private static MappedField name() {
        return MappedField.of("name", "name").facts(FieldSpec::required);
    }

    private static WaveType organisation(Schema schema) {
        return of(
                "Customer",
                schema,
                name(),
                MappedField.of("address", "address.addressLine1"),
                MappedField.of("address2", "address.addressLine2"),
                MappedField.of("zip", "address.postalCode"),
                MappedField.reads("country", "address.country.code")
                        .writes("address.countryCode", ValueFormat.ALPHA2)
                        .facts(FieldSpec::vocabularyOnly),
                MappedField.of("domain", "website"));
    }

    private static WaveType person(Schema schema) {
        return of(
                "Customer",
                schema,
                MappedField.of("firstname", "firstName"),
                MappedField.of("lastname", "lastName"),
                MappedField.of("email", "email"),
                MappedField.of(schema.referenceTo(EntityType.ORGANISATION).orElse(""), "id"));
    }

    /** Returns the mapped fields by the names of Wave's types and inputs. */
    Map<String, Set<String>> places() {
        return places(mapping.names(), mapping.writtenNames());
    }

    private Map<String, Set<String>> places(List<String> read, List<String> written) {
        Map<String, Set<String>> places = new LinkedHashMap<>();
        read.forEach(path -> place(places, kind, "Address", path));
        written.forEach(path -> {
            place(places, kind + "CreateInput", "AddressInput", path.equals("id") ? "name" : path);
            place(places, kind + "PatchInput", "AddressInput", path);
        });
        return places;
    }

    /** Returns the fields that show a property in the documents: within the address, the address's. */
    List<String> shown(String property) {
        return mapping.names(property).stream()
                .map(path -> path.split("\\.", -1))
                .map(steps -> steps.length > 1 ? steps[1] : steps[0])
                .toList();
    }

    /** Returns the optional properties for which a schema lacks a field, with these fields. */
    Map<String, List<String>> lacking(GraphQlSchema schema) {
        Map<String, List<String>> lacking = new LinkedHashMap<>();
        mapping.specs().stream()
                .filter(field -> !field.isRequired())
                .map(FieldSpec::name)
                .forEach(name ->
                        lacking.put(name, schema.lacking(places(mapping.names(name), mapping.writtenNames(name)))));
        lacking.values().removeIf(List::isEmpty);
        return lacking;
    }

    private static void place(Map<String, Set<String>> places, String outer, String inner, String path) {
        String[] steps = path.split("\\.", -1);
        places.computeIfAbsent(outer, name -> new LinkedHashSet<>()).add(steps[0]);
        if (steps.length > 1) {
            places.computeIfAbsent(inner, name -> new LinkedHashSet<>()).add(steps[1]);
        }
    }

    EntityType type() {
        return mapping.schema().type();
    }

    boolean isPerson() {
        return type().equals(EntityType.PERSON);
    }

    boolean isProduct() {
        return kind.equals("Product");
    }

    /** Reports whether a node has a record of this type. A customer may have no contact, or be a person alone. */
    private boolean isOne(JsonNode node) {
        boolean live = node.isObject() && !node.path("isArchived").asBoolean();
        return live && (isPerson() ? hasContact(node) : !isMadeForPerson(node));
    }

    static boolean hasContact(JsonNode customer) {
        return !JsonValues.words(customer, "firstName", "lastName", "email").isEmpty();
    }

    static boolean isMadeForPerson(JsonNode customer) {
        return customer.path("internalNotes").asText().startsWith(MADE_FOR_PERSON);
    }

    /** Converts a node, if it is of this type. */
    Optional<RecordSnapshot> read(JsonNode node) {
        Optional<RecordSnapshot> record = Optional.of(node).filter(this::isOne).map(mapping::record);
        return isPerson() && isMadeForPerson(node)
                ? record.map(alone -> alone.withoutReferenceTo(EntityType.ORGANISATION))
                : record;
    }

    Lookup.Found found(JsonNode node) {
        return read(node).<Lookup.Found>map(Lookup.Found.Present::new).orElseGet(Lookup.Found.Missing::new);
    }

    /** Returns the customer whose contact a person is. */
    Optional<String> customer(Operation operation) {
        return isPerson() ? operation.fields().referenceTo(EntityType.ORGANISATION) : Optional.empty();
    }
}
