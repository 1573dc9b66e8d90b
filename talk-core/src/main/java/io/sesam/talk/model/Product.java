package io.sesam.talk.model;

/**
 * A product or service (R1).
 *
 * @param name the name; products with exactly the same name match (R6)
 */
public record Product(Value<String> name) {
    /** The built-in properties; {@link Schema#with} adds more. */
    public static final Schema SCHEMA = Schema.of(EntityType.PRODUCT, Property.text("name"));

    /** Creates a product with a name. */
    public static Product named(String name) {
        return new Product(Value.of(name));
    }

    /** Reads a product from fields. */
    public static Product from(Fields fields) {
        return new Product(fields.text("name"));
    }

    /** Converts to fields of the built-in schema. */
    public Fields toFields() {
        return toFields(SCHEMA);
    }

    /** Converts to fields of an extended schema. Additional properties are unknown. */
    public Fields toFields(Schema schema) {
        return Fields.builder(schema).set("name", name).build();
    }
}
