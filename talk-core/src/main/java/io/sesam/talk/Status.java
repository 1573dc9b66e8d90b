package io.sesam.talk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Erasure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * State of the store, the last sync and the systems, as it is after a restart too.
 *
 * <p>Immutable; maps are in the order of their keys. Further methods may be added. Holds no values of people.
 */
public interface Status {
    /** Whether a call that works with systems is under way in this {@code Talk}. */
    boolean isRunning();

    /** Whether another process owns the store, so that nothing is synced here ({@link TalkBuilder#standby()}). */
    @Experimental
    boolean isStandby();

    /** The end of the last sync; empty before the first one. */
    Optional<LastRun> lastRun();

    /** Last time each type was read to its end, by system. */
    Map<SystemName, Map<EntityType, Instant>> lastRead();

    /** Systems, enrichers and sinks that the last run paused. */
    Map<SystemName, Paused> paused();

    /** Number of live source records, by system and type. */
    Map<SystemName, Map<EntityType, Long>> records();

    /** Number of golden records, by type. */
    Map<EntityType, Long> golden();

    /** Time at which each type was first read completely, by system. */
    Map<SystemName, Map<EntityType, Instant>> read();

    /** Number of golden records to be compared, by system and type. */
    Map<SystemName, Map<EntityType, Long>> waiting();

    /** State of each enricher. */
    Map<SystemName, Enriched> enriched();

    /** Number of parked writes and records. */
    long parked();

    /** Number of inserts in doubt: sent, and not answered. */
    long inDoubt();

    /** Held plans, and approved ones that no sync has carried out yet. */
    List<HeldPlan> heldPlans();

    /** Records of erased people that still exist in a system, or exist again. */
    List<Erasure> erasures();

    /** State of the listeners that were registered by name. */
    Map<String, ListenerState> listeners();

    /** State of a listener. */
    interface ListenerState {
        /** Number of events that wait to be delivered. */
        long waiting();

        /** Number of events that were dropped because too many waited, since this {@code Talk} was built. */
        long dropped();

        /** Number of calls that failed, since this {@code Talk} was built. */
        long failed();

        /** Sequence of the last change of golden records that was delivered. */
        long delivered();
    }

    /** State of an enricher. */
    interface Enriched {
        /** Number of answers that count now. */
        long answers();

        /** Number of golden records still to be asked about. */
        long waiting();
    }

    /** The end of a sync. */
    interface LastRun {
        /** Id of the run in the journal. */
        String run();

        /** Time of its start. */
        Instant started();

        /** Time of its end. */
        Instant ended();

        /** {@code CLEAN}, {@code INCOMPLETE} (something needs a person), or the error code it failed with. */
        String outcome();

        /** Number of records inserted, updated or archived; 0 for a failed run. */
        long writes();

        /** Number of golden records that changed; 0 for a failed run. */
        long goldenChanges();
    }

    /** A pause of a system, an enricher or a sink. */
    interface Paused {
        /** Time of the first run that paused it. */
        Instant since();

        /** Reason and remedy, as the last run reported them. */
        String reason();
    }
}
