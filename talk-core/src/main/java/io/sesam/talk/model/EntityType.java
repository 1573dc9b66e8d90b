package io.sesam.talk.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a record type, such as {@code person}.
 *
 * <p>The constants name the built-in types; {@link CoreTypes} has their schemas.
 *
 * @param name lower-case letters, digits and underscores, starting with a letter; used as it is in files, tables
 *     and settings
 */
public record EntityType(String name) implements Comparable<EntityType> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** The type of {@link Person}. */
    public static final EntityType PERSON = new EntityType("person");
    /** The type of {@link Organisation}. */
    public static final EntityType ORGANISATION = new EntityType("organisation");
    /** The type of {@link Product}. */
    public static final EntityType PRODUCT = new EntityType("product");

    /** Validates the name. */
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

    // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof EntityType that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
