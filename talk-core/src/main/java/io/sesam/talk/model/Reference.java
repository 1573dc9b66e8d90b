package io.sesam.talk.model;

/**
 * A value that points to another record (R38). In a source record it points to a record of the same system, in a
 * golden record to a golden record.
 *
 * @param type the type of the target
 * @param id the system's id of the target, or the text of its {@link GoldenId}
 */
public record Reference(EntityType type, String id) {
    @Override
    public String toString() {
        return type + "/" + id;
    }
}
