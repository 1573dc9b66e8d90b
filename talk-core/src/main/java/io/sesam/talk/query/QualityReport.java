package io.sesam.talk.query;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import java.util.Map;

/**
 * The quality of the data of a type: how full, distinct and equal.
 *
 * <p>Immutable; maps are in the order of their keys. Counts only, no values of people.
 */
@Experimental
public interface QualityReport {
    /** The type that was looked at. */
    EntityType type();

    /** Number of golden records. */
    long golden();

    /** Properties of the golden records, in the order of the schema; all of them agree. */
    Map<String, PropertyQuality> properties();

    /** Quality of each system that has records of the type, enrichers included. */
    Map<SystemName, SystemQuality> systems();

    /**
     * Number of golden records that both systems have, by one and the other system.
     *
     * <p>On the diagonal the number that the system has.
     */
    Map<SystemName, Map<SystemName, Long>> overlap();

    /** Number of golden records that only this system has. */
    Map<SystemName, Long> alone();

    /** The quality of one system's records. */
    interface SystemQuality {
        /** Number of live records. */
        long records();

        /** Number of golden records with several records of the system (R11). */
        long duplicates();

        /** Properties, in the order of the schema; without those that are unknown in all records. */
        Map<String, PropertyQuality> properties();
    }

    /** The quality of one property. */
    interface PropertyQuality {
        /** Number of records in which it is known, also as a blank. */
        long known();

        /** Number of records with a value. */
        long filled();

        /** Number of values that are understood, such as a country that exists (R43). */
        long valid();

        /** Number of values that no other of these records has; an estimate when there are more than 16,000. */
        long unique();

        /** Number of values that are equal to the golden record's. */
        long agreeing();
    }
}
