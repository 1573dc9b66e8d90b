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
 * The position of a reading; times in milliseconds.
 *
 * @param round the number of times everything was listed
 * @param reads the number of pages read in this round
 * @param pass the current pass of the type
 * @param page the page number
 * @param offset the number of items of the page that were already returned
 * @param total the total number of items of the pass when its last page was read; -1 for unknown
 * @param edge a change at or after this time shows that records moved between pages
 * @param since changes at or after this time are to be returned
 * @param sinceId at exactly that time, only this id or a greater one
 * @param high the latest change time seen
 * @param highId one more than the greatest id seen with that time
 * @param trail the course of this pass
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
        long highId,
        ListingTrail trail) {
    private static final int MOST_ROUNDS = 9;

    static ListingBookmark of(String system, ReadRequest request, Duration lag) {
        Position after = request.after().orElse(new Position.Keyset(Instant.EPOCH, ""));
        try {
            if (after instanceof Position.Keyset keyset) {
                long time = keyset.time().toEpochMilli();
                long id = keyset.id().isEmpty() ? 0 : Long.parseLong(keyset.id());
                long edge = request.until().minus(lag).toEpochMilli();
                return new ListingBookmark(1, 0, 0, 1, 0, -1, edge, time, id, time, id, ListingTrail.NONE);
            }
            long[] n = Arrays.stream(((Position.Token) after).value().split(" "))
                    .mapToLong(Long::parseLong)
                    .toArray();
            ListingTrail trail = ListingTrail.of(Arrays.copyOfRange(n, 11, Math.max(11, n.length)));
            return new ListingBookmark(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], trail);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new TalkException(
                    ErrorCode.POSITION_LOST,
                    system + ": the stored read position has the format of another version; the type is read again"
                            + " from the start",
                    e);
        }
    }

    Position position() {
        return new Position.Token(LongStream.concat(
                        LongStream.of(round, reads, pass, page, offset, total, edge, since, sinceId, high, highId),
                        trail.numbers())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" ")));
    }

    /** Returns the bookmark at the first page, with the system's own time. */
    ListingBookmark at(SystemTime now, Duration lag) {
        long shown = now.limit().minus(lag).toEpochMilli();
        return round > 1 || reads > 0
                ? this
                : new ListingBookmark(
                        round, reads, pass, page, offset, total, shown, since, sinceId, high, highId, trail);
    }

    /** Returns the bookmark at the next page of the same pass. */
    ListingBookmark turn(String system, List<UnstableOrderReader.Item> items) {
        List<String> ids =
                items.stream().map(item -> String.valueOf(item.number())).toList();
        ListingTrail course = trail.step(system, String.valueOf(page), String.valueOf(page + 1), ids);
        return new ListingBookmark(round, reads, pass, page + 1, 0, total, edge, since, sinceId, high, highId, course);
    }

    boolean isChange(UnstableOrderReader.Item item) {
        long time = time(item);
        return !item.isTimed() || time > since || time == since && item.number() >= sinceId;
    }

    private static long time(UnstableOrderReader.Item item) {
        return item.isTimed() ? item.modified().toEpochMilli() : Long.MIN_VALUE;
    }

    /** Returns the start time of changes; empty for everything. */
    Optional<Instant> from() {
        return since <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
    }

    /** Returns the position after some items of a page. The pass has the given total number of items. */
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
        return new ListingBookmark(
                round, reads + 1, pass, page, offset, inAll, moved, since, sinceId, latest, id, trail);
    }

    ListingBookmark at(long nextPass, long nextPage, long nextOffset) {
        long known = nextPass == pass ? total : -1;
        ListingTrail course = nextPass == pass ? trail : ListingTrail.NONE;
        return new ListingBookmark(
                round, reads, nextPass, nextPage, nextOffset, known, edge, since, sinceId, high, highId, course);
    }

    /**
     * Reports whether a record may have been missed. That is the case when several pages were read and records moved
     * between them.
     */
    boolean mayHaveMoved(int passes) {
        return reads > passes && high >= edge;
    }

    ListingBookmark again(String system) {
        if (round >= MOST_ROUNDS) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE,
                    system + ": records kept changing while they were listed, so that some may have been missed; the"
                            + " next run tries again");
        }
        return new ListingBookmark(
                round + 1, 0, 0, 1, 0, -1, high + 1, since, sinceId, high, highId, ListingTrail.NONE);
    }

    /**
     * Returns the position of the next reading. It starts after the latest change seen, or at a time that has certainly
     * passed in the system when the latest change is older, so that a quiet system does not list the same old day again
     * and again.
     */
    Position end(SystemTime now) {
        Instant latest = Instant.ofEpochMilli(high);
        Instant passed = now.passed(latest);
        return passed.equals(latest)
                ? new Position.Keyset(latest, highId == 0 ? "" : Long.toString(highId))
                : new Position.Keyset(passed, "");
    }
}
