package io.sesam.talk.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time whose records are read in the order of their ids, some after the other.
 *
 * <p>A search that may show only so many results is split by asking for greater ids again and again: no matter how many
 * records one moment has, none is left out, and none moves to another page while we read.
 *
 * @param from inclusive
 * @param until exclusive
 * @param afterId the greatest id that was read; empty at the beginning
 */
public record ReadWindow(Instant from, Instant until, String afterId) {
    /** The window from its beginning. */
    public static ReadWindow of(Instant from, Instant until) {
        return new ReadWindow(from, until, "");
    }

    /** The rest of the window after an id. */
    public ReadWindow after(String id) {
        return new ReadWindow(from, until, id);
    }

    /** As text, for a position. */
    public String text() {
        return from + "/" + until + "/" + afterId;
    }

    /** Reads what {@link #text()} made; empty when it is something else. */
    public static Optional<ReadWindow> parse(String text) {
        String[] parts = text.split("/", 3);
        try {
            return parts.length < 3
                    ? Optional.empty()
                    : Optional.of(new ReadWindow(Instant.parse(parts[0]), Instant.parse(parts[1]), parts[2]));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
