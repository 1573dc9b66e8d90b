package io.sesam.talk.engine.run;

import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The times of Talk's observations, which never run backwards (R12).
 *
 * <p>The host's clock may be wrong for one run, or differ between two machines that use one store. An observation is
 * therefore later than every one that the store has committed. For one thread at a time.
 */
final class ObservationClock {
    private final Clock clock;
    private Instant committed;
    private Instant last;

    /** Continues after the latest observation in a store. */
    ObservationClock(Store store, Clock clock) {
        this.clock = clock;
        this.committed =
                store.state(StateKey.observed()).map(EngineState.Moment::time).orElseGet(() -> latestOfOldStore(store));
        this.last = committed;
    }

    /** Estimates the latest observation in a store that does not hold it yet. */
    private static Instant latestOfOldStore(Store store) {
        Optional<Instant> run = store.state(StateKey.lastRun()).map(EngineState.RunEnd::ended);
        Optional<Instant> write =
                store.audit(0, 1).stream().map(AuditEntry::time).findFirst();
        return later(run.orElse(Instant.EPOCH), write.orElse(Instant.EPOCH));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Returns the present time, or a microsecond more than the latest observation, if that is later. */
    Instant next() {
        last = later(clock.instant().truncatedTo(ChronoUnit.MICROS), last.plus(1, ChronoUnit.MICROS));
        return last;
    }

    /** Adds the latest observation to a commit, if it is new. */
    void addTo(Commit commit) {
        if (last.isAfter(committed)) {
            committed = last;
            commit.put(StateKey.observed(), new EngineState.Moment(last));
        }
    }
}
