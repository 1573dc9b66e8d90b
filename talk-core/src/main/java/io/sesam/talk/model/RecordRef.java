package io.sesam.talk.model;

import org.jspecify.annotations.Nullable;

/**
 * A reference to one record of one system.
 *
 * @param system the connected system
 * @param type the type of the record
 * @param id the system's own id, unchanged; 1 to 1,024 characters
 */
public record RecordRef(SystemName system, EntityType type, String id) implements Comparable<RecordRef> {
    /** Validates the length of the id. */
    public RecordRef {
        if (id.isEmpty() || id.length() > 1024) {
            throw new IllegalArgumentException(
                    "a record's id has 1 to 1,024 characters; " + system + " gave " + id.length());
        }
    }

    /** The reference of a record, with system and type by name. */
    public static RecordRef of(String system, String type, String id) {
        return of(system, new EntityType(type), id);
    }

    /** Creates a reference from plain names. */
    public static RecordRef of(String system, EntityType type, String id) {
        return new RecordRef(new SystemName(system), type, id);
    }

    /**
     * Parses a reference as {@link #toString()} writes it: {@code system/type/id}.
     *
     * <p>System and type hold no slash; an id may.
     *
     * @throws IllegalArgumentException when a part is missing or cannot be a name
     */
    public static RecordRef parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3 || parts[2].isEmpty()) {
            throw new IllegalArgumentException("a record is named SYSTEM/TYPE/ID, such as crm/person/17");
        }
        return of(parts[0], parts[1], parts[2]);
    }

    /** Compares by type, system and id. This order breaks all remaining ties. */
    @Override
    public int compareTo(RecordRef other) {
        int byType = type.compareTo(other.type);
        if (byType != 0) {
            return byType;
        }
        int bySystem = system.compareTo(other.system);
        return bySystem != 0 ? bySystem : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return system + "/" + type + "/" + id;
    }

    // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RecordRef that
                        && id.equals(that.id)
                        && system.equals(that.system)
                        && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * system.hashCode() + type.hashCode()) + id.hashCode();
    }
}
