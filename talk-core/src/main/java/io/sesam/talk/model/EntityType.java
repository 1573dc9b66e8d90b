package io.sesam.talk.model;

import java.util.regex.Pattern;

/**
 * The name of a kind of thing, such as {@code person}.
 *
 * <p>The constants are the names of the types that Talk brings along; what each is, {@link CoreTypes} says.
 *
 * @param name lower-case letters, digits and underscores, beginning with a letter; used as it is for files, tables and
 *     settings
 */
public record EntityType(String name) implements Comparable<EntityType> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** People. */
    public static final EntityType PERSON = new EntityType("person");
    /** Companies and other organisations. */
    public static final EntityType ORGANISATION = new EntityType("organisation");
    /** Products. */
    public static final EntityType PRODUCT = new EntityType("product");

    /** Checks the name. */
    public EntityType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a type's name is lower-case letters, digits and _, beginning with a"
                    + " letter, at most 63 of them: \"" + name + "\"");
        }
    }

    @Override
    public int compareTo(EntityType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
