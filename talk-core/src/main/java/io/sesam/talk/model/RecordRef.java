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
}
