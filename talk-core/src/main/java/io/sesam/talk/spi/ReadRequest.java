package io.sesam.talk.spi;

import java.time.Instant;
import java.util.Optional;

/** Which page is wanted. Grows by further methods; connectors never make one. */
public final class ReadRequest {
    private final Optional<Position> after;
    private final Instant until;
    private final int limit;

    private ReadRequest(Optional<Position> after, Instant until, int limit) {
        this.after = after;
        this.until = until;
        this.limit = limit;
    }

    /** The first page of everything. */
    public static ReadRequest fromStart(Instant until, int limit) {
        return new ReadRequest(Optional.empty(), until, limit);
    }

    /** The page after a position. */
    public static ReadRequest after(Position position, Instant until, int limit) {
        return new ReadRequest(Optional.of(position), until, limit);
    }

    /** The position after which to read; empty for the first page of a complete listing. */
    public Optional<Position> after() {
        return after;
    }

    /**
     * The start of this run: a position that is a moment never lies beyond it, so that what changes while we read is
     * read again (R28).
     */
    public Instant until() {
        return until;
    }

    /** How many changes a page may hold at most; at least 1. */
    public int limit() {
        return limit;
    }
}
