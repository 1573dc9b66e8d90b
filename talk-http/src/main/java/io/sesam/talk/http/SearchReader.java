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
 * Reads a type of a system that has a list and a search: at first the whole list and the archive, later what search finds
 * to be changed, and now and then the archive, which search does not show.
 *
 * <p>Search is asked for one window of time in the order of ids, greater ids each time: systems show only so many hits, and
 * a bulk job gives more records than that the same time. The window begins before the last one ended, because the index
 * lags (R28).
 */
public final class SearchReader implements Reader {
    private final String system;
    private final Source source;
    private final Duration lag;
    private final Duration archivedEvery;

    /** Where the pages come from. */
    public interface Source {
        /** A page of all records that are not archived. */
        Listed list(String cursor, int limit);

        /** A page of the archived ones, as deletes. */
        Listed archived(String cursor, int limit);

        /** What was changed in a window of time and has an id after the window's, in the order of ids. */
        Listed search(ReadWindow window, int limit);
    }

    /**
     * A page.
     *
     * @param next the cursor of the next page, of a search the greatest id of this one; empty after the last page
     */
    public record Listed(List<? extends Change> changes, Optional<String> next) {}

    private enum Stage {
        LIST,
        ARCHIVE,
        SEARCH,
        REST
    }

    /**
     * Where reading is.
     *
     * @param stage what is being read; {@code REST}: nothing, the next reading begins a search
     * @param window from when until when, and after which id; of a listing, the moment it began
     * @param archived when the archive was last read
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
     * A reader.
     *
     * @param system its name, for messages
     * @param lag how long search may not show a change yet
     * @param archivedEvery how often the archive is read, which cannot be asked for its news
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
                        ErrorCode.POSITION_LOST, system + ": the position is from another version of the connector"));
    }
}
