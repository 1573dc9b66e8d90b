package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import java.time.Instant;
import java.util.Optional;

/** The request for one page. Created by the engine; connectors create none. Gains methods over time. */
public final class ReadRequest {
    private final Optional<Position> after;
    private final Instant until;
    private final int limit;
    private final ReadProgress progress;

    private ReadRequest(Optional<Position> after, Instant until, int limit, ReadProgress progress) {
        this.after = after;
        this.until = until;
        this.limit = limit;
        this.progress = progress;
    }

    /** Requests the first page of a complete listing. */
    public static ReadRequest fromStart(Instant until, int limit) {
        return new ReadRequest(Optional.empty(), until, limit, (done, total) -> {});
    }

    /** Requests the page after a position. */
    public static ReadRequest after(Position position, Instant until, int limit) {
        return new ReadRequest(Optional.of(position), until, limit, (done, total) -> {});
    }

    /** Returns the position to continue after. Empty for the first page of a complete listing. */
    public Optional<Position> after() {
        return after;
    }

    /**
     * Returns the start of this run by the host's clock. A time-based position must not lie beyond it, so that changes
     * made while reading are read again (R28). It must not be that time either: the system's clock may be behind, and
     * what it stamps later would be left out. A position comes from the system's own stamps (R40).
     */
    public Instant until() {
        return until;
    }

    /** Returns the greatest number of changes per page. At least 1. */
    public int limit() {
        return limit;
    }

    /** Returns this request with a listener for the work before the page is there. */
    public ReadRequest reportingTo(ReadProgress listener) {
        return new ReadRequest(after, until, limit, listener);
    }

    /** Returns the listener for work that takes long before the page is there, such as a scan of a large file. */
    @Experimental
    public ReadProgress progress() {
        return progress;
    }
}
