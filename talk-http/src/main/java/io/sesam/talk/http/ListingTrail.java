package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The course of a paged listing. It finds cursors that come round in a ring, and pages that bring nothing new (Brent's
 * method: one cursor and one page are remembered, newer ones after 1, 2, 4, 8 and so on steps).
 *
 * @param steps the number of pages read
 * @param cursor the hash of the remembered cursor
 * @param page the hash of the remembered page
 * @param empty the number of pages without a record, one after the other
 * @param repeated how often the remembered page came again
 */
record ListingTrail(long steps, long cursor, long page, long empty, long repeated) {
    static final ListingTrail NONE = new ListingTrail(0, 0, 0, 0, 0);

    /** Filters that a system applies after paging may empty many pages in a row. */
    private static final int MOST_EMPTY = 1_000;

    private static final int MOST_REPEATED = 3;
    private static final int NUMBERS = 5;

    /**
     * Returns the trail after a page that is not the last.
     *
     * @param at the cursor of the page
     * @param next the cursor of the next page
     * @param ids the ids, or the contents, of its records
     * @throws TalkException CURSOR_STUCK when reading would never end
     */
    ListingTrail step(String system, String at, String next, Collection<String> ids) {
        long hash = SeenRecords.sum(next);
        long content = ids.stream().mapToLong(SeenRecords::sum).sum();
        boolean isSame = steps > 0 && !ids.isEmpty() && content == page;
        long emptyNow = ids.isEmpty() ? empty + 1 : 0;
        long repeatedNow = repeated + (isSame ? 1 : 0);
        if (next.equals(at) || steps > 0 && hash == cursor || emptyNow > MOST_EMPTY || repeatedNow >= MOST_REPEATED) {
            throw stuck(system);
        }
        long stepsNow = steps + 1;
        return Long.bitCount(stepsNow) == 1
                ? new ListingTrail(stepsNow, hash, content, emptyNow, 0)
                : new ListingTrail(stepsNow, cursor, page, emptyNow, repeatedNow);
    }

    static TalkException stuck(String system) {
        return new TalkException(
                ErrorCode.CURSOR_STUCK,
                system + ": the pages of a listing come round again, or bring no further record, and the system reports"
                        + " that more follow; reading was stopped because it would never end");
    }

    LongStream numbers() {
        return LongStream.of(steps, cursor, page, empty, repeated);
    }

    static ListingTrail of(long... numbers) {
        return numbers.length < NUMBERS
                ? NONE
                : new ListingTrail(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    /** Returns the text form for a position. */
    String text() {
        return numbers().mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /** Parses the result of {@link #text()}. Positions of earlier versions have none. */
    static ListingTrail parse(String text) {
        return text.matches("-?\\d{1,19}( -?\\d{1,19}){4}")
                ? of(Arrays.stream(text.split(" ", -1))
                        .mapToLong(Long::parseLong)
                        .toArray())
                : NONE;
    }
}
