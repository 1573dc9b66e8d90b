package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How far a reading has come; times are in milliseconds.
 *
 * <p>Pages have numbers alone, and the listing is in the order of names: who is deleted or renamed while we read moves
 * others to a page that was read already. So a reading of several pages in which anything moved is done again.
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
record Bookmark(
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

    static Bookmark of(ReadRequest request) {
        Position after = request.after().orElse(new Position.Keyset(Instant.EPOCH, ""));
        try {
            if (after instanceof Position.Keyset keyset) {
                long time = keyset.time().toEpochMilli();
                long id = keyset.id().isEmpty() ? 0 : Long.parseLong(keyset.id());
                long edge = request.until().minus(FreshteamType.LAG).toEpochMilli();
                return new Bookmark(1, 0, 0, 1, 0, -1, edge, time, id, time, id);
            }
            long[] n = Arrays.stream(((Position.Token) after).value().split(" "))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Bookmark(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new TalkException(ErrorCode.POSITION_LOST, "Freshteam: the position is not one of this version", e);
        }
    }

    Position position() {
        return new Position.Token(
                LongStream.of(round, reads, pass, page, offset, total, edge, since, sinceId, high, highId)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" ")));
    }

    boolean isNews(JsonNode item) {
        long time = time(item);
        return time > since || time == since && item.path("id").asLong() >= sinceId;
    }

    private static long time(JsonNode item) {
        return Instant.parse(item.path("updated_at").asText()).toEpochMilli();
    }

    /** After some items of a page, when the pass has so many in all. */
    Bookmark seen(List<JsonNode> items, long inAll) {
        long latest =
                Math.max(high, items.stream().mapToLong(Bookmark::time).max().orElse(high));
        long greatest = items.stream()
                .filter(item -> time(item) == latest)
                .mapToLong(item -> item.path("id").asLong() + 1)
                .max()
                .orElse(0);
        long id = latest == high ? Math.max(highId, greatest) : greatest;
        long moved = total >= 0 && inAll != total ? Long.MIN_VALUE : edge;
        return new Bookmark(round, reads + 1, pass, page, offset, inAll, moved, since, sinceId, latest, id);
    }

    Bookmark at(long nextPass, long nextPage, long nextOffset) {
        long known = nextPass == pass ? total : -1;
        return new Bookmark(round, reads, nextPass, nextPage, nextOffset, known, edge, since, sinceId, high, highId);
    }

    /** Whether somebody may have been missed: several pages were read, and something moved meanwhile. */
    boolean isShaken(int passes) {
        return reads > passes && high >= edge;
    }

    Bookmark again() {
        if (round >= MOST_ROUNDS) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE,
                    "Freshteam: employees were changed all the time while they were listed; the next run tries again");
        }
        return new Bookmark(round + 1, 0, 0, 1, 0, -1, high + 1, since, sinceId, high, highId);
    }

    /** Where the next reading goes on. */
    Position end(Instant until) {
        return high > until.toEpochMilli()
                ? new Position.Keyset(until, "")
                : new Position.Keyset(Instant.ofEpochMilli(high), highId == 0 ? "" : Long.toString(highId));
    }
}
