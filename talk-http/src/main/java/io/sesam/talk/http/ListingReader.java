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
 * A reader for listings with few guarantees. Pages of any kind or none, with or without a filter for changes, with or
 * without change times.
 *
 * <p>A record is returned when it changed since the previous reading, or, without change times, when its content
 * differs. The position therefore keeps hashes of some thousand records that were returned and may appear again. A
 * listing of several pages whose records may move to a page that was already read is read again until two rounds list
 * the same records, or as many as the system reports.
 */
public final class ListingReader implements Reader {
    private static final int MOST_ROUNDS = 9;

    private final String system;
    private final Source source;
    private final Duration overlap;

    /** The source of the pages. */
    public interface Source {
        /**
         * Returns one page.
         *
         * @param cursor the cursor that the previous page returned; empty for the first
         * @param since changes before it are not needed; empty to list everything
         */
        Listed page(String cursor, Optional<Instant> since);

        /** Reports whether the system can filter by change time. */
        boolean knowsNews();

        /**
         * Reports whether records can move between pages. That is the case when a deletion or a change during the
         * reading moves other records to a page that was already read.
         */
        boolean moves();

        /** Returns the system's time by the {@code Date} header of its last answer; empty when there is none. */
        default Optional<Instant> date() {
            return Optional.empty();
        }
    }

    /**
     * One page; it may hold more records than requested.
     *
     * @param next the cursor of the next page, at most 8,000 characters; empty after the last one
     * @param total the number of records on all pages, where the system reports it
     */
    public record Listed(List<RecordSnapshot> records, Optional<String> next, OptionalLong total) {}

    /**
     * Creates a reader.
     *
     * @param system its name, for messages
     * @param overlap how far each reading starts before the latest change of the previous one
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
        Listed page = source.page(
                at.resting() ? "" : at.cursor(), Optional.of(at.since()).filter(Instant.MIN::isBefore));
        ListingPosition leaf = at.resting() ? at.begin(new SystemTime(request.until(), source.date())) : at;
        List<RecordSnapshot> changed = new ArrayList<>();
        for (RecordSnapshot record :
                page.records().subList(start(leaf, page), page.records().size())) {
            if (isChange(leaf, record)) {
                if (changed.size() == request.limit()) {
                    return withTotal(Page.more(changed, leaf.position()), page);
                }
                changed.add(record);
            }
            leaf = leaf.seen(latest(leaf, record)).after(record.id());
            if (record.modified().isEmpty() || !record.modified().get().isBefore(leaf.earliestStart(overlap))) {
                leaf.seen().add(SeenRecords.mark(record));
            }
        }
        return turnPage(leaf, page, changed);
    }

    /** Finds the first record not yet returned. A part of the page may have been returned already. */
    private static int start(ListingPosition leaf, Listed page) {
        for (int i = page.records().size() - 1; i >= 0; i--) {
            if (page.records().get(i).id().equals(leaf.last())) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean isChange(ListingPosition leaf, RecordSnapshot record) {
        return record.modified().filter(leaf.since()::isAfter).isEmpty()
                && !leaf.seen().has(SeenRecords.mark(record));
    }

    private static Instant latest(ListingPosition leaf, RecordSnapshot record) {
        return record.modified().filter(leaf.high()::isBefore).orElse(leaf.high());
    }

    private Page turnPage(ListingPosition leaf, Listed page, List<RecordSnapshot> changed) {
        ListingPosition.Count records = leaf.records();
        for (RecordSnapshot record : page.records()) {
            records = records.and(record.id());
        }
        ListingPosition afterPage = leaf.afterPage(records, page.total().orElse(ListingPosition.UNTOLD));
        if (page.next().isPresent()) {
            String next = page.next().get();
            ListingTrail trail = leaf.trail()
                    .step(
                            system,
                            leaf.cursor(),
                            next,
                            page.records().stream().map(RecordSnapshot::id).toList());
            return withTotal(Page.more(changed, afterPage.to(next, trail).position()), page);
        }
        if (!source.moves() || !afterPage.mayHaveMoved()) {
            return withTotal(
                    Page.last(
                            changed,
                            afterPage.atRest(overlap, !source.knowsNews()).position()),
                    page);
        }
        if (afterPage.round() >= MOST_ROUNDS) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE,
                    system + ": records kept appearing and disappearing while they were listed, so that some may have"
                            + " been missed; the next run tries again");
        }
        return withTotal(Page.more(changed, afterPage.again().position()), page);
    }

    private static Page withTotal(Page page, Listed listed) {
        return listed.total().isPresent() ? page.ofTotal(listed.total().getAsLong()) : page;
    }
}
