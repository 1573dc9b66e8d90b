package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All pages from a position to the last. Each page is checked for its limit and for progress.
 *
 * @param pages the pages
 * @param positions the requested positions, one for each page; {@code null} for the start
 */
record PageSequence(List<Page> pages, List<@Nullable Position> positions) {
    private static final int ENDLESS = 10_000;

    static PageSequence of(Reader reader, @Nullable Position start, int limit) {
        List<Page> pages = new ArrayList<>();
        List<@Nullable Position> positions = new ArrayList<>();
        Set<String> requested = new HashSet<>();
        Position position = start;
        boolean more = true;
        while (more) {
            Page page;
            try {
                page = page(reader, position, limit);
            } catch (TalkException e) {
                position = startIfLost(e, position);
                requested.clear();
                continue;
            }
            if (position != null) {
                requested.add(position.text());
            }
            pages.add(page);
            positions.add(position);
            Position next = keptAndReadAgain(page.next());
            if (page.hasMore()) {
                assertThat(next)
                        .as("the position of a page with a successor differs from the requested one")
                        .isNotEqualTo(position);
                assertThat(next.text())
                        .as("the next position, which this reading has requested before: it goes round")
                        .isNotIn(requested);
            }
            position = next;
            more = page.hasMore();
            assertThat(pages.size())
                    .as("pages of one reading, which does not end")
                    .isLessThan(ENDLESS);
        }
        return new PageSequence(pages, positions);
    }

    /** Returns the start when the position is lost. Like the engine, which then begins a complete listing. */
    static @Nullable Position startIfLost(TalkException problem, @Nullable Position position) {
        if (problem.code() != ErrorCode.POSITION_LOST || position == null) {
            throw problem;
        }
        return null;
    }

    static Page page(Reader reader, @Nullable Position position, int limit) {
        Instant now = Instant.now();
        Page page = reader.read(
                position == null ? ReadRequest.fromStart(now, limit) : ReadRequest.after(position, now, limit));
        assertThat(page.changes().size())
                .as("changes in a page with a limit of %d", limit)
                .isLessThanOrEqualTo(limit);
        return page;
    }

    private static Position keptAndReadAgain(Position position) {
        assertThat(position.text().length()).as("length of a position").isLessThanOrEqualTo(Position.MAX_LENGTH);
        Position again = Position.parse(position.text());
        assertThat(again)
                .as("the position after storing it as text and parsing it")
                .isEqualTo(position);
        return again;
    }

    Position end() {
        return pages.get(pages.size() - 1).next();
    }

    List<Change> changes() {
        return pages.stream().flatMap(page -> page.changes().stream()).toList();
    }

    /** Returns the last known state of records, by id. */
    Map<String, RecordSnapshot> records() {
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
    List<String> gone() {
        Map<String, Boolean> gone = new LinkedHashMap<>();
        changes().forEach(change -> gone.put(change.id(), !(change instanceof RecordSnapshot)));
        return gone.keySet().stream()
                .filter(id -> Boolean.TRUE.equals(gone.get(id)))
                .toList();
    }
}
