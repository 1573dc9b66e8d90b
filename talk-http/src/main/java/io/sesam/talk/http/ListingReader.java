package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads any listing of which little is known: with pages of any kind or none, with a way to ask for news or none, with times
 * of change or none.
 *
 * <p>A record is news when it was changed since the reading before, or, where that is not told, when it says something else.
 * So the position keeps a mark of what was told and may come again, of some thousand records. A listing in several pages whose
 * records may move to a page that was read already is read again until two rounds name the same records, or as many as the
 * system says there are (R28).
 */
public final class ListingReader implements Reader {
    private static final int MOST_ROUNDS = 9;

    private final String system;
    private final Source source;
    private final Duration overlap;

    /** Where the pages come from. */
    public interface Source {
        /**
         * A page.
         *
         * @param cursor what the page before named as next; empty for the first
         * @param since what was changed before it is no news; empty when everything is wanted
         */
        Listed page(String cursor, Optional<Instant> since);

        /** Whether what was changed since a time can be asked for. */
        boolean knowsNews();

        /** Whether a record that is deleted or changed while we read may move others to a page that was read already. */
        boolean moves();
    }

    /**
     * A page, which may hold more records than were asked for.
     *
     * @param next the cursor of the next page, at most 8,000 letters; empty after the last one
     * @param total how many records all pages have together, where that is told
     */
    public record Listed(List<RecordSnapshot> records, Optional<String> next, OptionalLong total) {}

    /**
     * A reader.
     *
     * @param system its name, for messages
     * @param overlap how far each reading goes back behind the latest change that the last one saw
     */
    public ListingReader(String system, Source source, Duration overlap) {
        this.system = system;
        this.source = source;
        this.overlap = overlap;
    }

    @Override
    public Page read(ReadRequest request) {
        ListingPosition at = request.after()
                .map(position -> ListingPosition.parse(system, position))
                .orElseGet(ListingPosition::first);
        ListingPosition leaf = at.resting() ? at.begin(request.until()) : at;
        Listed page = source.page(leaf.cursor(), Optional.of(leaf.since()).filter(Instant.MIN::isBefore));
        List<RecordSnapshot> news = new ArrayList<>();
        for (RecordSnapshot record :
                page.records().subList(start(leaf, page), page.records().size())) {
            if (isNews(leaf, record)) {
                if (news.size() == request.limit()) {
                    return told(Page.more(news, leaf.position()), page);
                }
                news.add(record);
            }
            leaf = leaf.seen(latest(leaf, record)).after(record.id());
            if (record.modified().isEmpty() || !record.modified().get().isBefore(leaf.horizon(overlap))) {
                leaf.seen().add(SeenRecords.mark(record));
            }
        }
        return turn(leaf, page, news);
    }

    /** The page may have been told in part. */
    private static int start(ListingPosition leaf, Listed page) {
        for (int i = page.records().size() - 1; i >= 0; i--) {
            if (page.records().get(i).id().equals(leaf.last())) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean isNews(ListingPosition leaf, RecordSnapshot record) {
        return record.modified().filter(leaf.since()::isAfter).isEmpty()
                && !leaf.seen().has(SeenRecords.mark(record));
    }

    private static Instant latest(ListingPosition leaf, RecordSnapshot record) {
        return record.modified().filter(leaf.high()::isBefore).orElse(leaf.high());
    }

    private Page turn(ListingPosition leaf, Listed page, List<RecordSnapshot> news) {
        ListingPosition.Count records = leaf.records();
        for (RecordSnapshot record : page.records()) {
            records = records.and(record.id());
        }
        ListingPosition turned = leaf.turned(records, page.total().orElse(ListingPosition.UNTOLD));
        if (page.next().isPresent()) {
            String next = page.next().get();
            if (next.equals(leaf.cursor())) {
                throw new TalkException(
                        ErrorCode.CURSOR_STUCK,
                        system + ": a page names itself as the next one; going on would loop for ever");
            }
            return told(Page.more(news, turned.to(next).position()), page);
        }
        if (!source.moves() || !turned.isShaken()) {
            return told(
                    Page.last(news, turned.atRest(overlap, !source.knowsNews()).position()), page);
        }
        if (turned.round() >= MOST_ROUNDS) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE,
                    system + ": records came and went all the time while they were listed; the next run tries again");
        }
        return told(Page.more(news, turned.again().position()), page);
    }

    private static Page told(Page page, Listed listed) {
        return listed.total().isPresent() ? page.ofTotal(listed.total().getAsLong()) : page;
    }
}
