package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.Map;

/**
 * The quality of a type at the end of a run; counts only, no values of people.
 *
 * <p>Exact: counted with every change, not estimated. References, such as a person's organisation, and what travels with them as
 * one unit are left out: whether they are known changes with records of other types. How many values are unique is not counted;
 * a {@link QualityReport} has it.
 */
@Experimental
public interface QualityPoint {
    /** Id of the run. */
    String run();

    /** Time of the run's end. */
    Instant measured();

    /** Number of golden records. */
    long golden();

    /** Counts of each system that has records of the type, enrichers included. */
    Map<SystemName, Sums> systems();

    /**
     * Number of golden records that both systems have, by one and the other system.
     *
     * <p>On the diagonal the number that the system has.
     */
    Map<SystemName, Map<SystemName, Long>> overlap();

    /**
     * Counts of one system, and their sums over all properties that it has.
     *
     * <p>The share that is filled is {@code filled / cells}; the other shares are parts of {@code filled}.
     */
    interface Sums {
        /** Number of live records. */
        long records();

        /** Number of golden records with several records of the system (R11). */
        long duplicates();

        /** Number of golden records that only this system has. */
        long alone();

        /** Counts by property; without those that the system never says. */
        Map<String, Counts> properties();

        /** Number of records, times the number of properties that the system has. */
        default long cells() {
            return records() * properties().size();
        }

        /** Number of values. */
        default long filled() {
            return properties().values().stream().mapToLong(Counts::filled).sum();
        }

        /** Number of values that are understood. */
        default long valid() {
            return properties().values().stream().mapToLong(Counts::valid).sum();
        }

        /** Number of values that are equal to the golden record's. */
        default long agreeing() {
            return properties().values().stream().mapToLong(Counts::agreeing).sum();
        }
    }

    /** Counts of one property. */
    interface Counts {
        /** Number of records in which it is known, also as a blank. */
        long known();

        /** Number of records with a value. */
        long filled();

        /** Number of values that are understood, such as a country that exists (R43). */
        long valid();

        /** Number of values that are equal to the golden record's. */
        long agreeing();
    }
}
