package io.sesam.talk.model;

/**
 * Which record of which system.
 *
 * @param system the connected system
 * @param type what kind of record
 * @param id the system's own id, kept to the letter; at most 1,024 characters
 */
public record RecordRef(SystemName system, EntityType type, String id) implements Comparable<RecordRef> {
    /** Checks the id. */
    public RecordRef {
        if (id.isEmpty() || id.length() > 1024) {
            throw new IllegalArgumentException(
                    "a record's id has 1 to 1,024 characters; " + system + " gave " + id.length());
        }
    }

    /** A reference from plain names. */
    public static RecordRef of(String system, EntityType type, String id) {
        return new RecordRef(new SystemName(system), type, id);
    }

    /** By type, then system, then id: the order that settles what nothing else settles. */
    @Override
    public int compareTo(RecordRef other) {
        int order = id.compareTo(other.id);
        if (system != other.system) {
            int bySystem = system.compareTo(other.system);
            order = bySystem != 0 ? bySystem : order;
        }
        if (type != other.type) {
            int byType = type.compareTo(other.type);
            order = byType != 0 ? byType : order;
        }
        return order;
    }

    @Override
    public String toString() {
        return system + "/" + type + "/" + id;
    }
}
