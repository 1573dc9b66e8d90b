package io.sesam.talk.engine.event;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.result.SyncReport;
import java.time.Instant;
import java.util.Optional;

/** Values of a {@link RunEvent}. */
public record RunData(String run, Kind kind, Instant started) implements RunEvent {
    /** The end of this run. */
    public RunResult ended(Instant time, Optional<SyncReport> report, Optional<ErrorCode> failure) {
        return new Ended(run, kind, started, time, report, failure);
    }

    /** Values of a {@link RunResult}. */
    private record Ended(
            String run,
            Kind kind,
            Instant started,
            Instant ended,
            Optional<SyncReport> report,
            Optional<ErrorCode> failure)
            implements RunResult {}
}
