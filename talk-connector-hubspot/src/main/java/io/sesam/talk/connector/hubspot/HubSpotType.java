package io.sesam.talk.connector.hubspot;

import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.Spelling;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.FieldSpec.Normalisation;
import io.sesam.talk.spi.Lent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A type of the host and HubSpot's object for it.
 *
 * @param object the object's name in paths
 * @param modified the property that holds the time of the last change; contacts have another one than the rest
 * @param group where a property of Talk's own is filed
 * @param mapping properties and HubSpot's properties
 * @param company the person's property that an association to a company stands for, if the host has one (R38)
 */
record HubSpotType(String object, String modified, String group, Mapping mapping, Optional<String> company) {
    /** A unique property that keeps the id of the operation that made a record. */
    static final String TALK_ID = "talk_id";

    /** The types that both the host and HubSpot have. */
    static List<HubSpotType> all(Lent lent, Map<String, Map<String, String>> further) {
        return Stream.of(
                        lent.schema(EntityType.PERSON).map(schema -> person(schema, further)),
                        lent.schema(EntityType.ORGANISATION).map(schema -> organisation(schema, further)),
                        lent.schema(EntityType.PRODUCT)
                                .map(schema -> new HubSpotType(
                                        "products",
                                        "hs_lastmodifieddate",
                                        "productinformation",
                                        mapping(schema, further, trimmed("name")),
                                        Optional.empty())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static HubSpotType person(Schema schema, Map<String, Map<String, String>> further) {
        Optional<String> company = schema.properties().stream()
                .filter(property -> property.target()
                        .filter(EntityType.ORGANISATION::equals)
                        .isPresent())
                .map(Property::name)
                .findFirst();
        Mapping mapping = mapping(
                schema,
                further,
                trimmed("firstname"),
                trimmed("lastname"),
                MappedField.of("email", "email")
                        .facts(facts -> facts.normalises(Normalisation.LOWER_CASE, Normalisation.TRIM)),
                MappedField.reads("gender", "gender").writes("gender", Spelling.GENDER));
        return new HubSpotType("contacts", "lastmodifieddate", "contactinformation", mapping, company);
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
                        .writes("country", Spelling.COUNTRY_NAME)
                        .writes("hs_country_code", Spelling.ALPHA2),
                MappedField.of("domain", "domain")
                        .facts(facts -> facts.normalises(Normalisation.LOWER_CASE, Normalisation.TRIM)));
        return new HubSpotType("companies", "hs_lastmodifieddate", "companyinformation", mapping, Optional.empty());
    }

    private static MappedField trimmed(String name) {
        return MappedField.of(name, name).facts(facts -> facts.normalises(Normalisation.TRIM));
    }

    private static Mapping mapping(Schema schema, Map<String, Map<String, String>> further, MappedField... fields) {
        Stream<MappedField> declared = further.getOrDefault(schema.type().name(), Map.of()).entrySet().stream()
                .filter(entry -> schema.indexOf(entry.getKey()) < 0
                        || schema.property(schema.index(entry.getKey())).kind() != Kind.REFERENCE)
                .map(entry -> MappedField.of(entry.getKey(), entry.getValue()));
        return Mapping.of(schema, Stream.concat(Stream.of(fields), declared).toArray(MappedField[]::new));
    }

    EntityType type() {
        return mapping.schema().type();
    }

    List<FieldSpec> specs() {
        return Stream.concat(mapping.specs().stream(), company.stream().map(FieldSpec::of))
                .toList();
    }

    /** What must be asked for: our properties, and which records were merged into this one. */
    List<String> names() {
        return Stream.concat(
                        mapping.names().stream(),
                        Stream.of("hs_merged_object_ids", TALK_ID, modified, "createdate", "hs_createdate"))
                .toList();
    }
}
