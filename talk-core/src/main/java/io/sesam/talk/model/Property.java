package io.sesam.talk.model;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One property of a type: name, kind, unit. */
public final class Property {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final String name;
    private final Kind kind;
    private final @Nullable EntityType target;
    private final @Nullable String unit;
    private final boolean replaceable;

    private Property(String name, Kind kind, @Nullable EntityType target, @Nullable String unit) {
        this(name, kind, target, unit, false);
    }

    private Property(String name, Kind kind, @Nullable EntityType target, @Nullable String unit, boolean replaceable) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a property's name is lower-case letters, digits and _, beginning with"
                    + " a letter, at most 63 of them: \"" + name + "\"");
        }
        this.name = name;
        this.kind = kind;
        this.target = target;
        this.unit = unit;
        this.replaceable = replaceable;
    }

    /** Creates a property of any kind but {@link Kind#REFERENCE}. */
    public static Property of(String name, Kind kind) {
        if (kind == Kind.REFERENCE) {
            throw new IllegalArgumentException("a reference names its target: Property.reference(\"" + name + "\", …)");
        }
        return new Property(name, kind, null, null);
    }

    /** Creates a property of plain text. */
    public static Property text(String name) {
        return of(name, Kind.TEXT);
    }

    /** Creates a reference to records of a type in the same system. */
    public static Property reference(String name, EntityType target) {
        return new Property(name, Kind.REFERENCE, target, null);
    }

    /** Returns this property as one that a host's own property of that name, or reference to that type, replaces. */
    Property replaceable() {
        return new Property(name, kind, target, unit, true);
    }

    /**
     * Checks whether this is a built-in property that a host's own can replace. A system without a mapping of its own for
     * it, such as a file, has it only where the settings name it.
     */
    public boolean isReplaceable() {
        return replaceable;
    }

    /** Checks whether a host's property takes the place of this one. */
    boolean isReplacedBy(Property other) {
        return replaceable && (name.equals(other.name) || target != null && target.equals(other.target));
    }

    /**
     * Returns this property as part of a unit. All properties of a type with the same unit are merged together
     * (R14).
     */
    public Property inUnit(String unitName) {
        return new Property(name, kind, target, unitName);
    }

    /** Returns the name, unique within the type. */
    public String name() {
        return name;
    }

    /** Returns the kind of value. */
    public Kind kind() {
        return kind;
    }

    /** Returns the target type of a reference. Empty for other kinds. */
    public Optional<EntityType> target() {
        return Optional.ofNullable(target);
    }

    /** Returns the unit this property is merged with. */
    public Optional<String> unit() {
        return Optional.ofNullable(unit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Property that
                && name.equals(that.name)
                && kind == that.kind
                && target().equals(that.target())
                && unit().equals(that.unit());
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
