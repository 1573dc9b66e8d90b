package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.settings.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A simulated HubSpot portal on loopback HTTP. Contacts, companies and products in the form of its API.
 *
 * <p>Users edit it by {@link #create}, {@link #edit}, {@link #archive} and {@link #merge}; programs by HTTP, at
 * {@link #uri()} with {@link #token()}. Search lags by {@link #indexLag}; {@link #limit} limits calls. Time is that of
 * the given clock.
 */
public final class SimHubSpot implements AutoCloseable {
    private static final Pattern OBJECTS = Pattern.compile("/crm/objects/([^/]+)/([^/]+)/?(.*)");
    private static final Pattern PROPERTIES = Pattern.compile("/crm/properties/([^/]+)/([^/]+)/?(.*)");
    private static final Pattern LINKS = Pattern.compile("/crm/associations/([^/]+)/([^/]+)/([^/]+)/(.*)");
    private static final Pattern TOKENS = Pattern.compile("/oauth/([^/]+)/token");
    private static final Pattern UNDATED = Pattern.compile("/crm/v3/(objects|properties)(/.*)");
    private static final Set<String> VERSIONS = Set.of("2026-03", "2026-09");
    private static final Map<String, String> SINGULAR =
            Map.of("contact", "contacts", "company", "companies", "product", "products");

    private final Clock clock;
    private final SimServer server;
    private final Map<String, HubSpotTable> tables = new HashMap<>();
    private final Map<String, HubSpotObjects> objects = new HashMap<>();
    private final HubSpotLinks links;
    private final Set<String> missingScopes = new TreeSet<>();
    private final SimTokens tokens;
    private final SimPaging paging = new SimPaging();
    private final SimQuota general;
    private final SimQuota searching;
    private final SimQuota daily;
    private Duration lag = Duration.ZERO;
    private long lastId = 100;
    private Optional<HubSpotHooks> hooks = Optional.empty();

    private SimHubSpot(Clock clock) {
        this.clock = clock;
        this.tokens = new SimTokens("pat-eu1-", clock);
        this.general = new SimQuota(Integer.MAX_VALUE, Duration.ofSeconds(10), clock);
        this.searching = new SimQuota(Integer.MAX_VALUE, Duration.ofSeconds(1), clock);
        this.daily = new SimQuota(Integer.MAX_VALUE, Duration.ofDays(1), clock);
        for (String type : List.of("contacts", "companies", "products")) {
            HubSpotTable table = new HubSpotTable(type, clock, () -> ++lastId);
            tables.put(type, table);
            objects.put(type, new HubSpotObjects(table, () -> clock.instant().minus(lag), paging));
        }
        this.links = new HubSpotLinks(table("contacts"), table("companies"));
        table("companies").gone = id -> links.gone(id, clock.instant());
        this.server = SimServer.start(this::answer);
    }

    /** Starts an empty portal. */
    public static SimHubSpot start(Clock clock) {
        return new SimHubSpot(clock);
    }

    /** Returns the address of its API. */
    public URI uri() {
        return server.uri();
    }

    /** Returns the server, for faults and the request log. */
    public SimServer server() {
        return server;
    }

    /** Returns the paging of lists and searches, for deviations. */
    public SimPaging paging() {
        return paging;
    }

    /** Returns the tokens, fixed and OAuth. */
    public SimTokens tokens() {
        return tokens;
    }

    /** Returns a service key, valid until it is revoked. */
    public String token() {
        return tokens.permanent();
    }

    /** Sets the lag of the search index. */
    public synchronized void indexLag(Duration behind) {
        lag = behind;
    }

    /** Sets the call limits. Calls in ten seconds, searches in one second, and calls in a day. */
    public synchronized void limit(int inTenSeconds, int searchesInASecond, int inADay) {
        general.limit(inTenSeconds);
        searching.limit(searchesInASecond);
        daily.limit(inADay);
    }

    /** Withdraws a scope such as {@code crm.objects.contacts.write}. */
    public synchronized void withdrawScope(String scope) {
        missingScopes.add(scope);
    }

    /** Makes a property mandatory for new records. Versions before 2026-09 do not enforce it. */
    public synchronized void require(String type, String property) {
        table(type).required.add(property);
    }

    /**
     * Sets the receiver of webhooks.
     *
     * @param url the address of the receiver; the signature covers it
     * @param secret the client secret of the app, used for signing
     */
    public synchronized void webhooks(String url, Secret secret) {
        HubSpotHooks events = new HubSpotHooks(clock, url, secret);
        hooks = Optional.of(events);
        tables.forEach((type, table) -> table.events = (what, id) -> events.happened(type, what, id));
    }

    /** Returns the webhooks to deliver now. In any order, some of them twice, and some only at the next call. */
    public synchronized List<WebhookRequest> deliver(Random random) {
        return hooks.map(events -> events.deliver(random)).orElse(List.of());
    }

    /** Creates a record as a user; returns its id. */
    public synchronized String create(String type, Map<String, String> properties) {
        return table(type).create(properties).id;
    }

    /** Changes a record as a user; an empty text clears. */
    public synchronized void edit(String type, String id, Map<String, String> changes) {
        HubSpotTable table = table(type);
        table.update(table.live(id).orElseThrow(() -> new IllegalArgumentException("no " + type + " " + id)), changes);
    }

    /** Changes all records of a type at once, as a bulk job does. */
    public synchronized void touchAll(String type) {
        table(type).all().forEach(item -> item.touch(clock.instant()));
    }

    /** Archives a record as a user. */
    public synchronized void archive(String type, String id) {
        table(type).live(id).ifPresent(table(type)::archive);
    }

    /** Restores an archived record as a user. */
    public synchronized void restore(String type, String id) {
        table(type).item(id).ifPresent(item -> {
            item.archived = null;
            item.touch(clock.instant());
        });
    }

    /** Merges one record into another as a user. */
    public synchronized void merge(String type, String survivor, String loser) {
        table(type).merge(survivor, loser);
        hooks.ifPresent(events -> events.merged(type, survivor, loser));
    }

    /** Associates a contact with a company as a user. */
    public synchronized void associate(String contact, String company) {
        links.associate(contact, company, clock.instant());
    }

    /** Makes a company the primary one of a contact, as a user. */
    public synchronized void associatePrimary(String contact, String company) {
        links.associatePrimary(contact, company, clock.instant());
    }

    /** Returns a contact's companies, the primary one first. */
    public synchronized List<String> companiesOf(String contact) {
        return links.of(contact);
    }

    /** Returns the properties of a record. Empty when it is archived, merged or unknown. */
    public synchronized Optional<Map<String, String>> properties(String type, String id) {
        return table(type).item(id).filter(item -> !item.isArchived()).map(item -> Map.copyOf(item.properties));
    }

    /** Returns the ids of records that are not archived. */
    public synchronized List<String> ids(String type) {
        return table(type).all().stream()
                .filter(item -> !item.isArchived())
                .map(item -> item.id)
                .toList();
    }

    /** Creates a custom property as a user. */
    public synchronized void addProperty(String type, String name) {
        table(type).custom.put(name, false);
    }

    /** Reports whether a custom property exists. */
    public synchronized boolean hasProperty(String type, String name) {
        return table(type).custom.containsKey(name);
    }

    private HubSpotTable table(String type) {
        HubSpotTable table = tables.get(type);
        if (table == null) {
            throw new IllegalArgumentException("a portal has contacts, companies and products, not " + type);
        }
        return table;
    }

    /** Maps an undated path to the first dated version. HubSpot's own client libraries still use undated paths. */
    private static SimRequest dated(SimRequest sent) {
        Matcher undated = UNDATED.matcher(sent.path());
        return undated.matches()
                ? new SimRequest(
                        sent.method(),
                        "/crm/" + undated.group(1) + "/2026-03" + undated.group(2),
                        sent.query(),
                        sent.headers(),
                        sent.body())
                : sent;
    }

    private synchronized SimResponse answer(SimRequest sent) {
        SimRequest request = dated(sent);
        Matcher token = TOKENS.matcher(request.path());
        if (token.matches()) {
            return tokens.answer(request);
        }
        if (!tokens.allows(request)) {
            return HubSpotErrors.of(
                    401, "INVALID_AUTHENTICATION", "Authentication credentials not found. This API supports OAuth 2.0");
        }
        boolean search = request.path().endsWith("/search");
        SimResponse limited = limited(search);
        SimResponse answer = limited.status() == 429 ? limited : refusing(request);
        return search ? answer : withHeaders(answer);
    }

    private SimResponse limited(boolean search) {
        if (!daily.take()) {
            return HubSpotErrors.limited("DAILY", "You have reached your daily limit.");
        }
        if (search && !searching.take()) {
            return HubSpotErrors.limited("SECONDLY", "You have reached your secondly limit.");
        }
        if (!search && !general.take()) {
            return HubSpotErrors.limited("TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit.");
        }
        return SimResponse.empty(200);
    }

    private SimResponse withHeaders(SimResponse answer) {
        if (general.limit() == Integer.MAX_VALUE) {
            return answer;
        }
        return answer.with("X-HubSpot-RateLimit-Interval-Milliseconds", "10000")
                .with("X-HubSpot-RateLimit-Max", String.valueOf(general.limit()))
                .with("X-HubSpot-RateLimit-Remaining", String.valueOf(general.left()))
                .with("X-HubSpot-RateLimit-Daily", String.valueOf(daily.limit()))
                .with("X-HubSpot-RateLimit-Daily-Remaining", String.valueOf(daily.left()));
    }

    private SimResponse refusing(SimRequest request) {
        try {
            return route(request);
        } catch (HubSpotTable.Refusal e) {
            return HubSpotErrors.of(e.status, e.category, String.valueOf(e.getMessage()));
        }
    }

    private SimResponse route(SimRequest request) {
        if (request.path().equals("/oauth/v2/private-apps/get/access-token-info")) {
            return tokenInfo(request);
        }
        Matcher object = OBJECTS.matcher(request.path());
        if (object.matches() && VERSIONS.contains(object.group(1))) {
            return object(request, object.group(1), name(object.group(2)), object.group(3));
        }
        Matcher property = PROPERTIES.matcher(request.path());
        if (property.matches()) {
            return property(request, table(name(property.group(2))), property.group(3));
        }
        Matcher link = LINKS.matcher(request.path());
        if (link.matches()) {
            return links.answer(link.group(2), link.group(3), link.group(4), request.json(), clock.instant());
        }
        if (request.path().matches("/account-info/[^/]+/details")) {
            return SimResponse.json(200, "{\"portalId\":4711,\"accountType\":\"STANDARD\",\"timeZone\":\"UTC\"}");
        }
        return HubSpotErrors.of(404, "OBJECT_NOT_FOUND", "no such endpoint");
    }

    /** Describes a fixed token. Other tokens are unknown here, as in HubSpot. */
    private SimResponse tokenInfo(SimRequest request) {
        if (!request.json().path("tokenKey").asText().equals(tokens.good())) {
            return HubSpotErrors.of(404, "OBJECT_NOT_FOUND", "no private app has this token");
        }
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("hubId", 4711)
                .put("appId", 1)
                .put("userId", 2);
        ArrayNode scopes = answer.putArray("scopes").add("oauth");
        tables.keySet().stream()
                .flatMap(type -> Stream.of(".read", ".write").map(what -> "crm.objects." + type + what))
                .filter(scope -> !missingScopes.contains(scope))
                .forEach(scopes::add);
        return SimResponse.json(200, answer);
    }

    private SimResponse object(SimRequest request, String version, String type, String rest) {
        HubSpotObjects object = objects.get(type);
        if (object == null) {
            return HubSpotErrors.of(400, "VALIDATION_ERROR", "Unable to infer object type from: " + type);
        }
        boolean reads = request.method().equals("GET") || rest.equals("search") || rest.equals("batch/read");
        String scope = "crm.objects." + type + (reads ? ".read" : ".write");
        if (missingScopes.contains(scope)) {
            return HubSpotErrors.missingScope(scope);
        }
        HubSpotTable table = table(type);
        if (version.equals("2026-09") || table.required.isEmpty()) {
            return object.answer(request, rest);
        }
        Set<String> required = Set.copyOf(table.required);
        table.required.clear();
        try {
            return object.answer(request, rest);
        } finally {
            table.required.addAll(required);
        }
    }

    private static SimResponse property(SimRequest request, HubSpotTable table, String name) {
        if (request.method().equals("POST")) {
            JsonNode json = request.json();
            if (table.custom.containsKey(json.path("name").asText())) {
                return HubSpotErrors.of(409, "CONFLICT", "A property named that already exists.");
            }
            table.custom.put(
                    json.path("name").asText(), json.path("hasUniqueValue").asBoolean());
            return SimResponse.json(201, json);
        }
        if (!name.isEmpty()) {
            return table.knows(name)
                    ? SimResponse.json(200, described(table, name))
                    : HubSpotErrors.of(404, "OBJECT_NOT_FOUND", "No property by that name exists");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("results");
        table.names().forEach(each -> results.add(described(table, each)));
        return SimResponse.json(200, answer);
    }

    private static ObjectNode described(HubSpotTable table, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("type", "string")
                .put("fieldType", "text")
                .put("hasUniqueValue", table.isUnique(name));
    }

    private static String name(String type) {
        return SINGULAR.getOrDefault(type, type);
    }

    /** Returns all visible records, by type and id. */
    public synchronized Map<String, Map<String, Map<String, String>>> everything() {
        Map<String, Map<String, Map<String, String>>> all = new LinkedHashMap<>();
        tables.forEach((type, table) -> {
            Map<String, Map<String, String>> records = new LinkedHashMap<>();
            table.all().stream()
                    .filter(item -> !item.isArchived())
                    .forEach(item -> records.put(item.id, Map.copyOf(item.properties)));
            all.put(type, records);
        });
        return all;
    }

    /** Returns the last modification time of a record. */
    public synchronized Instant modified(String type, String id) {
        return table(type).item(id).orElseThrow().modified;
    }

    @Override
    public void close() {
        server.close();
    }
}
