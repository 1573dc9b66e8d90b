package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.ReadWindow;
import io.sesam.talk.http.Verdict;
import io.sesam.talk.http.Verdicts;
import io.sesam.talk.http.WriteReply;
import io.sesam.talk.http.access.AccessSettings;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A client for one dated version of HubSpot's API. */
final class HubSpotClient {
    /** The maximum number of records in one call. */
    static final int BATCH = 100;

    private static final String SEARCH = "search";
    private static final String RESULTS = "results";
    private static final String MOVING = "status 477: the account is being moved to another data centre";
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Map<String, Duration> WAIT_BY_POLICY =
            Map.of("SECONDLY", Duration.ofSeconds(1), "TEN_SECONDLY_ROLLING", TEN_SECONDS);

    private final HttpApi api;
    private final String version;
    private final Optional<Secret> token;
    private final Map<String, Boolean> keepsTalkId = new ConcurrentHashMap<>();

    HubSpotClient(Settings settings, PluginContext context) {
        this.version = settings.get(HubSpotPlugin.API_VERSION);
        this.token = settings.find(AccessSettings.ACCESS_TOKEN);
        this.api = AccessSettings.api(
                        "HubSpot",
                        settings.get(HubSpotPlugin.BASE_URL),
                        settings,
                        context,
                        "/oauth/" + version + "/token",
                        HubSpotClient::quotas)
                .verdicts(HubSpotClient::judging)
                .build();
    }

    private static Quotas quotas(Quotas account) {
        return account.window(
                        Quotas.GENERAL, 100, TEN_SECONDS, "X-HubSpot-RateLimit-Remaining", "X-HubSpot-RateLimit-Max")
                .window(SEARCH, 5, Duration.ofSeconds(1));
    }

    HttpApi api() {
        return api;
    }

    private static Verdicts judging(Verdicts verdicts) {
        return verdicts.status(
                        423, response -> new Verdict.Again(Duration.ofSeconds(2), true, Verdicts.saying(response)))
                .status(477, response -> new Verdict.Again(Duration.ofHours(1), true, MOVING))
                .status(530, response -> stop("status 530: the token has the wrong format; copy it from HubSpot again"))
                .status(403, HubSpotClient::forbidden)
                .status(429, HubSpotClient::limited);
    }

    private static Verdict stop(String reason) {
        return new Verdict.Stop(ErrorCode.ACCESS_REFUSED, reason);
    }

    private static Verdict forbidden(ApiResponse response) {
        String scopes = JsonValues.items(response.json().path("errors"))
                .flatMap(error -> JsonValues.items(error.path("context").path("requiredGranularScopes")))
                .map(JsonNode::asText)
                .distinct()
                .collect(Collectors.joining(", "));
        return stop(
                scopes.isEmpty()
                        ? Verdicts.saying(response)
                        : "the token lacks the scope " + scopes + "; add the scope to the private app in HubSpot");
    }

    private static Verdict limited(ApiResponse response) {
        String policy = JsonValues.text(response.json(), "policyName").orElse("");
        return policy.equals("DAILY")
                ? new Verdict.Stop(
                        ErrorCode.QUOTA_EXHAUSTED,
                        "the calls of this day are used up; the count starts again at midnight in the account's"
                                + " time zone")
                : new Verdict.Limited(WAIT_BY_POLICY.getOrDefault(policy, TEN_SECONDS), Verdicts.saying(response));
    }

    private String path(String kind, HubSpotType type, String rest) {
        return "/crm/" + kind + "/" + version + "/" + type.object() + rest;
    }

    private JsonNode reading(String path, ObjectNode query, String quota) {
        return api.read(ApiCall.post(path)
                        .json(query)
                        .reading()
                        .expectingList(RESULTS)
                        .quota(quota))
                .json();
    }

    JsonNode list(HubSpotType type, boolean archived, String after, int limit) {
        ApiCall call = ApiCall.get(path("objects", type, ""))
                .expectingList(RESULTS)
                .query("limit", String.valueOf(limit))
                .query("archived", String.valueOf(archived))
                .query("properties", String.join(",", type.names()));
        return api.read(after.isEmpty() ? call : call.query("after", after)).json();
    }

    private static ObjectNode query(HubSpotType type) {
        ObjectNode query = JsonValues.object();
        type.names().forEach(query.withArray("properties")::add);
        return query;
    }

    JsonNode search(HubSpotType type, ReadWindow window, int limit) {
        ObjectNode query = query(type).put("limit", limit);
        query.withArray("sorts").addObject().put("propertyName", "hs_object_id").put("direction", "ASCENDING");
        ArrayNode filters = query.withArray("filterGroups").addObject().withArray("filters");
        filter(filters, type.modified(), "GTE", String.valueOf(window.from().toEpochMilli()));
        filter(filters, type.modified(), "LT", String.valueOf(window.until().toEpochMilli()));
        if (!window.afterId().isEmpty()) {
            filter(filters, "hs_object_id", "GT", window.afterId());
        }
        return reading(path("objects", type, "/search"), query, SEARCH);
    }

    private static void filter(ArrayNode filters, String property, String operator, String value) {
        filters.addObject()
                .put("propertyName", property)
                .put("operator", operator)
                .put("value", value);
    }

    /** Reads up to 100 records by id or unique property. Records that do not exist are left out. */
    JsonNode read(HubSpotType type, Collection<String> ids, String idProperty) {
        ObjectNode query = query(type);
        ids.forEach(id -> query.withArray("inputs").addObject().put("id", id));
        return reading(
                path("objects", type, "/batch/read"),
                idProperty.isEmpty() ? query : query.put("idProperty", idProperty),
                Quotas.GENERAL);
    }

    WriteReply batch(HubSpotType type, String what, ArrayNode inputs) {
        ApiCall call = batch(path("objects", type, "/batch/" + what), inputs);
        return api.write(what.equals("create") ? call : call.idempotent());
    }

    WriteReply associate(String what, ArrayNode inputs) {
        return api.write(batch("/crm/associations/" + version + "/contacts/companies/batch/" + what, inputs)
                .idempotent());
    }

    private static ApiCall batch(String path, ArrayNode inputs) {
        ObjectNode body = JsonValues.object();
        body.set("inputs", inputs);
        return ApiCall.post(path).json(body);
    }

    /**
     * Returns the scopes of a fixed token. Empty where HubSpot does not tell them, as for OAuth and service keys. The token
     * is sent in the body, to the address that gets it as a header with every call.
     */
    Optional<Set<String>> scopes() {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        ApiCall call = ApiCall.post("/oauth/v2/private-apps/get/access-token-info")
                .json(JsonValues.object().put("tokenKey", token.get().reveal()))
                .reading();
        try {
            JsonNode scopes = api.read(call).json().path("scopes");
            return Optional.of(scopes)
                    .filter(JsonNode::isArray)
                    .map(granted ->
                            JsonValues.items(granted).map(JsonNode::asText).collect(Collectors.toSet()));
        } catch (TalkException e) {
            return Optional.empty();
        }
    }

    /** Reports whether the portal stores operation ids. Asked once per connection. */
    boolean keepsTalkId(HubSpotType type) {
        return keepsTalkId.computeIfAbsent(type.object(), object -> hasTalkId(type));
    }

    boolean hasTalkId(HubSpotType type) {
        ApiCall call = ApiCall.get(path("properties", type, "/" + HubSpotType.TALK_ID));
        return api.read(call.accepting(404)).status() == 200;
    }

    /** Returns the names of all properties of a type. */
    Set<String> properties(HubSpotType type) {
        ApiCall call = ApiCall.get(path("properties", type, "")).expectingList(RESULTS);
        return JsonValues.items(api.read(call).json().path(RESULTS))
                .flatMap(property -> JsonValues.text(property, "name").stream())
                .collect(Collectors.toSet());
    }

    void makeTalkId(HubSpotType type) {
        ObjectNode property = JsonValues.object()
                .put("name", HubSpotType.TALK_ID)
                .put("label", "Talk id")
                .put("description", "The Talk operation that created this record. Please do not change it.")
                .put("groupName", type.group())
                .put("type", "string")
                .put("fieldType", "text")
                .put("hasUniqueValue", true);
        api.read(ApiCall.post(path("properties", type, "")).json(property).accepting(409));
        keepsTalkId.clear();
    }
}
