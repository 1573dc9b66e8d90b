package io.sesam.talk.contract;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pages from a position on. Each page is checked for its limit and for progress. */
@Experimental
public final class PageSequence {
    private static final int ENDLESS = 10_000;

    private final List<Page> pages = new ArrayList<>();
    private final List<@Nullable Position> positions = new ArrayList<>();

    private PageSequence() {}

    /**
     * Reads to the last page.
     *
     * @param start the position to continue after; {@code null} for the start
     * @param until the time at which this reading began
     * @throws BrokenPromiseException when a page is too large, or the pages do not come to an end
     */
    public static PageSequence of(Reader reader, @Nullable Position start, int limit, Instant until) {
        PageSequence sequence = of(reader, start, limit, until, ENDLESS);
        BrokenPromiseException.unless(sequence.isComplete(), "a reading does not end after " + ENDLESS + " pages");
        return sequence;
    }

    /** Reads to the last page, or a number of pages. */
    public static PageSequence of(Reader reader, @Nullable Position start, int limit, Instant until, int atMost) {
        PageSequence sequence = new PageSequence();
        Set<String> requested = new HashSet<>();
        Position position = start;
        boolean more = true;
        while (more && sequence.pages.size() < atMost) {
            Page page;
            try {
                page = page(reader, position, limit, until);
            } catch (TalkException e) {
                position = startIfLost(e, position);
                requested.clear();
                continue;
            }
            if (position != null) {
                requested.add(position.text());
            }
            sequence.pages.add(page);
            sequence.positions.add(position);
            Position next = keptAndReadAgain(page.next());
            if (page.hasMore()) {
                BrokenPromiseException.unless(
                        !next.equals(position), "a page with a successor has the position that was requested");
                BrokenPromiseException.unless(
                        !requested.contains(next.text()),
                        "the next position was requested before in this reading: it goes round");
            }
            position = next;
            more = page.hasMore();
        }
        return sequence;
    }

    /** Returns the start when the position is lost. Like the engine, which then begins a complete listing. */
    public static @Nullable Position startIfLost(TalkException problem, @Nullable Position position) {
        if (problem.code() != ErrorCode.POSITION_LOST || position == null) {
            throw problem;
        }
        return null;
    }

    /** Reads one page. */
    public static Page page(Reader reader, @Nullable Position position, int limit, Instant until) {
        Page page = reader.read(
                position == null ? ReadRequest.fromStart(until, limit) : ReadRequest.after(position, until, limit));
        BrokenPromiseException.unless(
                page.changes().size() <= limit,
                "a page holds " + page.changes().size() + " changes, with a limit of " + limit);
        return page;
    }

    private static Position keptAndReadAgain(Position position) {
        BrokenPromiseException.unless(
                position.text().length() <= Position.MAX_LENGTH,
                "a position has " + position.text().length() + " characters, more than " + Position.MAX_LENGTH);
        Position again = Position.parse(position.text());
        BrokenPromiseException.unless(
                again.equals(position), "a position is another one after it was stored as text and read");
        return again;
    }

    /** The pages, in their order. */
    public List<Page> pages() {
        return Collections.unmodifiableList(pages);
    }

    /** The requested positions, one for each page; {@code null} for the start. */
    public List<@Nullable Position> positions() {
        return Collections.unmodifiableList(positions);
    }

    /** Whether no page follows the last one. */
    public boolean isComplete() {
        return !pages.get(pages.size() - 1).hasMore();
    }

    /** The position after the last page. */
    public Position end() {
        return pages.get(pages.size() - 1).next();
    }

    /** All changes, in their order. */
    public List<Change> changes() {
        return pages.stream().flatMap(page -> page.changes().stream()).toList();
    }

    /** The ids of the changes from a page on. */
    public Set<String> idsFrom(int first) {
        Set<String> ids = new LinkedHashSet<>();
        pages.subList(first, pages.size())
                .forEach(page -> page.changes().stream().map(Change::id).forEach(ids::add));
        return ids;
    }

    /** Returns the last known state of records, by id. */
    public Map<String, RecordSnapshot> records() {
        Map<String, RecordSnapshot> records = new LinkedHashMap<>();
        for (Change change : changes()) {
            if (change instanceof RecordSnapshot record) {
                records.put(record.id(), record);
            } else {
                records.remove(change.id());
            }
        }
        return records;
    }

    /** Returns the ids last reported as deleted. */
    public List<String> gone() {
        Map<String, Boolean> gone = new LinkedHashMap<>();
        changes().forEach(change -> gone.put(change.id(), !(change instanceof RecordSnapshot)));
        return gone.keySet().stream()
                .filter(id -> Boolean.TRUE.equals(gone.get(id)))
                .toList();
    }
}
