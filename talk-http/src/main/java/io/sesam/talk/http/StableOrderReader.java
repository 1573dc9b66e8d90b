package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A reader for numbered pages in a stable order. For instance by creation time: at first everything, later the changes
 * of a time window. A window is open to the future; the next one begins at the latest change on the first page of this
 * one, which is a time of the system's own clock, less an overlap (R40).
 *
 * <p>A deletion moves later records one place up, so that the next page would skip one. Therefore each page reports the
 * current last id of the page before it; when that differs from the last id read, reading goes back until it finds that
 * record again, or starts again.
 */
public final class StableOrderReader implements Reader {
    private final String system;
    private final Source source;
    private final Duration overlap;

    /** The source of the pages. */
    public interface Source {
        /**
         * Returns one page.
         *
         * @param changed only changes of this window; empty for everything
         * @param number the page number, from 1
         */
        Listed page(Optional<ReadWindow> changed, int number, int size);

        /** Returns the system's time by the {@code Date} header of its last answer; empty when there is none. */
        default Optional<Instant> date() {
            return Optional.empty();
        }
    }

    /**
     * One page.
     *
     * @param endBefore the current last id of the previous page; empty when there is none
     * @param next the number of the next page; empty after the last one
     */
    public record Listed(List<? extends Change> changes, String endBefore, OptionalInt next) {}

    /**
     * The position of a reading.
     *
     * @param listing whether everything is read, instead of the changes of the window
     * @param done whether the window was read to its end
     * @param window from where it is read, and where the next one begins; the page number to read and the last id of
     *     the previous page, in place of a window's id
     * @param seen the records already returned that the window may show again
     * @param trail the course of this reading
     */
    private record At(boolean listing, boolean done, ReadWindow window, SeenRecords seen, ListingTrail trail) {
        static At begin(boolean listing, Instant from, Instant until, SeenRecords seen) {
            return new At(listing, false, ReadWindow.of(from, until), seen, ListingTrail.NONE).page(1, "");
        }

        At page(int number, String endOfThePageBefore) {
            return new At(listing, false, window.after(number + " " + endOfThePageBefore), seen, trail);
        }

        /** Sets the time that had passed in the system when the first page was read: there the next window begins. */
        At endingAfter(Listed page, SystemTime time) {
            Instant latest = page.changes().stream()
                    .filter(RecordSnapshot.class::isInstance)
                    .flatMap(change -> ((RecordSnapshot) change).modified().stream())
                    .map(time::past)
                    .max(Instant::compareTo)
                    .orElse(window.until());
            return new At(
                    listing, done, new ReadWindow(window.from(), time.passed(latest), window.afterId()), seen, trail);
        }

        /** Returns the position of the next page. Its number must be greater than that of this page. */
        At next(String system, Listed page, String last) {
            int next = page.next().getAsInt();
            if (next <= number()) {
                throw ListingTrail.stuck(system);
            }
            List<String> ids = page.changes().stream().map(Change::id).toList();
            ListingTrail course = trail.step(system, number() + " " + last(), next + " " + last, ids);
            return new At(listing, done, window, seen, course).page(next, last);
        }

        int number() {
            return Integer.parseInt(window.afterId().split(" ", 2)[0]);
        }

        String last() {
            return window.afterId().split(" ", 2)[1];
        }

        Position position() {
            return new Position.Token(listing + "|" + done + "|" + seen.before() + "," + seen.now() + "," + trail.text()
                    + "|" + window.text());
        }

        static Optional<At> parse(Position position) {
            String[] parts = position.text().substring(1).split("\\|", 4);
            // A position of an earlier version has no hashes.
            boolean isOld = parts.length == 3;
            String[] hashes = isOld || parts.length < 4 ? new String[] {"", "", ""} : (parts[2] + ",,").split(",", -1);
            return parts.length < 3
                    ? Optional.empty()
                    : ReadWindow.parse(parts[isOld ? 2 : 3])
                            .filter(window -> window.afterId().matches("\\d{1,9} .*"))
                            .map(window -> new At(
                                    Boolean.parseBoolean(parts[0]),
                                    Boolean.parseBoolean(parts[1]),
                                    window,
                                    SeenRecords.parse(hashes[0], hashes[1]),
                                    ListingTrail.parse(hashes[2])));
        }
    }

    /**
     * Creates a reader.
     *
     * @param system its name, for messages
     * @param overlap how far each window begins before the end of the previous one
     */
    public StableOrderReader(String system, Source source, Duration overlap) {
        this.system = system;
        this.source = source;
        this.overlap = overlap;
    }

    @Override
    public Page read(ReadRequest request) {
        At at = request.after()
                .map(this::parse)
                .orElseGet(() -> At.begin(true, Instant.EPOCH, Instant.EPOCH, SeenRecords.parse("", "")));
        if (at.done()) {
            Instant end = at.window().until();
            at = At.begin(false, before(end), end, at.seen());
        }
        Optional<ReadWindow> changed =
                at.listing() ? Optional.empty() : Optional.of(at.window().openEnded());
        Listed page = source.page(changed, at.number(), request.limit());
        if (at.number() == 1 && at.last().isEmpty()) {
            at = at.endingAfter(page, new SystemTime(request.until(), source.date()));
        }
        if (hasMoved(at, page)) {
            return Page.more(List.of(), at.page(at.number() - 1, at.last()).position());
        }
        String last = page.changes().isEmpty()
                ? ""
                : page.changes().get(page.changes().size() - 1).id();
        List<Change> fresh = at.seen().fresh(page.changes(), before(at.window().until()));
        return page.next().isPresent()
                ? Page.more(fresh, at.next(system, page, last).position())
                : Page.last(
                        fresh,
                        new At(false, true, at.page(1, "").window(), at.seen().atRest(), ListingTrail.NONE).position());
    }

    /** Returns where a window begins: before the end of the previous one. */
    private Instant before(Instant end) {
        return end.isBefore(Instant.EPOCH.plus(overlap)) ? Instant.EPOCH : end.minus(overlap);
    }

    /**
     * Reports whether records may have moved between pages. That is the case when the last record read is neither on
     * the page nor right before it.
     */
    private static boolean hasMoved(At at, Listed page) {
        return at.number() > 1
                && !at.last().isEmpty()
                && !page.endBefore().equals(at.last())
                && page.changes().stream().noneMatch(change -> change.id().equals(at.last()));
    }

    private At parse(Position position) {
        return At.parse(position)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.POSITION_LOST,
                        system + ": the stored read position has the format of another connector version; the type is"
                                + " read again from the start"));
    }
}
