package io.sesam.talk.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A time window whose records are read by id.
 *
 * <p>A search with a limited number of results is split by repeatedly asking for greater ids: however many records
 * share one change time, none is left out, and none moves to another page during the reading.
 *
 * @param from inclusive
 * @param until exclusive
 * @param afterId the greatest id already read; empty at the beginning
 */
public record ReadWindow(Instant from, Instant until, String afterId) {
    private static final Instant NO_END = Instant.parse("9999-12-31T00:00:00Z");

    /** Creates a window at its beginning. */
    public static ReadWindow of(Instant from, Instant until) {
        return new ReadWindow(from, until, "");
    }

    /** Returns the rest of the window after an id. */
    public ReadWindow after(String id) {
        return new ReadWindow(from, until, id);
    }

    /** Returns the window without an end: a system's changes since {@link #from}, whatever its clock says. */
    public ReadWindow openEnded() {
        return new ReadWindow(from, NO_END, afterId);
    }

    /** Returns the text form for a position. */
    public String text() {
        return from + "/" + until + "/" + afterId;
    }

    /** Parses the result of {@link #text()}; empty for other text. */
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
