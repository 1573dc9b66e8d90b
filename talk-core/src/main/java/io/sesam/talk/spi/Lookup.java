package io.sesam.talk.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Looks single records up; what it says is as fresh as the system can be. */
public interface Lookup {
    /** What became of a record that was asked for. */
    sealed interface Found {
        /**
         * It is there.
         *
         * @param record as the system holds it now
         */
        record Present(RecordSnapshot record) implements Found {}

        /** The system says that there is none. */
        record Missing() implements Found {}

        /**
         * It was merged into another.
         *
         * @param survivor the system's id of the record that stayed
         */
        record Merged(String survivor) implements Found {}
    }

    /**
     * Looks records up by the system's own ids.
     *
     * @param ids at most as many as a page may hold
     * @return an answer for every id; one that is left out counts as not answered, never as missing
     */
    Map<String, Found> byId(Collection<String> ids);

    /** Looks records up by a property that is a key there; empty when the system cannot. */
    default Optional<ByKey> byKey() {
        return Optional.empty();
    }

    /**
     * Looks records up by the operation that made them; empty when the system keeps nothing of it. This is what makes an
     * insert whose answer was lost certain (R21).
     */
    default Optional<ByOperation> byOperation() {
        return Optional.empty();
    }

    /** Looks records up by the operation that made them. */
    interface ByOperation {
        /** How long after a write it may still not be found; zero when it is found at once. */
        Duration lag();

        /**
         * The records that some operations made, by operation id; one that made none is left out.
         *
         * @param operations ids of inserts
         * @param since when the first of them was sent, at the latest
         */
        Map<String, RecordSnapshot> find(Collection<String> operations, Instant since);
    }

    /** Looks records up by a property. */
    interface ByKey {
        /** The properties that can be looked up by. */
        Collection<String> properties();

        /** How long after a write it may still not be found; zero when it is found at once. */
        Duration lag();

        /** The records that hold a value. */
        Collection<RecordSnapshot> find(String property, String value);
    }
}
