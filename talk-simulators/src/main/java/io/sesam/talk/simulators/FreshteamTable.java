package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The records of one kind in a simulated Freshteam. Empty attributes are {@code null}, as in the real system. */
final class FreshteamTable {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final Clock clock;
    private final List<String> attributes;
    private final String order;
    private final Map<Long, ObjectNode> rows = new TreeMap<>();
    private long lastId = 6_000_024_800L;

    /**
     * Creates a table.
     *
     * @param attributes the attributes beside the id and the times
     * @param order the attribute that listings are sorted by
     */
    FreshteamTable(Clock clock, List<String> attributes, String order) {
        this.clock = clock;
        this.attributes = attributes;
        this.order = order;
    }

    /** Returns the time without fractions of a second. */
    String now() {
        return TIME.format(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    long add(ObjectNode values) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", ++lastId);
        row.put("created_at", now());
        row.put("updated_at", now());
        row.put("deleted", false);
        attributes.forEach(attribute -> row.set(attribute, NullNode.getInstance()));
        row.setAll(values);
        rows.put(lastId, row);
        return lastId;
    }

    ObjectNode change(long id, ObjectNode values) {
        ObjectNode row = Optional.ofNullable(rows.get(id))
                .orElseThrow(() -> new IllegalArgumentException("there is no record " + id));
        row.setAll(values);
        row.put("updated_at", now());
        return row;
    }

    void erase(long id) {
        rows.remove(id);
    }

    Optional<ObjectNode> find(String id) {
        return id.matches("\\d{1,18}") ? Optional.ofNullable(rows.get(Long.parseLong(id))) : Optional.empty();
    }

    Stream<ObjectNode> all() {
        return rows.values().stream();
    }

    List<ObjectNode> list(Predicate<JsonNode> wanted, Optional<String> sort, boolean descending) {
        Comparator<ObjectNode> by = Comparator.<ObjectNode, String>comparing(
                        row -> row.path(sort.orElse(order)).asText("").toLowerCase(Locale.ROOT))
                .thenComparing(row -> row.path("id").asLong());
        return all().filter(wanted).sorted(descending ? by.reversed() : by).toList();
    }

    static Instant updated(JsonNode row) {
        return Instant.parse(row.path("updated_at").asText());
    }
}
