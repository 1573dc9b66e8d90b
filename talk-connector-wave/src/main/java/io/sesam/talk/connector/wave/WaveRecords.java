package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.GraphQl;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Lookups;
import io.sesam.talk.http.Pages;
import io.sesam.talk.http.ReadWindow;
import io.sesam.talk.http.StableOrderReader;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wave's records of one type. Listed in pages and looked up. */
final class WaveRecords implements StableOrderReader.Source {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final WaveClient client;
    private final WaveType type;

    WaveRecords(WaveClient client, WaveType type) {
        this.client = client;
        this.type = type;
    }

    @Override
    public StableOrderReader.Listed page(Optional<ReadWindow> changed, int number, int size) {
        ObjectNode variables = JsonValues.object()
                .put("page", number)
                .put("previous", Math.max(1, number - 1))
                .put("size", size);
        changed.ifPresent(window -> variables
                .put("after", window.from().toString())
                .put("before", window.until().toString()));
        JsonNode business = client.ask(type.kind() + (changed.isPresent() ? "Changes" : "Page"), variables);
        JsonNode list = business.path("list");
        return new StableOrderReader.Listed(
                GraphQl.nodes(list).stream().map(this::change).toList(),
                GraphQl.nodes(business.path("earlier")).stream()
                        .reduce("", (last, node) -> id(node), (one, other) -> other),
                Pages.number(list.path("pageInfo"), list.path("edges").size()));
    }

    @Override
    public Optional<Instant> date() {
        return client.api().date();
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }

    /** Converts a node. A customer that lost its contact is a deleted person. */
    private Change change(JsonNode node) {
        return type.read(node)
                .<Change>map(record -> record)
                .orElseGet(() -> new Change.Deleted(JsonValues.requiredId(node, "id")));
    }

    /**
     * Returns the look-up by id. Contacts also by e-mail, customers also by the operation id in their notes. Products
     * store no operation id.
     */
    Lookup lookup() {
        Lookups lookups = Lookups.byId(this::byId).byOperation(() -> !type.isProduct(), this::byOperation);
        return type.isPerson() ? lookups.byKey("email", this::byEmail) : lookups;
    }

    private Map<String, Lookup.Found> byId(Collection<String> ids) {
        Map<String, Lookup.Found> found = new HashMap<>();
        client.byId(type, ids).forEach((id, node) -> found.put(id, type.found(node)));
        return found;
    }

    private List<RecordSnapshot> byEmail(String email) {
        JsonNode business = client.ask("CustomerByEmail", JsonValues.object().put("email", email));
        return GraphQl.nodes(business.path("list")).stream()
                .flatMap(node -> type.read(node).stream())
                .toList();
    }

    private Map<String, RecordSnapshot> byOperation(Collection<String> operations, Instant since) {
        Map<String, RecordSnapshot> found = new HashMap<>();
        String after = since.minus(CLOCKS_DIFFER).toString();
        Pages.nodes(page -> client.ask(
                                "CustomerRecent",
                                JsonValues.object().put("page", page).put("after", after))
                        .path("list"))
                .forEach(node -> operations.stream()
                        .filter(operation ->
                                node.path("internalNotes").asText("").endsWith(" " + operation))
                        .forEach(operation -> type.read(node).ifPresent(record -> found.put(operation, record))));
        return found;
    }
}
