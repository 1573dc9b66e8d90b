package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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

/**
 * Reads one type: at first the whole list and the archive, later what search finds to be changed, and now and then the
 * archive, which search does not show.
 *
 * <p>Search is asked for one window of time in the order of ids, greater ids each time: it shows no more than 10,000 hits,
 * and a bulk job gives more records than that the same time. The window begins before the last one ended, because the
 * index lags.
 */
final class HubSpotReader implements Reader {
    private static final int LIST_LIMIT = 100;

    private final HubSpotClient client;
    private final HubSpotType type;
    private final HubSpotRecords records;
    private final Duration lag;
    private final Duration archivedEvery;

    /** What is being read. */
    private enum Stage {
        LIST,
        ARCHIVE,
        SEARCH,
        REST
    }

    /**
     * Where reading is.
     *
     * @param stage what is being read; {@code REST}: nothing, the next reading begins a search
     * @param window from when until when, and after which id; of a listing, the moment it began
     * @param archived when the archive was last read
     */
    private record At(Stage stage, Window window, Instant archived) {
        Position position() {
            return new Position.Token(stage + "|" + window.text() + "|" + archived);
        }

        At after(String id) {
            return new At(stage, window.after(id), archived);
        }

        At to(Stage next) {
            return new At(next, window.after(""), archived);
        }

        static Optional<At> parse(Position position) {
            String[] parts = position.text().substring(1).split("\\|", 3);
            return parts.length < 3
                    ? Optional.empty()
                    : Window.parse(parts[1])
                            .map(window -> new At(Stage.valueOf(parts[0]), window, Instant.parse(parts[2])));
        }
    }

    HubSpotReader(HubSpotClient client, HubSpotType type, Duration lag, Duration archivedEvery) {
        this.client = client;
        this.type = type;
        this.records = new HubSpotRecords(client, type);
        this.lag = lag;
        this.archivedEvery = archivedEvery;
    }

    @Override
    public Page read(ReadRequest request) {
        At at = request.after().map(HubSpotReader::parse).orElseGet(() -> begin(request.until()));
        return switch (at.stage()) {
            case LIST -> list(at, request.limit());
            case ARCHIVE -> archive(at, request.limit());
            case SEARCH -> search(at, request.limit());
            case REST -> search(next(at, request.until()), request.limit());
        };
    }

    private static At begin(Instant now) {
        return new At(Stage.LIST, Window.of(now, now), now);
    }

    /** The window after a finished one goes back by as much as the index lags. */
    private At next(At done, Instant until) {
        return new At(Stage.SEARCH, Window.of(done.window().until().minus(lag), until), done.archived());
    }

    private static At parse(Position position) {
        return At.parse(position)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.POSITION_LOST, "HubSpot: the position is from another version of the connector"));
    }

    private Page list(At at, int limit) {
        Listed listed = listed(at, false, limit);
        List<Change> changes = records.changes(listed.results());
        return listed.next()
                .map(after -> Page.more(changes, at.after(after).position()))
                .orElseGet(() -> Page.more(changes, at.to(Stage.ARCHIVE).position()));
    }

    private Page archive(At at, int limit) {
        Listed listed = listed(at, true, limit);
        List<Change.Deleted> gone = Json.items(listed.results())
                .map(json -> new Change.Deleted(json.path("id").asText()))
                .toList();
        return listed.next()
                .map(after -> Page.more(gone, at.after(after).position()))
                .orElseGet(() -> Page.last(
                        gone,
                        new At(Stage.REST, at.window().after(""), at.window().until()).position()));
    }

    private record Listed(JsonNode results, Optional<String> next) {}

    private Listed listed(At at, boolean archived, int limit) {
        String after = at.window().afterId();
        JsonNode page = client.list(type, archived, after, Math.min(limit, LIST_LIMIT));
        return new Listed(page.path("results"), Pages.cursor(page, "paging.next.after", after));
    }

    private Page search(At at, int limit) {
        JsonNode results = client.search(type, query(at.window(), limit)).path("results");
        List<Change> changes = records.changes(results);
        if (results.size() == limit) {
            return Page.more(
                    changes,
                    at.after(results.path(results.size() - 1).path("id").asText())
                            .position());
        }
        boolean due = !at.window().until().isBefore(at.archived().plus(archivedEvery));
        return due
                ? Page.more(changes, at.to(Stage.ARCHIVE).position())
                : Page.last(changes, at.to(Stage.REST).position());
    }

    private ObjectNode query(Window window, int limit) {
        ObjectNode query = Json.object().put("limit", limit);
        type.names().forEach(query.withArray("properties")::add);
        query.withArray("sorts").addObject().put("propertyName", "hs_object_id").put("direction", "ASCENDING");
        ArrayNode filters = query.withArray("filterGroups").addObject().withArray("filters");
        filter(filters, type.modified(), "GTE", String.valueOf(window.from().toEpochMilli()));
        filter(filters, type.modified(), "LT", String.valueOf(window.until().toEpochMilli()));
        if (!window.afterId().isEmpty()) {
            filter(filters, "hs_object_id", "GT", window.afterId());
        }
        return query;
    }

    private static void filter(ArrayNode filters, String property, String operator, String value) {
        filters.addObject()
                .put("propertyName", property)
                .put("operator", operator)
                .put("value", value);
    }
}
