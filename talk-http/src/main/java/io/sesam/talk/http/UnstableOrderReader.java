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
 * Reads a type whose pages have numbers, and an order that changes with the records, such as that of names.
 *
 * <p>Who is deleted or renamed while we read moves others to a page that was read already. So a reading of several pages in
 * which anything moved is done again, from the first page, until one is quiet (R28). What is no news is left out, which lets
 * a system be asked for more than its news where it knows only days.
 */
public final class UnstableOrderReader implements Reader {
    private final String system;
    private final int passes;
    private final Duration lag;
    private final Source source;

    /** Where the pages come from. */
    public interface Source {
        /**
         * A page.
         *
         * @param pass which of the listings that make up everything, from 0
         * @param number from 1
         * @param since what was changed before it is no news; empty when everything is wanted
         */
        Listed page(int pass, long number, Optional<Instant> since);
    }

    /**
     * A page, which may hold more items than were asked for.
     *
     * @param total how many items the pass has in all; negative when that is not told
     * @param hasMore whether another page follows
     */
    public record Listed(List<Item> items, long total, boolean hasMore) {}

    /**
     * One record of a page.
     *
     * @param number the id as a number
     * @param modified when it was changed, to the millisecond
     */
    public record Item(long number, Instant modified, Change change) {}

    /**
     * A reader.
     *
     * @param system its name, for messages
     * @param passes how many listings make up everything
     * @param lag how long a change may not show yet
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
        int from = (int) Math.min(at.offset(), page.items().size());
        int to = Math.min(from + request.limit(), page.items().size());
        List<Item> told = page.items().subList(from, to);
        ListingBookmark seen = at.seen(told, page.total());
        ListingBookmark next = to < page.items().size()
                ? seen.at(at.pass(), at.page(), to)
                : page.hasMore() ? seen.at(at.pass(), at.page() + 1, 0) : seen.at(at.pass() + 1, 1, 0);
        List<Change> changes =
                told.stream().filter(at::isNews).map(Item::change).toList();
        if (next.pass() < passes) {
            return Page.more(changes, next.position());
        }
        return next.isShaken(passes)
                ? Page.more(changes, next.again(system).position())
                : Page.last(changes, next.end(request.until()));
    }
}
