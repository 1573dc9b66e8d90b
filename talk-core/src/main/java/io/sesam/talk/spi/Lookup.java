package io.sesam.talk.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Look-up of single records. Answers come from the system itself, never from a cache or an old listing. */
public interface Lookup {
    /** The answer for one id. */
    sealed interface Found {
        /**
         * The record exists.
         *
         * @param record its present state in the system
         */
        record Present(RecordSnapshot record) implements Found {}

        /** The system states that no such record exists. */
        record Missing() implements Found {}

        /**
         * The record was merged into another.
         *
         * @param survivor the system's id of the record that remained
         */
        record Merged(String survivor) implements Found {}
    }

    /**
     * Looks records up by id.
     *
     * @param ids at most as many as a page may hold
     * @return an answer for every id; an omitted id counts as not answered, never as missing
     */
    Map<String, Found> byId(Collection<String> ids);

    /** Returns the look-up by a key property. Empty when the system has none. */
    default Optional<ByKey> byKey() {
        return Optional.empty();
    }

    /**
     * Returns the look-up by operation id. Empty when the system stores no correlation key. It makes an in-doubt
     * insert certain (R21).
     */
    default Optional<ByOperation> byOperation() {
        return Optional.empty();
    }

    /** Look-up of records by their inserting operation. */
    interface ByOperation {
        /** Returns how long a new record may stay invisible. Zero for not at all. */
        Duration lag();

        /**
         * Finds the records that operations created, by operation id. An operation that created none is omitted.
         *
         * @param operations ids of inserts
         * @param since the earliest time at which one of them can have been sent
         */
        Map<String, RecordSnapshot> find(Collection<String> operations, Instant since);
    }

    /** Look-up of records by a key property. */
    interface ByKey {
        /** Lists the properties that can be looked up. */
        Collection<String> properties();

        /** Returns how long a new record may stay invisible. Zero for not at all. */
        Duration lag();

        /** Finds the records with a value. */
        Collection<RecordSnapshot> find(String property, String value);
    }
}
