package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.net.URI;
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
     * @throws TalkException CURSOR_STUCK as {@link #cursor}
     */
    public static Optional<String> relay(JsonNode pageInfo, String current) {
        return pageInfo.path("hasNextPage").asBoolean() ? cursor(pageInfo, "endCursor", current) : Optional.empty();
    }

    /** Returns the next page number; empty after the last. */
    public static OptionalInt number(int current, int lastPage) {
        return current < lastPage ? OptionalInt.of(current + 1) : OptionalInt.empty();
    }

    /** Returns the next page number of a GraphQL connection. Reads {@code currentPage} and {@code totalPages}. */
    public static OptionalInt number(JsonNode pageInfo, int items) {
        int current = pageInfo.path("currentPage").asInt();
        boolean hasTotal = pageInfo.path("totalPages").isNumber();
        boolean more =
                items > 0 && (!hasTotal || current < pageInfo.path("totalPages").asInt());
        return more ? OptionalInt.of(current + 1) : OptionalInt.empty();
    }

    /**
     * Streams the nodes of a numbered GraphQL connection. Pages are requested one after the other while the stream is
     * consumed.
     *
     * @param page requests the page of a number, from 1
     */
    public static Stream<JsonNode> nodes(IntFunction<JsonNode> page) {
        record Numbered(int number, JsonNode connection) {}
        return Stream.iterate(
                        Optional.of(new Numbered(1, page.apply(1))),
                        Optional::isPresent,
                        at -> at.filter(known -> number(
                                                known.connection().path("pageInfo"),
                                                known.connection().path("edges").size())
                                        .isPresent())
                                .map(known -> new Numbered(known.number() + 1, page.apply(known.number() + 1))))
                .flatMap(Optional::stream)
                .flatMap(at -> GraphQl.nodes(at.connection()).stream());
    }

    /** Returns the number in a header. For instance the number of pages; -1 when the header has none. */
    public static long header(ApiResponse response, String name) {
        return response.header(name)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    /** Returns the next offset. Empty when the current page was not full. */
    public static OptionalLong offset(long current, int items, int limit) {
        return items < limit ? OptionalLong.empty() : OptionalLong.of(current + items);
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
                    return Optional.of(asked.resolve(links.group(1)));
                }
            }
        }
        return Optional.empty();
    }
}
