package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Pages;
import io.sesam.talk.http.Window;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads one type: at first all there is, later what was modified in a window of time, in the order of creation.
 *
 * <p>Pages have numbers. When a record goes between two of them, the next would begin one too late; so each page is asked
 * for together with the one before, and when that does not end as it did, reading goes back until it sees the record again
 * that it read last, or begins anew.
 */
final class WaveReader implements Reader {
    private final WaveClient client;
    private final WaveType type;
    private final Duration overlap;

    /**
     * Where reading is.
     *
     * @param listing whether everything is read, or what was modified in the window
     * @param done whether the window has been read to its end
     * @param page which page comes next, from 1
     * @param last the id that the page before ended with; empty when that does not matter
     */
    private record At(boolean listing, boolean done, Instant from, Instant until, int page, String last) {
        Position position() {
            return new Position.Token(listing + "|" + done + "|"
                    + Window.of(from, until).after(page + " " + last).text());
        }

        static At parse(Position position) {
            String[] parts = position.text().substring(1).split("\\|", 3);
            return (parts.length < 3 ? Optional.<Window>empty() : Window.parse(parts[2]))
                    .map(window -> {
                        String[] place = window.afterId().split(" ", 2);
                        return new At(
                                Boolean.parseBoolean(parts[0]),
                                Boolean.parseBoolean(parts[1]),
                                window.from(),
                                window.until(),
                                Integer.parseInt(place[0]),
                                place[1]);
                    })
                    .orElseThrow(() -> new TalkException(
                            ErrorCode.POSITION_LOST, "Wave: the position is from another version of the connector"));
        }

        At page(int number, String endOfThePageBefore) {
            return new At(listing, false, from, until, number, endOfThePageBefore);
        }

        At end() {
            return new At(false, true, from, until, 1, "");
        }
    }

    WaveReader(WaveClient client, WaveType type, Duration overlap) {
        this.client = client;
        this.type = type;
        this.overlap = overlap;
    }

    @Override
    public Page read(ReadRequest request) {
        At known = request.after()
                .map(At::parse)
                .orElseGet(() -> new At(true, false, request.until(), request.until(), 1, ""));
        At at = known.done() ? new At(false, false, known.until().minus(overlap), request.until(), 1, "") : known;
        JsonNode business =
                client.read(WaveDocuments.page(type.table(), !at.listing()), variables(at, request.limit()));
        List<JsonNode> nodes = WaveClient.nodes(business.path("list"));
        if (hasMoved(at, WaveClient.nodes(business.path("earlier")), nodes)) {
            return Page.more(List.of(), at.page(at.page() - 1, at.last()).position());
        }
        List<? extends Change> changes = nodes.stream().map(this::change).toList();
        JsonNode list = business.path("list");
        OptionalInt next =
                Pages.number(list.path("pageInfo"), list.path("edges").size());
        return next.isEmpty()
                ? Page.last(changes, at.end().position())
                : Page.more(changes, at.page(next.getAsInt(), lastId(nodes)).position());
    }

    private static ObjectNode variables(At at, int size) {
        ObjectNode variables = Json.object()
                .put("page", at.page())
                .put("previous", Math.max(1, at.page() - 1))
                .put("size", size);
        return at.listing()
                ? variables
                : variables
                        .put("after", at.from().toString())
                        .put("before", at.until().toString());
    }

    /** Whether records may have moved up past the page: the one that was read last is neither in it nor right before it. */
    private static boolean hasMoved(At at, List<JsonNode> earlier, List<JsonNode> nodes) {
        return at.page() > 1
                && !at.last().isEmpty()
                && !lastId(earlier).equals(at.last())
                && nodes.stream().noneMatch(node -> id(node).equals(at.last()));
    }

    private static String lastId(List<JsonNode> nodes) {
        return nodes.isEmpty() ? "" : id(nodes.get(nodes.size() - 1));
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }

    /** A customer that lost its contact is a person no more. */
    private Change change(JsonNode node) {
        return type.isOne(node) ? type.read(node) : new Change.Deleted(id(node));
    }
}
