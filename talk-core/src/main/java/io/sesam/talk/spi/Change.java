package io.sesam.talk.spi;

import java.util.function.Function;

/** A change of one record in the system. */
public sealed interface Change permits RecordSnapshot, Change.Deleted, Change.MergedInto {
    /**
     * The deletion of a record.
     *
     * @param id the system's id of the record
     */
    record Deleted(String id) implements Change {}

    /**
     * A merge of two records in the system. It is not a deletion (R10).
     *
     * @param id the system's id of the record that disappeared
     * @param survivor the system's id of the record that remained
     */
    record MergedInto(String id, String survivor) implements Change {}

    /** Returns the system's id of the record. */
    String id();

    /** Applies the function of the matching case. */
    default <R> R fold(
            Function<RecordSnapshot, R> upserted, Function<Deleted, R> deleted, Function<MergedInto, R> mergedInto) {
        if (this instanceof RecordSnapshot u) {
            return upserted.apply(u);
        }
        return this instanceof Deleted d ? deleted.apply(d) : mergedInto.apply((MergedInto) this);
    }
}
