package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Lookups;
import io.sesam.talk.http.Pages;
import io.sesam.talk.http.ReadWindow;
import io.sesam.talk.http.SearchReader;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Lookup.Found;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HubSpot's records of one type. Listed, searched and looked up. */
final class HubSpotRecords implements SearchReader.Source {
    private final HubSpotClient client;
    private final HubSpotType type;

    HubSpotRecords(HubSpotClient client, HubSpotType type) {
        this.client = client;
        this.type = type;
    }

    @Override
    public SearchReader.Listed list(String cursor, int limit) {
        JsonNode page = client.list(type, false, cursor, limit);
        return new SearchReader.Listed(changes(page.path("results")), next(page, cursor));
    }

    @Override
    public Optional<Instant> date() {
        return client.api().date();
    }

    @Override
    public SearchReader.Listed archived(String cursor, int limit) {
        JsonNode page = client.list(type, true, cursor, limit);
        List<Change> gone = JsonValues.items(page.path("results"))
                .<Change>map(json -> new Change.Deleted(JsonValues.requiredId(json, "id")))
                .toList();
        return new SearchReader.Listed(gone, next(page, cursor));
    }

    private static Optional<String> next(JsonNode page, String cursor) {
        return Pages.cursor(page, "paging.next.after", cursor);
    }

    @Override
    public SearchReader.Listed search(ReadWindow window, int limit) {
        JsonNode page = client.search(type, window, limit);
        JsonNode results = page.path("results");
        Optional<String> last = JsonValues.text(results.path(results.size() - 1), "id");
        boolean hasMore = next(page, "").isPresent() || page.path("total").asLong() > results.size();
        if (hasMore && last.isEmpty()) {
            throw new TalkException(
                    ErrorCode.UNREADABLE, "HubSpot: a search returned an empty page and reports that more follow");
        }
        return new SearchReader.Listed(changes(results), last.filter(id -> hasMore));
    }

    /** Returns the changes of a page. Each record, preceded by the records that were merged into it. */
    private List<Change> changes(JsonNode results) {
        return JsonValues.items(results)
                .flatMap(json -> {
                    RecordSnapshot record = type.record(json);
                    return Stream.concat(
                            merged(json).map(id -> new Change.MergedInto(id, record.id())), Stream.of(record));
                })
                .toList();
    }

    /** Returns the ids that were merged into a record. Some have the form {@code id:time}. */
    private static Stream<String> merged(JsonNode json) {
        return HubSpotType.MERGED.stream()
                .flatMap(name -> JsonValues.text(json.path("properties"), name).stream())
                .flatMap(ids -> Stream.of(ids.split(";", -1)))
                .map(text -> text.replaceFirst(":.*", "").strip())
                .filter(id -> !id.isEmpty() && !id.equals(json.path("id").asText()))
                .distinct();
    }

    /**
     * Returns the look-up by batch reads. These do not lag as the search does; contacts are also found by a secondary
     * e-mail address.
     */
    Lookup lookup() {
        Lookups lookups = Lookups.byId(this::byId)
                .byOperation(() -> client.keepsTalkId(type), (operations, since) -> byTalkId(operations));
        return type.object().equals("contacts")
                ? lookups.byKey(
                        "email",
                        email -> read(List.of(email), "email").map(type::record).toList())
                : lookups;
    }

    private Stream<JsonNode> read(Collection<String> ids, String idProperty) {
        return JsonValues.items(client.read(type, ids, idProperty).path("results"));
    }

    private Map<String, RecordSnapshot> byTalkId(Collection<String> operations) {
        return read(operations, HubSpotType.TALK_ID)
                .collect(Collectors.toMap(
                        json -> JsonValues.text(json.path("properties"), HubSpotType.TALK_ID)
                                .orElse(""),
                        type::record,
                        (one, other) -> one));
    }

    /**
     * Looks up records by id. HubSpot answers a merged id with the surviving record, in any order; the list of merged
     * ids in that record shows which.
     */
    private Map<String, Found> byId(Collection<String> ids) {
        JsonNode answer = client.read(type, ids, "");
        Map<String, Found> found = new HashMap<>();
        JsonValues.items(answer.path("errors"))
                .flatMap(error -> JsonValues.items(error.path("context").path("ids")))
                .forEach(id -> found.put(id.asText(), new Found.Missing()));
        Set<String> requested = new HashSet<>(ids);
        JsonValues.items(answer.path("results")).forEach(json -> {
            RecordSnapshot record = type.record(json);
            merged(json).filter(requested::contains).forEach(old -> found.put(old, new Found.Merged(record.id())));
            if (requested.contains(record.id())) {
                found.put(record.id(), new Found.Present(record));
            }
        });
        return found;
    }
}
