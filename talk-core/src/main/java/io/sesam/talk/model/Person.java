package io.sesam.talk.model;

/**
 * A natural person (R1).
 *
 * @param firstname given name
 * @param lastname family name
 * @param email e-mail address; persons with the same address match (R5)
 * @param gender gender
 */
public record Person(Value<String> firstname, Value<String> lastname, Value<String> email, Value<Gender> gender) {
    /**
     * The built-in properties, and the reference to the organisation a person belongs to (R38); {@link Schema#with} adds
     * more.
     */
    public static final Schema SCHEMA = Schema.of(
            EntityType.PERSON,
            Property.text("firstname"),
            Property.text("lastname"),
            Property.of("email", Kind.EMAIL),
            Property.of("gender", Kind.GENDER),
            Property.reference("organisation", EntityType.ORGANISATION).replaceable());

    /** Creates a person with name and e-mail. An empty text is blank. */
    public static Person of(String firstname, String lastname, String email) {
        return new Person(Value.of(firstname), Value.of(lastname), Value.of(email), Value.unknown());
    }

    /** Reads a person from fields. Properties missing in their schema are unknown. */
    public static Person from(Fields fields) {
        return new Person(
                text(fields, "firstname"),
                text(fields, "lastname"),
                text(fields, "email"),
                fields.schema().indexOf("gender") < 0 ? Value.unknown() : fields.gender("gender"));
    }

    /** Returns this person with a gender. */
    public Person withGender(Gender known) {
        return new Person(firstname, lastname, email, Value.of(known));
    }

    /** Converts to fields of the built-in schema. */
    public Fields toFields() {
        return toFields(SCHEMA);
    }

    /** Converts to fields of an extended schema. Additional properties are unknown. */
    public Fields toFields(Schema schema) {
        return Fields.builder(schema)
                .set("firstname", firstname)
                .set("lastname", lastname)
                .set("email", email)
                .set("gender", gender)
                .build();
    }

    private static Value<String> text(Fields fields, String property) {
        return fields.schema().indexOf(property) < 0 ? Value.unknown() : fields.text(property);
    }
}
