package io.sesam.talk.model;

/**
 * A person (R1).
 *
 * @param firstname given name
 * @param lastname family name
 * @param email e-mail address; people with the same one are the same person (R5)
 * @param gender gender
 */
public record Person(Value<String> firstname, Value<String> lastname, Value<String> email, Value<Gender> gender) {
    /** The properties of a person; {@link Schema#with} declares further ones. */
    public static final Schema SCHEMA = Schema.of(
            EntityType.PERSON,
            Property.text("firstname"),
            Property.text("lastname"),
            Property.of("email", Kind.EMAIL),
            Property.of("gender", Kind.GENDER));

    /** A person of whom name and e-mail are known; an empty text is blank. */
    public static Person of(String firstname, String lastname, String email) {
        return new Person(Value.of(firstname), Value.of(lastname), Value.of(email), Value.unknown());
    }

    /** The person that some fields describe; properties that their schema lacks are unknown. */
    public static Person from(Fields fields) {
        return new Person(
                text(fields, "firstname"),
                text(fields, "lastname"),
                text(fields, "email"),
                fields.schema().indexOf("gender") < 0 ? Value.unknown() : fields.gender("gender"));
    }

    /** The same person with a gender. */
    public Person withGender(Gender known) {
        return new Person(firstname, lastname, email, Value.of(known));
    }

    /** The same as fields. */
    public Fields toFields() {
        return toFields(SCHEMA);
    }

    /** The same as fields of an extended schema; what it adds is unknown. */
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
