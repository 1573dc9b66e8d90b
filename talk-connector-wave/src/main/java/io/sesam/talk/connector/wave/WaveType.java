package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.Spelling;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Upserted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A type of the host and what it is in Wave. A customer is two: an organisation, and the person who is its contact.
 *
 * @param table what the business calls them: customers or products
 * @param mapping properties and Wave's fields
 * @param customer the person's property that says whose contact it is, if the host has one (R38)
 */
record WaveType(String table, Mapping mapping, Optional<String> customer) {
    /** Begins the internal notes of a customer that Talk made; the id of the operation follows. */
    static final String MADE = "Talk ";
    /** Begins the internal notes of a customer that Talk made for a person: it is no organisation. */
    static final String MADE_FOR_PERSON = "Talk person ";

    static List<WaveType> all(Lent lent) {
        return Stream.of(
                        lent.schema(EntityType.ORGANISATION).map(WaveType::organisation),
                        lent.schema(EntityType.PERSON).map(WaveType::person),
                        lent.schema(EntityType.PRODUCT)
                                .map(schema -> new WaveType("products", Mapping.of(schema, name()), Optional.empty())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static MappedField name() {
        return MappedField.of("name", "name").facts(FieldSpec::required);
    }

    private static WaveType organisation(Schema schema) {
        return new WaveType(
                "customers",
                Mapping.of(
                                schema,
                                name(),
                                MappedField.of("address", "address.addressLine1"),
                                MappedField.of("address2", "address.addressLine2"),
                                MappedField.of("zip", "address.postalCode"),
                                MappedField.reads("country", "address.country.code")
                                        .writes("address.countryCode", Spelling.ALPHA2)
                                        .facts(FieldSpec::vocabularyOnly),
                                MappedField.of("domain", "website"))
                        .clearingWithNull(),
                Optional.empty());
    }

    private static WaveType person(Schema schema) {
        return new WaveType(
                "customers",
                Mapping.of(
                                schema,
                                MappedField.of("firstname", "firstName"),
                                MappedField.of("lastname", "lastName"),
                                MappedField.of("email", "email"))
                        .clearingWithNull(),
                schema.properties().stream()
                        .filter(property -> property.target()
                                .filter(EntityType.ORGANISATION::equals)
                                .isPresent())
                        .map(Property::name)
                        .findFirst());
    }

    EntityType type() {
        return mapping.schema().type();
    }

    boolean isPerson() {
        return type().equals(EntityType.PERSON);
    }

    /** The type that shares the record; none for products. */
    Optional<EntityType> twin() {
        return table.equals("products")
                ? Optional.empty()
                : Optional.of(isPerson() ? EntityType.ORGANISATION : EntityType.PERSON);
    }

    List<FieldSpec> specs() {
        return Stream.concat(mapping.specs().stream(), customer.stream().map(FieldSpec::of))
                .toList();
    }

    /** Whether a node of Wave's is a record of this type: a customer may have no contact, or be one alone. */
    boolean isOne(JsonNode node) {
        boolean gone =
                node.isNull() || node.isMissingNode() || node.path("isArchived").asBoolean();
        return !gone && (isPerson() ? hasContact(node) : !isMadeForPerson(node));
    }

    static boolean hasContact(JsonNode customer) {
        return Stream.of("firstName", "lastName", "email")
                .anyMatch(field -> !customer.path(field).asText("").isBlank()
                        && !customer.path(field).isNull());
    }

    private static boolean isMadeForPerson(JsonNode customer) {
        return customer.path("internalNotes").asText("").startsWith(MADE_FOR_PERSON);
    }

    Upserted read(JsonNode node) {
        Fields.Builder fields = mapping.read(node).toBuilder();
        String id = node.path("id").asText();
        customer.filter(property -> !isMadeForPerson(node))
                .ifPresent(property ->
                        fields.slot(mapping.schema().index(property), new Reference(EntityType.ORGANISATION, id)));
        Upserted record = Upserted.of(id, fields.build());
        return Json.text(node, "createdAt")
                .map(Instant::parse)
                .map(record::created)
                .orElse(record)
                .modified(Instant.parse(node.path("modifiedAt").asText()));
    }
}
