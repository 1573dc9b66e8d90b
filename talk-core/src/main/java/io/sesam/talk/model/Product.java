package io.sesam.talk.model;

/**
 * A product (R1).
 *
 * @param name its name; products with exactly the same one are the same (R6)
 */
public record Product(Value<String> name) {
    /** The properties of a product; {@link Schema#with} declares further ones. */
    public static final Schema SCHEMA = Schema.of(EntityType.PRODUCT, Property.text("name"));

    /** A product of a name. */
    public static Product named(String name) {
        return new Product(Value.of(name));
    }

    /** The product that some fields describe. */
    public static Product from(Fields fields) {
        return new Product(fields.text("name"));
    }

    /** The same as fields. */
    public Fields toFields() {
        return toFields(SCHEMA);
    }

    /** The same as fields of an extended schema; what it adds is unknown. */
    public Fields toFields(Schema schema) {
        return Fields.builder(schema).set("name", name).build();
    }
}
