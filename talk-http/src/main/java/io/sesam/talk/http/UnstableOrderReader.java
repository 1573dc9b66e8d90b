package io.sesam.talk.http;

import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A reader for numbered pages in an unstable order. For instance by name.
 *
 * <p>A deletion or a rename moves other records to a page that was already read. Therefore a reading of several pages
 * in which a record changed is repeated from the first page until no record changes during it. Older changes are left
 * out, so that the source may return more than was asked for, as where a system filters by whole days only.
 */
public final class UnstableOrderReader implements Reader {
    private final String system;
    private final int passes;
    private final Duration lag;
    private final Source source;

    /** The source of the pages. */
    public interface Source {
        /**
         * Returns one page.
         *
         * @param pass the listing, from 0; all listings together make up everything
         * @param number the page number, from 1
         * @param since changes before it are not needed; empty to list everything
         */
        Listed page(int pass, long number, Optional<Instant> since);

        /** Returns the system's time by the {@code Date} header of its last answer; empty when there is none. */
        default Optional<Instant> date() {
            return Optional.empty();
        }
    }

    /**
     * One page; it may hold more items than requested.
     *
     * @param total the number of items of the pass; negative when unknown
     * @param hasMore whether another page follows
     */
    public record Listed(List<Item> items, long total, boolean hasMore) {}

    /**
     * One record of a page.
     *
     * @param number the id as a number
     * @param modified the time of the last change, to the millisecond; {@link Instant#MIN} when it cannot be read, so
     *     that the record counts as changed
     */
    public record Item(long number, Instant modified, Change change) {
        boolean isTimed() {
            return !modified.equals(Instant.MIN);
        }
    }

    /**
     * Creates a reader.
     *
     * @param system its name, for messages
     * @param passes the number of listings that make up everything
     * @param lag the maximum delay until a change is shown
     */
    public UnstableOrderReader(String system, int passes, Duration lag, Source source) {
        this.system = system;
        this.passes = passes;
        this.lag = lag;
        this.source = source;
    }

    @Override
    public Page read(ReadRequest request) {
        ListingBookmark at = ListingBookmark.of(system, request, lag);
        Listed page = source.page((int) at.pass(), at.page(), at.from());
        at = at.at(new SystemTime(request.until(), source.date()), lag);
        int from = (int) Math.min(at.offset(), page.items().size());
        int to = Math.min(from + request.limit(), page.items().size());
        List<Item> unread = page.items().subList(from, to);
        ListingBookmark bookmark = at;
        ListingBookmark seen = bookmark.seen(unread, page.total());
        ListingBookmark next = to < page.items().size()
                ? seen.at(at.pass(), at.page(), to)
                : page.hasMore() ? seen.turn(system, page.items()) : seen.at(at.pass() + 1, 1, 0);
        List<Change> changes =
                unread.stream().filter(bookmark::isChange).map(Item::change).toList();
        if (next.pass() < passes) {
            return Page.more(changes, next.position());
        }
        return next.mayHaveMoved(passes)
                ? Page.more(changes, next.again(system).position())
                : Page.last(changes, next.end(new SystemTime(request.until(), source.date())));
    }
}
