package io.sesam.talk.model;

/**
 * A value that points to another record: in a source record to one of the same system, in a golden record to a golden
 * record (R38).
 *
 * @param type the type of what it points to
 * @param id the system's id of it, or the {@link GoldenId}'s text
 */
public record Reference(EntityType type, String id) {
    @Override
    public String toString() {
        return type + "/" + id;
    }
}
