package io.sesam.talk.spi;

import java.util.function.Function;

/** Something that happened to a record over there. */
public sealed interface Change permits RecordSnapshot, Change.Deleted, Change.MergedInto {
    /**
     * The record is gone.
     *
     * @param id the system's id of it
     */
    record Deleted(String id) implements Change {}

    /**
     * The record was merged into another one over there; that is not a delete (R10).
     *
     * @param id the system's id of the record that went
     * @param survivor the system's id of the record that stayed
     */
    record MergedInto(String id, String survivor) implements Change {}

    /** The system's id of the record. */
    String id();

    /** One answer for each case; forgetting one does not compile. */
    default <R> R fold(
            Function<RecordSnapshot, R> upserted, Function<Deleted, R> deleted, Function<MergedInto, R> mergedInto) {
        if (this instanceof RecordSnapshot u) {
            return upserted.apply(u);
        }
        return this instanceof Deleted d ? deleted.apply(d) : mergedInto.apply((MergedInto) this);
    }
}
