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
 * The position of a reading of a listing.
 *
 * @param resting whether a reading ended here and the next starts from the beginning
 * @param begun the greatest time that a stamp of the system could have when this reading began
 * @param passed a time that had passed in the system then if its header is right; {@link Instant#MIN} without one
 * @param since changes before it are not returned; {@link Instant#MIN} to return everything
 * @param high the latest change time seen; {@link Instant#MIN} when no record has one
 * @param cursor the cursor of the page to read; empty for the first
 * @param last the last record of that page already returned; empty for none
 * @param round the number of times the listing was started in this reading
 * @param pages the number of its pages read in this round
 * @param records the number of their records, and the sum of their {@link SeenRecords#sum}
 * @param total the total number of records that the system reports; negative while it has reported none, or different
 *     ones
 * @param before the records of the previous round
 * @param seen the records already returned that may appear again
 * @param trail the course of this round
 */
record ListingPosition(
        boolean resting,
        Instant begun,
        Instant passed,
        Instant since,
        Instant high,
        String cursor,
        String last,
        int round,
        int pages,
        Count records,
        long total,
        Count before,
        SeenRecords seen,
        ListingTrail trail) {
    static final long UNTOLD = -1;
    static final long CONTRADICTED = -2;

    /** The number of records and their id checksum. */
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
                Instant.MIN,
                "",
                "",
                0,
                0,
                Count.ZERO,
                UNTOLD,
                Count.NONE,
                SeenRecords.parse("", ""),
                ListingTrail.NONE);
    }

    ListingPosition begin(SystemTime now) {
        return new ListingPosition(
                false,
                now.limit(),
                now.probable().orElse(Instant.MIN),
                since,
                high,
                "",
                "",
                1,
                0,
                Count.ZERO,
                UNTOLD,
                Count.NONE,
                seen,
                ListingTrail.NONE);
    }

    ListingPosition seen(Instant latest) {
        return new ListingPosition(
                resting, begun, passed, since, latest, cursor, last, round, pages, records, total, before, seen, trail);
    }

    ListingPosition after(String id) {
        return new ListingPosition(
                resting, begun, passed, since, high, cursor, id, round, pages, records, total, before, seen, trail);
    }

    /** Returns the position after a whole page. The page had these records, and the system reported this total. */
    ListingPosition afterPage(Count readInAll, long reported) {
        boolean same = reported >= 0 && (pages == 0 || reported == total);
        return new ListingPosition(
                resting,
                begun,
                passed,
                since,
                high,
                cursor,
                "",
                round,
                pages + 1,
                readInAll,
                same ? reported : CONTRADICTED,
                before,
                seen,
                trail);
    }

    ListingPosition to(String next, ListingTrail course) {
        return new ListingPosition(
                resting, begun, passed, since, high, next, "", round, pages, records, total, before, seen, course);
    }

    ListingPosition again() {
        return new ListingPosition(
                false,
                begun,
                passed,
                since,
                high,
                "",
                "",
                round + 1,
                0,
                Count.ZERO,
                UNTOLD,
                records,
                seen,
                ListingTrail.NONE);
    }

    /** Reports whether records may have moved between pages. Called after the last page. */
    boolean mayHaveMoved() {
        return pages > 1 && total != records.number() && !records.equals(before);
    }

    /**
     * Returns the position at the end of a reading. The next one starts at the latest change seen, or at a time that
     * has certainly passed in the system when the latest change is older; further back by the overlap. Where records
     * have no times, only the latter remains, or everything.
     */
    ListingPosition atRest(Duration overlap, boolean timeless) {
        Instant latest = high.isAfter(begun) ? begun : high;
        boolean usesHeader =
                latest.isBefore(passed) && (high.equals(Instant.MIN) || SystemTime.isConfirmed(begun, latest));
        Instant reached = usesHeader ? passed : latest;
        boolean isEverything = reached.equals(Instant.MIN) || timeless && high.equals(Instant.MIN);
        Instant from = isEverything ? Instant.MIN : reached.minus(overlap);
        return new ListingPosition(
                true,
                begun,
                passed,
                from,
                high,
                "",
                "",
                0,
                0,
                Count.ZERO,
                UNTOLD,
                Count.NONE,
                seen.atRest(),
                ListingTrail.NONE);
    }

    /** Returns the earliest start time of the next reading. It rests on the changes seen so far. */
    Instant earliestStart(Duration overlap) {
        Instant latest = high.isAfter(begun) ? begun : high;
        return latest.equals(Instant.MIN) ? Instant.MIN : latest.minus(overlap);
    }

    Position position() {
        ObjectNode text = JsonValues.object()
                .put("resting", resting)
                .put("begun", begun.toString())
                .put("passed", passed.toString())
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
                .put("told", seen.now())
                .put("trail", trail.text());
        return new Position.Token(text.toString());
    }

    static ListingPosition parse(String system, Position position) {
        return read(position)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.POSITION_LOST,
                        system + ": the stored read position has the format of another connector version; the type is"
                                + " read again from the start"));
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
                    Instant.parse(text.path("passed").asText(Instant.MIN.toString())),
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
                            text.path("toldBefore").asText(), text.path("told").asText()),
                    ListingTrail.parse(text.path("trail").asText())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
