package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Position;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the reading of a listing is.
 *
 * @param resting whether a reading ended here, and the next begins anew
 * @param begun when this reading began
 * @param since what was changed before it is no news; {@link Instant#MIN} when everything is
 * @param high the latest change that was seen; {@link Instant#MIN} when none tells its time
 * @param cursor of the page to read; empty for the first
 * @param last the record of that page that was told last; empty for none
 * @param round how often the listing was begun in this reading
 * @param pages how many of its pages were read in this round
 * @param records how many records they had, and their {@link SeenRecords#sum} added up
 * @param total how many records the system says there are; negative while it has not said, or has said several things
 * @param before records of the round before
 */
record ListingPosition(
        boolean resting,
        Instant begun,
        Instant since,
        Instant high,
        String cursor,
        String last,
        int round,
        int pages,
        Count records,
        long total,
        Count before,
        SeenRecords seen) {
    static final long UNTOLD = -1;
    static final long CONTRADICTED = -2;
    private static final Duration A_DAY = Duration.ofDays(1);

    /** How many records, and which. */
    record Count(long number, long sum) {
        static final Count NONE = new Count(-1, 0);
        static final Count ZERO = new Count(0, 0);

        Count and(String id) {
            return new Count(number + 1, sum + SeenRecords.sum(id));
        }
    }

    static ListingPosition first() {
        return new ListingPosition(
                true,
                Instant.MIN,
                Instant.MIN,
                Instant.MIN,
                "",
                "",
                0,
                0,
                Count.ZERO,
                UNTOLD,
                Count.NONE,
                SeenRecords.parse("", ""));
    }

    ListingPosition begin(Instant now) {
        return new ListingPosition(false, now, since, high, "", "", 1, 0, Count.ZERO, UNTOLD, Count.NONE, seen);
    }

    ListingPosition seen(Instant latest) {
        return new ListingPosition(
                resting, begun, since, latest, cursor, last, round, pages, records, total, before, seen);
    }

    ListingPosition after(String id) {
        return new ListingPosition(resting, begun, since, high, cursor, id, round, pages, records, total, before, seen);
    }

    /** After the page, which had these records in all and was told to be of so many. */
    ListingPosition turned(Count readInAll, long said) {
        boolean same = said >= 0 && (pages == 0 || said == total);
        return new ListingPosition(
                resting,
                begun,
                since,
                high,
                cursor,
                "",
                round,
                pages + 1,
                readInAll,
                same ? said : CONTRADICTED,
                before,
                seen);
    }

    ListingPosition to(String next) {
        return new ListingPosition(resting, begun, since, high, next, "", round, pages, records, total, before, seen);
    }

    ListingPosition again() {
        return new ListingPosition(false, begun, since, high, "", "", round + 1, 0, Count.ZERO, UNTOLD, records, seen);
    }

    /** Whether records may have moved to a page that was read already, after the last page. */
    boolean isShaken() {
        return pages > 1 && total != records.number() && !records.equals(before);
    }

    /**
     * The end: the next reading begins with the latest change that was seen, or a day back where there was none for longer, so
     * that a clock over there may be wrong by a day; further back by the overlap.
     */
    ListingPosition atRest(Duration overlap, boolean timeless) {
        Instant latest = high.isAfter(begun) ? begun : high;
        Instant aDayAgo = begun.minus(A_DAY);
        Instant from = high.equals(Instant.MIN)
                ? (timeless ? Instant.MIN : begun.minus(overlap))
                : (latest.isBefore(aDayAgo) ? aDayAgo : latest).minus(overlap);
        return new ListingPosition(
                true, begun, from, high, "", "", 0, 0, Count.ZERO, UNTOLD, Count.NONE, seen.atRest());
    }

    /** From when on changes will be asked for at the earliest, by what was seen so far. */
    Instant horizon(Duration overlap) {
        Instant latest = high.isAfter(begun) ? begun : high;
        return latest.equals(Instant.MIN) ? Instant.MIN : latest.minus(overlap);
    }

    Position position() {
        ObjectNode text = JsonValues.object()
                .put("resting", resting)
                .put("begun", begun.toString())
                .put("since", since.toString())
                .put("high", high.toString())
                .put("cursor", cursor)
                .put("last", last)
                .put("round", round)
                .put("pages", pages)
                .put("number", records.number())
                .put("sum", records.sum())
                .put("total", total)
                .put("numberBefore", before.number())
                .put("sumBefore", before.sum())
                .put("toldBefore", seen.before())
                .put("told", seen.now());
        return new Position.Token(text.toString());
    }

    static ListingPosition parse(String system, Position position) {
        return read(position)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.POSITION_LOST, system + ": the position is from another version of the connector"));
    }

    private static Optional<ListingPosition> read(Position position) {
        JsonNode text = JsonValues.read(position.text().substring(1));
        if (!(position instanceof Position.Token) || !text.path("numberBefore").isNumber()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ListingPosition(
                    text.path("resting").asBoolean(),
                    Instant.parse(text.path("begun").asText()),
                    Instant.parse(text.path("since").asText()),
                    Instant.parse(text.path("high").asText()),
                    text.path("cursor").asText(),
                    text.path("last").asText(),
                    text.path("round").asInt(),
                    text.path("pages").asInt(),
                    new Count(text.path("number").asLong(), text.path("sum").asLong()),
                    text.path("total").asLong(),
                    new Count(
                            text.path("numberBefore").asLong(),
                            text.path("sumBefore").asLong()),
                    SeenRecords.parse(
                            text.path("toldBefore").asText(), text.path("told").asText())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
