package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
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
 * more records than that the same change time. A window is open to the future. The next one begins at the latest change
 * on the first page of this one, which is a time of the system's own clock, and before that, because the search index
 * lags (R40).
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

        /** Returns the system's time by the {@code Date} header of its last answer; empty when there is none. */
        default Optional<Instant> date() {
            return Optional.empty();
        }
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
     * @param window the last id, and the time window: from where it is read, and where the next one begins
     * @param archived the time when the archive was last read, by the host's clock
     * @param seen the records already returned that the window may show again
     * @param trail the course of this stage
     */
    private record At(Stage stage, ReadWindow window, Instant archived, SeenRecords seen, ListingTrail trail) {
        Page page(String system, Listed page, At next, List<Change> changes) {
            List<String> ids = page.changes().stream().map(Change::id).toList();
            At at = page.next()
                    .map(id -> new At(
                            stage, window.after(id), archived, seen, trail.step(system, window.afterId(), id, ids)))
                    .orElse(next);
            boolean isLast = at.stage == Stage.REST;
            SeenRecords left = isLast ? at.seen.atRest() : at.seen;
            Position position = new Position.Token(String.join(
                    "|",
                    at.stage.name(),
                    left.before() + "," + left.now() + "," + at.trail.text(),
                    at.window.text(),
                    at.archived.toString()));
            return isLast ? Page.last(changes, position) : Page.more(changes, position);
        }

        At to(Stage next) {
            return new At(next, window.after(""), archived, seen, ListingTrail.NONE);
        }

        At in(ReadWindow other) {
            return new At(stage, other, archived, seen, trail);
        }

        static Optional<At> parse(Position position) {
            String[] parts = position.text().substring(1).split("\\|", 4);
            try {
                // A position of an earlier version has no hashes.
                boolean isOld = parts.length == 3;
                String[] hashes = isOld ? new String[] {"", "", ""} : (parts[1] + ",").split(",", -1);
                return parts.length < 3
                        ? Optional.empty()
                        : ReadWindow.parse(parts[isOld ? 1 : 2])
                                .map(window -> new At(
                                        Stage.valueOf(parts[0]),
                                        window,
                                        Instant.parse(parts[isOld ? 2 : 3]),
                                        SeenRecords.parse(hashes[0], hashes[1]),
                                        ListingTrail.parse(hashes[2])));
            } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
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
        At at = request.after().map(this::parse).orElseGet(() -> beginning(request.until()));
        if (at.stage() == Stage.REST) {
            Instant end = at.window().until();
            at = at.to(Stage.SEARCH).in(ReadWindow.of(before(end), end));
        }
        String after = at.window().afterId();
        Listed page = switch (at.stage()) {
            case LIST -> source.list(after, request.limit());
            case ARCHIVE -> source.archived(after, request.limit());
            default -> source.search(at.window().openEnded(), request.limit());
        };
        if (at.stage() == Stage.ARCHIVE) {
            At done = new At(Stage.REST, at.window().after(""), request.until(), at.seen(), ListingTrail.NONE);
            return at.page(system, page, done, List.copyOf(page.changes()));
        }
        if (after.isEmpty()) {
            at = at.in(endingAfter(at.window(), page, request.until()));
        }
        List<Change> fresh = at.seen().fresh(page.changes(), before(at.window().until()));
        boolean toArchive = at.stage() == Stage.LIST || isDue(at, request.until());
        return at.page(system, page, at.to(toArchive ? Stage.ARCHIVE : Stage.REST), fresh);
    }

    private static At beginning(Instant host) {
        return new At(
                Stage.LIST,
                ReadWindow.of(Instant.EPOCH, Instant.EPOCH),
                host,
                SeenRecords.parse("", ""),
                ListingTrail.NONE);
    }

    /** Returns where a window begins: before the end of the previous one, because the index lags. */
    private Instant before(Instant end) {
        return end.isBefore(Instant.EPOCH.plus(lag)) ? Instant.EPOCH : end.minus(lag);
    }

    /** Returns the window with the time that had passed in the system when its first page was read. */
    private ReadWindow endingAfter(ReadWindow window, Listed page, Instant host) {
        SystemTime time = new SystemTime(host, source.date());
        Instant latest = page.changes().stream()
                .filter(RecordSnapshot.class::isInstance)
                .flatMap(change -> ((RecordSnapshot) change).modified().stream())
                .map(time::past)
                .max(Instant::compareTo)
                .orElse(window.until());
        return new ReadWindow(window.from(), time.passed(latest), window.afterId());
    }

    private boolean isDue(At at, Instant now) {
        return !now.isBefore(at.archived().plus(archivedEvery)) || now.isBefore(at.archived());
    }

    private At parse(Position position) {
        return At.parse(position)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.POSITION_LOST,
                        system + ": the stored read position has the format of another connector version; the type is"
                                + " read again from the start"));
    }
}
