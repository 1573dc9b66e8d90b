package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A type of the host and what it is in Wave. A customer is two: an organisation, and the person who is its contact.
 *
 * @param kind what the operations on it are called after: Customer or Product
 * @param mapping properties and Wave's fields
 */
record WaveType(String kind, Mapping mapping) {
    /** Begins the internal notes of a customer that Talk made; the id of the operation follows. */
    static final String MADE = "Talk ";
    /** Begins the internal notes of a customer that Talk made for a person: it is no organisation. */
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

    EntityType type() {
        return mapping.schema().type();
    }

    boolean isPerson() {
        return type().equals(EntityType.PERSON);
    }

    boolean isProduct() {
        return kind.equals("Product");
    }

    /** Whether a node of Wave's is a record of this type: a customer may have no contact, or be one alone. */
    private boolean isOne(JsonNode node) {
        boolean live = node.isObject() && !node.path("isArchived").asBoolean();
        return live && (isPerson() ? hasContact(node) : !isMadeForPerson(node));
    }

    static boolean hasContact(JsonNode customer) {
        return !JsonValues.words(customer, "firstName", "lastName", "email").isEmpty();
    }

    private static boolean isMadeForPerson(JsonNode customer) {
        return customer.path("internalNotes").asText().startsWith(MADE_FOR_PERSON);
    }

    /** The record of this type that a node is, if it is one. */
    Optional<RecordSnapshot> read(JsonNode node) {
        Optional<RecordSnapshot> record = Optional.of(node).filter(this::isOne).map(mapping::record);
        return isPerson() && isMadeForPerson(node)
                ? record.map(alone -> alone.withoutReferenceTo(EntityType.ORGANISATION))
                : record;
    }

    Lookup.Found found(JsonNode node) {
        return read(node).<Lookup.Found>map(Lookup.Found.Present::new).orElseGet(Lookup.Found.Missing::new);
    }

    /** The customer that a person is said to be the contact of (R38). */
    Optional<String> customer(Operation operation) {
        return isPerson() ? operation.fields().referenceTo(EntityType.ORGANISATION) : Optional.empty();
    }
}
