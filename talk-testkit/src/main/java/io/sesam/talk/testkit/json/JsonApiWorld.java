package io.sesam.talk.testkit.json;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A world of a system with a JSON API, from a map.
 *
 * <p>It maps each property to the JSON pointer of its value, and does as a user with a browser would: POST to a type's path
 * creates a record, PATCH and DELETE of {@code path/id} change and delete it, GET of the path lists all. Texts are sent as they
 * are, and blanks as {@code null}; a system that wants values in another form needs a {@link ConnectorWorld} of its own.
 *
 * <pre>{@code
 * new JsonApiWorld(server.uri(), Map.of("baseUrl", server.uri().toString(), "accessToken", "secret"))
 *         .header("Authorization", "Bearer secret")
 *         .answers("/data", "/data", "/id")
 *         .type(Person.SCHEMA, "/items/people", Map.of("firstname", "/first_name", "email", "/email"))
 *         .breakage(Breakage.of("the server down", ErrorCode.UNREACHABLE, server::close))
 *         .closing(server::close)
 * }</pre>
 */
@Experimental
public final class JsonApiWorld implements ConnectorWorld {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One client for all worlds: a client of its own for each test would cost a thread each. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI base;
    private final Map<String, ?> settings;
    private final Map<EntityType, Place> places = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Breakage> breakages = new ArrayList<>();
    private final List<Runnable> closing = new ArrayList<>();
    private @Nullable TestClock clock;
    private IntPredicate shortening = records -> false;
    private String listQuery = "";
    private String body = "";
    private String list = "";
    private String record = "";
    private String id = "/id";
    private boolean tellsUnknown;
    private boolean noticesStaleDecisions;

    private record Place(
            Schema schema,
            String path,
            Map<String, String> pointers,
            String body,
            String list,
            String record,
            String id) {}

    /**
     * Creates a world without types.
     *
     * @param base the address before all paths
     * @param settings the raw settings that lead the connector to this world
     */
    public JsonApiWorld(URI base, Map<String, ?> settings) {
        this.base = base;
        this.settings = settings;
    }

    /** Adds a header to every call of this world, such as a user's credentials. */
    public JsonApiWorld header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /**
     * Adds a type.
     *
     * @param path the path of its list, after the base
     * @param pointers the JSON pointer of each property within a record; other properties are not in this world
     */
    public JsonApiWorld type(Schema schema, String path, Map<String, String> pointers) {
        pointers.forEach((property, pointer) -> {
            schema.index(property);
            if (JsonPlaces.steps(pointer).isEmpty()) {
                throw new IllegalArgumentException("the property " + property + " needs a JSON pointer, such as /name");
            }
        });
        places.put(schema.type(), new Place(schema, path, Map.copyOf(pointers), body, list, record, id));
        return this;
    }

    /**
     * Sets where answers have what is needed, for the types added after it. As JSON pointers; "" is the whole answer. Without a
     * call: "", "" and "/id".
     *
     * @param listAt the array of records in a list
     * @param recordAt the record in the answer to a POST
     * @param idAt the id within a record
     */
    public JsonApiWorld answers(String listAt, String recordAt, String idAt) {
        list = listAt;
        record = recordAt;
        id = idAt;
        return this;
    }

    /** Sets the JSON pointer of the record in a body, such as {@code /person}. For the types added after it. */
    public JsonApiWorld under(String pointer) {
        body = pointer;
        return this;
    }

    /** Sets the query that makes a GET list all records on one page, such as {@code limit=-1}. */
    public JsonApiWorld listQuery(String query) {
        listQuery = "?" + query;
        return this;
    }

    /** Sets the system's clock. It goes on by a second before each edit, so that no two edits have one time. */
    public JsonApiWorld clock(TestClock systemClock) {
        clock = systemClock;
        return this;
    }

    /** Adds a failure that the system can be put into. */
    public JsonApiWorld breakage(Breakage breakage) {
        breakages.add(breakage);
        return this;
    }

    /** Sets how pages are shortened; see {@link #shortenPages}. */
    public JsonApiWorld shortening(IntPredicate shortens) {
        shortening = shortens;
        return this;
    }

    /** Declares that a field left out at creation reads as unknown. */
    public JsonApiWorld tellingUnknown() {
        tellsUnknown = true;
        return this;
    }

    /** Declares that the connector must detect stale decisions. */
    public JsonApiWorld noticingStaleDecisions() {
        noticesStaleDecisions = true;
        return this;
    }

    /** Adds what happens when the world is closed, such as closing its server. */
    public JsonApiWorld closing(Runnable action) {
        closing.add(action);
        return this;
    }

    @Override
    public Map<String, ?> settings() {
        return settings;
    }

    @Override
    public Collection<Schema> schemas() {
        return places.values().stream().map(Place::schema).toList();
    }

    @Override
    public Clock clock() {
        return clock == null ? Clock.systemUTC() : clock;
    }

    @Override
    public String put(Fields fields) {
        Place place = place(fields.schema().type());
        Object answer = edit("POST", place.path(), body(place, fields));
        Object made = JsonPlaces.at(JsonPlaces.at(answer, place.record()), place.id());
        if (made == null || made == JsonPlaces.ABSENT) {
            throw new AssertionError("POST " + place.path() + ": the answer has no id at "
                    + place.record() + place.id()
                    + ". Set the places with answers(…).");
        }
        return made.toString();
    }

    @Override
    public void change(String recordId, Fields changes) {
        Place place = place(changes.schema().type());
        edit("PATCH", place.path() + "/" + recordId, body(place, changes));
    }

    @Override
    public void delete(EntityType type, String recordId) {
        edit("DELETE", place(type).path() + "/" + recordId, null);
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Place place = place(type);
        if (!(JsonPlaces.at(call("GET", place.path() + listQuery, null), place.list()) instanceof List<?> rows)) {
            throw new AssertionError("GET " + place.path() + ": the answer has no list at \"" + place.list()
                    + "\". Set it with answers(…).");
        }
        Map<String, Fields> there = new LinkedHashMap<>();
        for (Object row : rows) {
            Fields.Builder fields = Fields.builder(place.schema());
            place.pointers().forEach((property, pointer) -> {
                Object value = JsonPlaces.at(row, pointer);
                fields.text(property, value == JsonPlaces.ABSENT ? null : Objects.toString(value, ""));
            });
            there.put(String.valueOf(JsonPlaces.at(row, place.id())), fields.build());
        }
        return there;
    }

    @Override
    public List<Breakage> breakages() {
        return List.copyOf(breakages);
    }

    @Override
    public boolean shortenPages(int records) {
        return shortening.test(records);
    }

    @Override
    public boolean tellsUnknown() {
        return tellsUnknown;
    }

    @Override
    public boolean noticesStaleDecisions() {
        return noticesStaleDecisions;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }

    private Place place(EntityType type) {
        Place place = places.get(type);
        if (place == null) {
            throw new IllegalArgumentException("this world has no type " + type + ". Add it with type(…).");
        }
        return place;
    }

    private String body(Place place, Fields fields) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        place.pointers()
                .forEach((property, pointer) -> fields.originalText(
                                place.schema().index(property))
                        .ifPresent(text -> JsonPlaces.put(root, place.body() + pointer, text.isEmpty() ? null : text)));
        return JsonText.write(root);
    }

    private @Nullable Object edit(String method, String path, @Nullable String sent) {
        if (clock != null) {
            clock.advance(Duration.ofSeconds(1));
        }
        return call(method, path, sent);
    }

    private @Nullable Object call(String method, String path, @Nullable String sent) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        sent == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(sent))
                .header("Accept", "application/json");
        if (sent != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new AssertionError("The world cannot " + method + " " + base + path + ": " + response.statusCode()
                        + " " + response.body() + ". Check base, header(…) and type(…).");
            }
            return response.body().isBlank() ? null : JsonText.parse(response.body());
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError("The world cannot " + method + " " + base + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The world was interrupted at " + method + " " + base + path, e);
        }
    }
}
