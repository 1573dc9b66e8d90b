package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.store.Erasure;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of one sync.
 *
 * <p>Immutable; maps are in the order of their keys. Made by the engine: further methods may be added. It names systems, types and
 * numbers, and holds no values of people.
 */
public interface SyncReport {
    /** Id of the run in the journal. */
    String run();

    /** Number of changes read, by system and type. */
    Map<SystemName, Map<EntityType, Long>> read();

    /**
     * Number of records read with a time that could not be read, by system and type. Such a time counts as unknown:
     * a value with a known time is newer.
     */
    Map<SystemName, Map<EntityType, Long>> unreadableTimes();

    /**
     * Number of records read with a time in the future, by system and type. Such a time counts as when the value was
     * first seen.
     */
    Map<SystemName, Map<EntityType, Long>> futureTimes();

    /** What a person should know about the readings, such as rows that cannot be read, by system. */
    Map<SystemName, List<String>> notes();

    /** Changes of the golden records, by type. */
    Map<EntityType, Golden> golden();

    /** Outcomes of the writes, by system and type. */
    Map<SystemName, Map<EntityType, Written>> written();

    /** Number of rows of each table, by sink. */
    Map<SystemName, Map<String, Long>> sinks();

    /** Number of calls over the network, by system; systems without a network are missing. */
    Map<SystemName, Calls.Count> calls();

    /** Least time that the calls take by the known quotas, by system; against the time of the run, the share that was used. */
    Map<SystemName, Duration> quotaTime();

    /** Questions and answers, by enricher. */
    Map<SystemName, Enriched> enriched();

    /** Number of parked writes, of this run and earlier ones. */
    long parked();

    /** Reasons of parked writes with their numbers, the most frequent ten of the oldest two thousand. */
    Map<String, Long> parkedReasons();

    /** Number of inserts that were sent, never answered, and not found yet. */
    long inDoubt();

    /** Systems and sinks that could not go on, each with the reason and the remedy. */
    Map<SystemName, String> paused();

    /** Plans that exceed the change limit and wait for a decision. */
    List<HeldPlan> heldPlans();

    /** Records of erased people: those of this run, and those that are still in a system. */
    List<Erasure> erasures();

    /** Whether nothing needs a person: nothing is paused, held, parked or in doubt, and every erasure is done. */
    default boolean isClean() {
        return paused().isEmpty()
                && parked() == 0
                && inDoubt() == 0
                && heldPlans().isEmpty()
                && erasures().stream().noneMatch(erasure -> erasure.state().isOpen());
    }

    /** Number of records inserted, updated or archived in all systems. */
    default long writes() {
        return written().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(Written::touched)
                .sum();
    }

    /** Number of golden records that changed. */
    default long goldenChanges() {
        return golden().values().stream()
                .mapToLong(type -> type.created() + type.updated() + type.deleted() + type.joined() + type.split())
                .sum();
    }

    /** The report as tables and sentences for a person, as the command line prints it; lines end with a line feed. */
    String text();

    /** Changes of the golden records of a type. */
    interface Golden {
        /** Number of golden records after the run. */
        long total();

        /** Number of new golden records. */
        long created();

        /** Number of golden records with another value. */
        long updated();

        /** Number of golden records that lost their last record. */
        long deleted();

        /** Number of golden records that became part of another. */
        long joined();

        /** Number of golden records that were split off another. */
        long split();
    }

    /** Outcomes of the writes to a type of a system. */
    interface Written {
        /** Number of records inserted. */
        long inserted();

        /** Number of records updated. */
        long updated();

        /** Number of records archived. */
        long archived();

        /** Number of records that already had the values. */
        long unchanged();

        /** Number of writes refused, by the system or before sending. */
        long refused();

        /** Number of writes that were not done and will be tried again. */
        long failed();

        /** Number of writes that were sent and not answered. */
        long inDoubt();

        /** Number of records inserted, updated or archived. */
        default long touched() {
            return inserted() + updated() + archived();
        }
    }

    /** Questions to an enricher and its answers. */
    interface Enriched {
        /** Number of questions asked. */
        long asked();

        /** Number of questions that matched exactly one entry. */
        long matched();

        /** Number of questions that matched no entry. */
        long none();

        /** Number of questions that several entries could match. */
        long ambiguous();

        /** Number of questions that could not be asked now. */
        long unanswered();

        /** Number of earlier answers that no longer count. */
        long withdrawn();

        /** Number of golden records still to be asked about, by the next runs. */
        long waiting();
    }
}
