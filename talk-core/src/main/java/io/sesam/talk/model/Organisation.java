package io.sesam.talk.model;

/**
 * A company or other organisation (R1).
 *
 * @param name the name; organisations with exactly the same name match (R6)
 * @param address first line of the address
 * @param address2 second line of the address
 * @param zip postal code; text, so that "0150" keeps its zero
 * @param country country; the four parts of an address are merged as one unit (R14)
 * @param domain host name of the web site
 */
public record Organisation(
        Value<String> name,
        Value<String> address,
        Value<String> address2,
        Value<String> zip,
        Value<Country> country,
        Value<String> domain) {
    /** The built-in properties; {@link Schema#with} adds more. */
    public static final Schema SCHEMA = Schema.of(
            EntityType.ORGANISATION,
            Property.text("name"),
            Property.text("address").inUnit("address"),
            Property.text("address2").inUnit("address"),
            Property.text("zip").inUnit("address"),
            Property.of("country", Kind.COUNTRY).inUnit("address"),
            Property.of("domain", Kind.DOMAIN));

    /** Creates an organisation with only a name. */
    public static Organisation named(String name) {
        return new Organisation(
                Value.of(name), Value.unknown(), Value.unknown(), Value.unknown(), Value.unknown(), Value.unknown());
    }

    /** Reads an organisation from fields. Properties missing in their schema are unknown. */
    public static Organisation from(Fields fields) {
        return new Organisation(
                text(fields, "name"),
                text(fields, "address"),
                text(fields, "address2"),
                text(fields, "zip"),
                fields.schema().indexOf("country") < 0 ? Value.unknown() : fields.country("country"),
                text(fields, "domain"));
    }

    /** Returns this organisation with an address. */
    public Organisation at(String line1, String line2, String postalCode, Country where) {
        return new Organisation(name, Value.of(line1), Value.of(line2), Value.of(postalCode), Value.of(where), domain);
    }

    /** Returns this organisation with a domain. */
    public Organisation withDomain(String host) {
        return new Organisation(name, address, address2, zip, country, Value.of(host));
    }

    /** Converts to fields of the built-in schema. */
    public Fields toFields() {
        return toFields(SCHEMA);
    }

    /** Converts to fields of an extended schema. Additional properties are unknown. */
    public Fields toFields(Schema schema) {
        return Fields.builder(schema)
                .set("name", name)
                .set("address", address)
                .set("address2", address2)
                .set("zip", zip)
                .set("country", country)
                .set("domain", domain)
                .build();
    }

    private static Value<String> text(Fields fields, String property) {
        return fields.schema().indexOf(property) < 0 ? Value.unknown() : fields.text(property);
    }
}
