package io.sesam.talk.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ordered properties of a type. */
public final class Schema {
    private final EntityType type;
    private final List<Property> properties;
    private final Map<String, Integer> indexes;

    private Schema(EntityType type, List<Property> properties) {
        this.type = type;
        this.properties = List.copyOf(properties);
        this.indexes = new HashMap<>(properties.size() * 2);
        for (int i = 0; i < properties.size(); i++) {
            if (indexes.put(properties.get(i).name(), i) != null) {
                throw new IllegalArgumentException(
                        "type " + type + " has the property " + properties.get(i) + " twice");
            }
        }
        if (properties.size() > 4096) {
            throw new IllegalArgumentException(
                    "type " + type + " has " + properties.size() + " properties; at most 4,096 are allowed");
        }
    }

    /** Creates a schema for any type. */
    public static Schema of(EntityType type, Property... properties) {
        return new Schema(type, List.of(properties));
    }

    /** Creates a schema from a list of properties. */
    public static Schema of(EntityType type, List<Property> properties) {
        return new Schema(type, properties);
    }

    /**
     * Returns this schema with properties appended (R1). A reference of its own to an organisation replaces the built-in
     * one of a person (R38).
     */
    public Schema with(Property... further) {
        List<Property> all = new ArrayList<>(properties);
        all.removeIf(known -> Arrays.stream(further).anyMatch(known::isReplacedBy));
        all.addAll(List.of(further));
        return new Schema(type, all);
    }

    /** Checks whether a property can be declared beside the built-in ones, or in place of one. */
    public boolean accepts(String name) {
        return indexOf(name) < 0 || property(index(name)).isReplacedBy(Property.text(name));
    }

    /** Returns the type described. */
    public EntityType type() {
        return type;
    }

    /** Returns all properties, in order. */
    public List<Property> properties() {
        return properties;
    }

    /** Counts the properties. */
    public int size() {
        return properties.size();
    }

    /** Returns the property at a position. */
    public Property property(int index) {
        return properties.get(index);
    }

    /** Returns the position of a property, or -1 when there is none. */
    public int indexOf(String name) {
        Integer index = indexes.get(name);
        return index == null ? -1 : index;
    }

    /** Returns the position of a property. Throws when there is none. */
    public int index(String name) {
        int index = indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("type " + type + " has no property \"" + name + "\"; it has "
                    + indexes.keySet().stream().sorted().toList());
        }
        return index;
    }

    /** Returns the first property that references a type (R38). */
    public Optional<String> referenceTo(EntityType target) {
        return properties.stream()
                .filter(property -> property.target().filter(target::equals).isPresent())
                .map(Property::name)
                .findFirst();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Schema that && type.equals(that.type) && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return type.hashCode() * 31 + properties.size();
    }

    @Override
    public String toString() {
        return type + properties.toString();
    }
}
