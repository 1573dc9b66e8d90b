package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.Json;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Upserted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks records up by id, contacts by e-mail, and customers by the operation that made them. */
final class WaveLookup implements Lookup {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final WaveClient client;
    private final WaveType type;

    WaveLookup(WaveClient client, WaveType type) {
        this.client = client;
        this.type = type;
    }

    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        Map<String, Found> found = new HashMap<>();
        List<String> asked = List.copyOf(ids);
        if (!asked.isEmpty()) {
            List<JsonNode> nodes = client.byId(type, asked);
            asked.forEach(id -> {
                JsonNode node = nodes.get(asked.indexOf(id));
                found.put(id, type.isOne(node) ? new Found.Present(type.read(node)) : new Found.Missing());
            });
        }
        return found;
    }

    @Override
    public Optional<ByKey> byKey() {
        return type.isPerson() ? Optional.of(new ByEmail()) : Optional.empty();
    }

    /** Contacts by their e-mail address. */
    private final class ByEmail implements ByKey {
        @Override
        public Collection<String> properties() {
            return List.of("email");
        }

        @Override
        public Duration lag() {
            return Duration.ZERO;
        }

        @Override
        public Collection<Upserted> find(String property, String value) {
            return records(client.read(WaveDocuments.BY_EMAIL, Json.object().put("email", value)))
                    .toList();
        }
    }

    private Stream<Upserted> records(JsonNode business) {
        return WaveClient.nodes(business.path("list")).stream()
                .filter(type::isOne)
                .map(type::read);
    }

    /** A product keeps nothing of the operation that made it. */
    @Override
    public Optional<ByOperation> byOperation() {
        return type.twin().map(twin -> new ByNotes());
    }

    /** Customers by the operation's id in their internal notes, among those that were touched since. */
    private final class ByNotes implements ByOperation {
        @Override
        public Duration lag() {
            return Duration.ZERO;
        }

        @Override
        public Map<String, Upserted> find(Collection<String> operations, Instant since) {
            Map<String, Upserted> found = new HashMap<>();
            Stream.iterate(page(1, since), Objects::nonNull, page -> page.next(since))
                    .flatMap(page -> page.nodes().stream())
                    .forEach(node -> operations.stream()
                            .filter(operation ->
                                    node.path("internalNotes").asText("").endsWith(" " + operation))
                            .forEach(operation -> found.put(operation, type.read(node))));
            return found;
        }

        private Recent page(int number, Instant since) {
            JsonNode list = client.read(
                            WaveDocuments.recent(type.table()),
                            Json.object()
                                    .put("page", number)
                                    .put("after", since.minus(CLOCKS_DIFFER).toString()))
                    .path("list");
            return new Recent(this, list, number);
        }
    }

    /** A page of what was touched lately. */
    private record Recent(ByNotes lookup, JsonNode list, int number) {
        List<JsonNode> nodes() {
            return WaveClient.nodes(list);
        }

        @Nullable
        Recent next(Instant since) {
            return number < list.path("pageInfo").path("totalPages").asInt() ? lookup.page(number + 1, since) : null;
        }
    }
}
