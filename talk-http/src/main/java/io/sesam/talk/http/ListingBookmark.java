package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How far a reading has come; times are in milliseconds.
 *
 * @param round how often everything was listed
 * @param reads how many pages were read in this round
 * @param pass which of the type's passes
 * @param page the number of the page
 * @param offset how many of the page's items were told already
 * @param total how many items the pass had in all when its last page was read; -1 for unknown
 * @param edge when a change is found that is as late, something moved
 * @param since news are what was changed at this time or later
 * @param sinceId and, of that very moment, what has this id or a greater one
 * @param high the latest change that was seen
 * @param highId one more than the greatest id that was seen with it
 */
record ListingBookmark(
        long round,
        long reads,
        long pass,
        long page,
        long offset,
        long total,
        long edge,
        long since,
        long sinceId,
        long high,
        long highId) {
    private static final int MOST_ROUNDS = 9;
    private static final Duration A_DAY = Duration.ofDays(1);

    static ListingBookmark of(String system, ReadRequest request, Duration lag) {
        Position after = request.after().orElse(new Position.Keyset(Instant.EPOCH, ""));
        try {
            if (after instanceof Position.Keyset keyset) {
                long time = keyset.time().toEpochMilli();
                long id = keyset.id().isEmpty() ? 0 : Long.parseLong(keyset.id());
                long edge = request.until().minus(lag).toEpochMilli();
                return new ListingBookmark(1, 0, 0, 1, 0, -1, edge, time, id, time, id);
            }
            long[] n = Arrays.stream(((Position.Token) after).value().split(" "))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new ListingBookmark(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new TalkException(ErrorCode.POSITION_LOST, system + ": the position is not one of this version", e);
        }
    }

    Position position() {
        return new Position.Token(
                LongStream.of(round, reads, pass, page, offset, total, edge, since, sinceId, high, highId)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" ")));
    }

    boolean isNews(UnstableOrderReader.Item item) {
        long time = time(item);
        return time > since || time == since && item.number() >= sinceId;
    }

    private static long time(UnstableOrderReader.Item item) {
        return item.modified().toEpochMilli();
    }

    /** From when on things are news; empty when everything is. */
    Optional<Instant> from() {
        return since <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
    }

    /** After some items of a page, when the pass has so many in all. */
    ListingBookmark seen(List<UnstableOrderReader.Item> items, long inAll) {
        long latest = Math.max(
                high, items.stream().mapToLong(ListingBookmark::time).max().orElse(high));
        long greatest = items.stream()
                .filter(item -> time(item) == latest)
                .mapToLong(item -> item.number() + 1)
                .max()
                .orElse(0);
        long id = latest == high ? Math.max(highId, greatest) : greatest;
        long moved = total >= 0 && inAll != total ? Long.MIN_VALUE : edge;
        return new ListingBookmark(round, reads + 1, pass, page, offset, inAll, moved, since, sinceId, latest, id);
    }

    ListingBookmark at(long nextPass, long nextPage, long nextOffset) {
        long known = nextPass == pass ? total : -1;
        return new ListingBookmark(
                round, reads, nextPass, nextPage, nextOffset, known, edge, since, sinceId, high, highId);
    }

    /** Whether somebody may have been missed: several pages were read, and something moved meanwhile. */
    boolean isShaken(int passes) {
        return reads > passes && high >= edge;
    }

    ListingBookmark again(String system) {
        if (round >= MOST_ROUNDS) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE,
                    system + ": records were changed all the time while they were listed; the next run tries again");
        }
        return new ListingBookmark(round + 1, 0, 0, 1, 0, -1, high + 1, since, sinceId, high, highId);
    }

    /**
     * Where the next reading goes on: after the latest change that was seen, or a day back where there was none for longer,
     * so that a quiet system is not asked for an old day again and again. Clocks do not differ by a day.
     */
    Position end(Instant until) {
        long quiet = until.minus(A_DAY).toEpochMilli();
        if (high > until.toEpochMilli()) {
            return new Position.Keyset(until, "");
        }
        return high < quiet
                ? new Position.Keyset(Instant.ofEpochMilli(quiet), "")
                : new Position.Keyset(Instant.ofEpochMilli(high), highId == 0 ? "" : Long.toString(highId));
    }
}
