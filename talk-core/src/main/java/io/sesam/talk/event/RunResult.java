package io.sesam.talk.event;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.result.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A run that has ended. */
@Experimental
public interface RunResult extends RunEvent {
    /** Time of its end. */
    Instant ended();

    /** Time that it took. */
    default Duration duration() {
        return Duration.between(started(), ended());
    }

    /** The report of a sync, an applied plan or an undo; empty for other runs and failed ones. */
    Optional<SyncReport> report();

    /** What a run failed with; CANCELLED when the host cancelled it; empty for one that came to its end. */
    Optional<ErrorCode> failure();

    /** {@code CLEAN}, {@code INCOMPLETE} (something needs a person), or the error code it failed with. */
    default String outcome() {
        return failure()
                .map(Enum::name)
                .orElseGet(() -> report().map(SyncReport::isClean).orElse(true) ? "CLEAN" : "INCOMPLETE");
    }
}
