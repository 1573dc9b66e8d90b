package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Functions that find the next page of a listing. One for each usual paging scheme of web APIs.
 *
 * <p>A reader is stateless: it turns its position into a call, and the response into the position of the next page.
 * These functions make no calls.
 */
public final class Pages {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");

    private Pages() {}

    /**
     * Returns the cursor at a path of the response. Empty after the last page.
     *
     * @param current the cursor of the requested page; empty for the first
     * @throws TalkException CURSOR_STUCK when the system returns the cursor it was given, because reading would never
     *     end
     */
    public static Optional<String> cursor(JsonNode answer, String path, String current) {
        Optional<String> next = JsonValues.text(answer, path).filter(cursor -> !cursor.isEmpty());
        if (next.filter(current::equals).isPresent()) {
            throw new TalkException(
                    ErrorCode.CURSOR_STUCK,
                    "the system returned the same cursor again and reports that more pages follow; reading"
                            + " was stopped because it would never end");
        }
        return next;
    }

    /**
     * Returns the next cursor of a GraphQL connection. Reads {@code hasNextPage} and {@code endCursor}; empty after the
     * last page.
     *
     * @param current the cursor of the requested page; empty for the first
     * @throws TalkException CURSOR_STUCK as {@link #cursor}; UNREADABLE when it does not say whether more pages follow,
     *     or says so without a cursor
     */
    public static Optional<String> relay(JsonNode pageInfo, String current) {
        boolean more = pageInfo.path("hasNextPage").asBoolean();
        Optional<String> next = more ? cursor(pageInfo, "endCursor", current) : Optional.empty();
        if (!pageInfo.path("hasNextPage").isBoolean() || more && next.isEmpty()) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the response does not say where the listing goes on, or that it ends; the next run tries again");
        }
        return next;
    }

    /** Returns the next page number; empty after the last. */
    public static OptionalInt number(int current, int lastPage) {
        return current < lastPage ? OptionalInt.of(current + 1) : OptionalInt.empty();
    }

    /**
     * Returns the next page number of a GraphQL connection. Reads {@code currentPage} and {@code totalPages}; where the
     * latter is absent, only an empty page is the last.
     *
     * @throws TalkException UNREADABLE when the connection does not say which page it is
     */
    public static OptionalInt number(JsonNode pageInfo, int items) {
        if (!pageInfo.path("currentPage").isNumber()) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the response does not say which page it is, so that the end of the listing is unknown");
        }
        int current = pageInfo.path("currentPage").asInt();
        boolean hasTotal = pageInfo.path("totalPages").isNumber();
        boolean more = hasTotal ? current < pageInfo.path("totalPages").asInt() : items > 0;
        return more ? OptionalInt.of(current + 1) : OptionalInt.empty();
    }

    /**
     * Streams the nodes of a numbered GraphQL connection. Pages are requested one after the other while the stream is
     * consumed.
     *
     * @param page requests the page of a number, from 1
     */
    public static Stream<JsonNode> nodes(IntFunction<JsonNode> page) {
        return Stream.iterate(
                        Optional.of(Numbered.of(1, page.apply(1), ListingTrail.NONE)),
                        Optional::isPresent,
                        at -> at.filter(Numbered::hasMore)
                                .map(known ->
                                        Numbered.of(known.number() + 1, page.apply(known.number() + 1), known.trail())))
                .flatMap(Optional::stream)
                .flatMap(at -> GraphQl.nodes(at.connection()).stream());
    }

    /** A numbered page of a connection. */
    private record Numbered(int number, JsonNode connection, ListingTrail trail) {
        static Numbered of(int number, JsonNode connection, ListingTrail trail) {
            List<String> contents =
                    GraphQl.nodes(connection).stream().map(JsonNode::toString).toList();
            if (connection.path("pageInfo").path("currentPage").asInt(number) != number) {
                throw ListingTrail.stuck("the system");
            }
            return new Numbered(number, connection, trail.step("the system", "", String.valueOf(number + 1), contents));
        }

        boolean hasMore() {
            return Pages.number(
                            connection.path("pageInfo"),
                            connection.path("edges").size())
                    .isPresent();
        }
    }

    /** Returns the number in a header. For instance the number of pages; -1 when the header has none. */
    public static long header(ApiResponse response, String name) {
        return response.header(name)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    /**
     * Returns the next offset. The listing ends where the system's total says so, and without one at an empty page: a
     * page that is short is no end (R39).
     *
     * @param total the total number of records, where the system reports it
     */
    public static OptionalLong offset(long current, int items, OptionalLong total) {
        boolean isLast = total.isPresent() ? current + items >= total.getAsLong() : items == 0;
        return isLast ? OptionalLong.empty() : OptionalLong.of(current + items);
    }

    /**
     * Resolves the address of the next page.
     *
     * @param asked the address of the current page
     * @throws TalkException UNREADABLE when it is no address: more pages follow, and a listing must not end before them
     */
    public static URI next(URI asked, String text) {
        try {
            return asked.resolve(text);
        } catch (IllegalArgumentException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE, "the address of the next page is none; the next run tries again");
        }
    }

    /**
     * Returns the next address of the {@code Link} headers. RFC 8288; relative addresses are resolved; empty when there
     * is none.
     *
     * @param asked the address of the current page
     */
    public static Optional<URI> link(ApiResponse response, URI asked) {
        for (String header : response.headers("Link")) {
            Matcher links = LINK.matcher(header);
            while (links.find()) {
                if (links.group(2)
                        .replace(" ", "")
                        .replace("\"", "")
                        .toLowerCase(Locale.ROOT)
                        .contains(";rel=next")) {
                    return Optional.of(next(asked, links.group(1)));
                }
            }
        }
        return Optional.empty();
    }
}
