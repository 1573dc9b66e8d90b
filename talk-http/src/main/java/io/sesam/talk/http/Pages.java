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
 * Where the next page is, for each way in which web APIs tell.
 *
 * <p>A reader is stateless: it turns its position into a call, and the answer into the position of the next page. None of
 * these asks anything.
 */
public final class Pages {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");

    private Pages() {}

    /**
     * The cursor at a path in what was answered; empty after the last page.
     *
     * @param current the cursor of the page that was asked for; empty for the first
     * @throws TalkException CURSOR_STUCK when the system returns the cursor it was given: going on would loop for ever
     */
    public static Optional<String> cursor(JsonNode answer, String path, String current) {
        Optional<String> next = JsonValues.text(answer, path).filter(cursor -> !cursor.isEmpty());
        if (next.filter(current::equals).isPresent()) {
            throw new TalkException(
                    ErrorCode.CURSOR_STUCK,
                    "the system returned the cursor it was given and says that more follows; going on would loop for ever");
        }
        return next;
    }

    /**
     * The cursor of the next page of a GraphQL connection with {@code hasNextPage} and {@code endCursor}; empty after the last
     * page.
     *
     * @param current the cursor of the page that was asked for; empty for the first
     * @throws TalkException CURSOR_STUCK as {@link #cursor} says
     */
    public static Optional<String> relay(JsonNode pageInfo, String current) {
        return pageInfo.path("hasNextPage").asBoolean() ? cursor(pageInfo, "endCursor", current) : Optional.empty();
    }

    /** The number of the next page, counted from where {@code current} is; empty when there is none. */
    public static OptionalInt number(int current, int lastPage) {
        return current < lastPage ? OptionalInt.of(current + 1) : OptionalInt.empty();
    }

    /** The number of the next page of a GraphQL connection with {@code currentPage} and {@code totalPages}. */
    public static OptionalInt number(JsonNode pageInfo, int items) {
        int current = pageInfo.path("currentPage").asInt();
        boolean told = pageInfo.path("totalPages").isNumber();
        boolean more =
                items > 0 && (!told || current < pageInfo.path("totalPages").asInt());
        return more ? OptionalInt.of(current + 1) : OptionalInt.empty();
    }

    /**
     * The nodes of all pages of a GraphQL connection with numbered pages, asked for one after the other as they are used.
     *
     * @param page asks for the page of a number, from 1
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

    /** The number that a header tells, such as how many pages there are; -1 when it tells none. */
    public static long header(ApiResponse response, String name) {
        return response.header(name)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    /** The offset of the next page; empty when this one was not full. */
    public static OptionalLong offset(long current, int items, int limit) {
        return items < limit ? OptionalLong.empty() : OptionalLong.of(current + items);
    }

    /**
     * The address that the {@code Link} headers (RFC 8288) name as next, also a relative one; empty when there is none.
     *
     * @param asked the address that was asked
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
