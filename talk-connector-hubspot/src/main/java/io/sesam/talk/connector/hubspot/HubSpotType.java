package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.ValueFormat;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec.Normalisation;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.RecordSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A host's type and its HubSpot object.
 *
 * @param object the object's name in paths
 * @param modified the property with the time of the last change; contacts use another one than other objects
 * @param group the property group of Talk's own property
 * @param mapping the properties and HubSpot's properties
 */
record HubSpotType(String object, String modified, String group, Mapping mapping) {
    /** The unique property with the creating operation's id. */
    static final String TALK_ID = "talk_id";

    /** The primary company of a contact. Read as a property and written as an association. */
    static final String COMPANY = "associatedcompanyid";

    /** The ids of merged records; contacts have both properties. */
    static final List<String> MERGED = List.of("hs_merged_object_ids", "hs_calculated_merged_vids");

    /** The further addresses of a contact, separated by semicolons. */
    private static final String ADDITIONAL = "hs_additional_emails";

    /** Returns the types of both host and HubSpot. */
    static List<HubSpotType> all(PluginContext context, Map<String, Map<String, String>> further) {
        return Stream.of(
                        context.schema(EntityType.PERSON).map(schema -> person(schema, further)),
                        context.schema(EntityType.ORGANISATION).map(schema -> organisation(schema, further)),
                        context.schema(EntityType.PRODUCT)
                                .map(schema -> new HubSpotType(
                                        "products",
                                        "hs_lastmodifieddate",
                                        "productinformation",
                                        mapping(schema, further, trimmed("name")))))
                .flatMap(Optional::stream)
                .toList();
    }

    private static HubSpotType person(Schema schema, Map<String, Map<String, String>> further) {
        Mapping mapping = mapping(
                schema,
                further,
                trimmed("firstname"),
                trimmed("lastname"),
                lowerCase("email"),
                MappedField.reads("gender", "gender").writes("gender", ValueFormat.GENDER),
                MappedField.of(schema.referenceTo(EntityType.ORGANISATION).orElse(""), COMPANY));
        return new HubSpotType("contacts", "lastmodifieddate", "contactinformation", mapping);
    }

    private static HubSpotType organisation(Schema schema, Map<String, Map<String, String>> further) {
        Mapping mapping = mapping(
                schema,
                further,
                trimmed("name"),
                trimmed("address"),
                trimmed("address2"),
                trimmed("zip"),
                MappedField.reads("country", "hs_country_code", "country")
                        .writes("country", ValueFormat.COUNTRY_NAME)
                        .writes("hs_country_code", ValueFormat.ALPHA2),
                lowerCase("domain"));
        return new HubSpotType("companies", "hs_lastmodifieddate", "companyinformation", mapping);
    }

    private static MappedField trimmed(String name) {
        return MappedField.of(name, name).facts(facts -> facts.normalises(Normalisation.TRIM));
    }

    private static MappedField lowerCase(String name) {
        return MappedField.of(name, name)
                .facts(facts -> facts.normalises(Normalisation.LOWER_CASE, Normalisation.TRIM));
    }

    private static Mapping mapping(Schema schema, Map<String, Map<String, String>> further, MappedField... fields) {
        Stream<MappedField> declared = further.getOrDefault(schema.type().name(), Map.of()).entrySet().stream()
                .filter(entry -> schema.indexOf(entry.getKey()) < 0
                        || schema.property(schema.index(entry.getKey())).kind() != Kind.REFERENCE)
                .map(entry -> MappedField.of(entry.getKey(), entry.getValue()));
        return Mapping.of(schema, Stream.concat(Stream.of(fields), declared).toArray(MappedField[]::new))
                .under("properties")
                .times("updatedAt", "createdAt");
    }

    EntityType type() {
        return mapping.schema().type();
    }

    /** Returns the scopes that permit writing. One of them is enough. */
    List<String> writeScopes() {
        String granular = "crm.objects." + object + ".write";
        return object.equals("products") ? List.of(granular, "e-commerce") : List.of(granular);
    }

    /** Returns the index of the company property. Negative when the host's type has none. */
    int company() {
        return mapping.schema()
                .referenceTo(EntityType.ORGANISATION)
                .map(mapping.schema()::index)
                .filter(index -> object.equals("contacts"))
                .orElse(-1);
    }

    /** Returns the property names to request. The mapped properties and the ids of merged records. */
    List<String> names() {
        return Stream.of(
                        mapping.names(),
                        MERGED,
                        List.of(TALK_ID),
                        hasAddresses() ? List.of(ADDITIONAL) : List.<String>of())
                .flatMap(List::stream)
                .toList();
    }

    private boolean hasAddresses() {
        return object.equals("contacts") && mapping.schema().indexOf("email") >= 0;
    }

    /** Converts a record. A contact also matches by its further addresses, where the answer has them. */
    RecordSnapshot record(JsonNode json) {
        RecordSnapshot record = mapping.record(json);
        JsonNode additional = json.path("properties").path(ADDITIONAL);
        if (!hasAddresses() || additional.isMissingNode()) {
            return record;
        }
        List<String> addresses = additional.isNull()
                ? List.of()
                : Stream.of(additional.asText().split(";", -1))
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .toList();
        return record.matchValues(Map.of("email", addresses));
    }
}
