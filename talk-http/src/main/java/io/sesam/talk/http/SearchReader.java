package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A reader for systems with a list and a search. The first reading takes the whole list and the archive, later readings
 * take the search's changes, and from time to time the archive, which the search does not cover.
 *
 * <p>Each search covers one time window in the order of ids: search results are limited in number, and a bulk job gives
 * more records than that the same change time. The window begins before the previous one ended, because the search
 * index lags.
 */
public final class SearchReader implements Reader {
    private final String system;
    private final Source source;
    private final Duration lag;
    private final Duration archivedEvery;

    /** The source of the pages. */
    public interface Source {
        /** Returns a page of records that are not archived. */
        Listed list(String cursor, int limit);

        /** Returns a page of archived records, as deletions. */
        Listed archived(String cursor, int limit);

        /** Returns changes in a window, by ascending id. Only ids greater than the window's. */
        Listed search(ReadWindow window, int limit);
    }

    /**
     * One page.
     *
     * @param next the cursor of the next page, for a search the greatest id of this one; empty after the last page
     */
    public record Listed(List<? extends Change> changes, Optional<String> next) {}

    private enum Stage {
        LIST,
        ARCHIVE,
        SEARCH,
        REST
    }

    /**
     * The position of a reading.
     *
     * @param stage the current stage; {@code REST}: none, the next reading begins a search
     * @param window the time window and last id; for a listing, the time it began
     * @param archived the time when the archive was last read
     */
    private record At(Stage stage, ReadWindow window, Instant archived) {
        Page page(Listed page, At next) {
            At at = page.next()
                    .map(id -> new At(stage, window.after(id), archived))
                    .orElse(next);
            Position position = new Position.Token(at.stage + "|" + at.window.text() + "|" + at.archived);
            return at.stage == Stage.REST ? Page.last(page.changes(), position) : Page.more(page.changes(), position);
        }

        At to(Stage next) {
            return new At(next, window.after(""), archived);
        }

        static Optional<At> parse(Position position) {
            String[] parts = position.text().substring(1).split("\\|", 3);
            try {
                return parts.length < 3
                        ? Optional.empty()
                        : ReadWindow.parse(parts[1])
                                .map(window -> new At(Stage.valueOf(parts[0]), window, Instant.parse(parts[2])));
            } catch (IllegalArgumentException | DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * Creates a reader.
     *
     * @param system its name, for messages
     * @param lag the maximum delay until the search shows a change
     * @param archivedEvery the interval between readings of the archive, which cannot be filtered by change time
     */
    public SearchReader(String system, Source source, Duration lag, Duration archivedEvery) {
        this.system = system;
        this.source = source;
        this.lag = lag;
        this.archivedEvery = archivedEvery;
    }

    @Override
    public Page read(ReadRequest request) {
        Instant until = request.until();
        At at = request.after()
                .map(this::parse)
                .orElseGet(() -> new At(Stage.LIST, ReadWindow.of(until, until), until));
        if (at.stage() == Stage.REST) {
            at = new At(Stage.SEARCH, ReadWindow.of(at.window().until().minus(lag), until), at.archived());
        }
        String after = at.window().afterId();
        return switch (at.stage()) {
            case LIST -> at.page(source.list(after, request.limit()), at.to(Stage.ARCHIVE));
            case ARCHIVE ->
                at.page(
                        source.archived(after, request.limit()),
                        new At(Stage.REST, at.window().after(""), at.window().until()));
            default ->
                at.page(source.search(at.window(), request.limit()), at.to(isDue(at) ? Stage.ARCHIVE : Stage.REST));
        };
    }

    private boolean isDue(At at) {
        return !at.window().until().isBefore(at.archived().plus(archivedEvery));
    }

    private At parse(Position position) {
        return At.parse(position)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.POSITION_LOST,
                        system + ": the stored read position has the format of another connector version; the type is"
                                + " read again from the start"));
    }
}
