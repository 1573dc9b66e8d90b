package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.http.Access;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.Call;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.Reply;
import io.sesam.talk.http.Verdict;
import io.sesam.talk.http.Verdicts;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The calls of HubSpot's API that Talk makes, in one dated version of it. */
final class HubSpotClient implements AutoCloseable {
    private static final String SEARCH = "search";
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Map<String, Duration> WAIT_BY_POLICY =
            Map.of("SECONDLY", Duration.ofSeconds(1), "TEN_SECONDLY_ROLLING", TEN_SECONDS);

    private final HttpApi api;
    private final String version;

    HubSpotClient(Settings settings, Lent lent) {
        this.version = settings.get(HubSpotPlugin.API_VERSION);
        Access access = Access.of(settings, lent, "/oauth/" + version + "/token");
        this.api = HttpApi.to("HubSpot", URI.create(settings.get(HubSpotPlugin.BASE_URL)), lent)
                .authenticate(access.authentication())
                .quotas(Quotas.of("hubspot " + settings.get(HubSpotPlugin.BASE_URL) + access.account())
                        .window(
                                Quotas.GENERAL,
                                100,
                                TEN_SECONDS,
                                "X-HubSpot-RateLimit-Remaining",
                                "X-HubSpot-RateLimit-Max")
                        .window(SEARCH, 5, Duration.ofSeconds(1)))
                .verdicts(HubSpotClient::judging)
                .build();
    }

    private static Verdicts judging(Verdicts verdicts) {
        return verdicts.status(423, answer -> new Verdict.Again(Duration.ofSeconds(2), true, Verdicts.saying(answer)))
                .status(
                        477,
                        answer -> new Verdict.Again(
                                Duration.ofHours(1),
                                true,
                                "status 477: the account is being moved to another data centre"))
                .status(
                        530,
                        answer -> new Verdict.Stop(
                                ErrorCode.ACCESS_REFUSED, "status 530: the token has the wrong form; copy it anew"))
                .status(403, HubSpotClient::forbidden)
                .status(429, HubSpotClient::limited);
    }

    private static Verdict forbidden(Answer answer) {
        String scopes = Json.items(answer.json().path("errors"))
                .flatMap(error -> Json.items(error.path("context").path("requiredGranularScopes")))
                .map(JsonNode::asText)
                .distinct()
                .collect(Collectors.joining(", "));
        return new Verdict.Stop(
                ErrorCode.ACCESS_REFUSED,
                scopes.isEmpty()
                        ? Verdicts.saying(answer)
                        : "the token lacks the scope " + scopes + "; add it over there");
    }

    private static Verdict limited(Answer answer) {
        String policy = Json.text(answer.json(), "policyName").orElse("");
        return policy.equals("DAILY")
                ? new Verdict.Stop(
                        ErrorCode.QUOTA_EXHAUSTED,
                        "the calls of today are used up; they are counted anew from midnight in the account's time zone")
                : new Verdict.Limited(WAIT_BY_POLICY.getOrDefault(policy, TEN_SECONDS), Verdicts.saying(answer));
    }

    private String objects(HubSpotType type, String rest) {
        return "/crm/objects/" + version + "/" + type.object() + rest;
    }

    JsonNode list(HubSpotType type, boolean archived, String after, int limit) {
        Call call = Call.get(objects(type, ""))
                .query("limit", String.valueOf(limit))
                .query("archived", String.valueOf(archived))
                .query("properties", String.join(",", type.names()));
        return api.read(after.isEmpty() ? call : call.query("after", after)).json();
    }

    JsonNode search(HubSpotType type, ObjectNode query) {
        return api.read(Call.post(objects(type, "/search"))
                        .json(query)
                        .reading()
                        .quota(SEARCH))
                .json();
    }

    /** Reads up to 100 records by id, or by a property whose values are unique; those that are not there are left out. */
    JsonNode read(HubSpotType type, Collection<String> ids, String idProperty) {
        if (ids.isEmpty()) {
            return Json.object();
        }
        ObjectNode query = Json.object();
        type.names().forEach(query.withArray("properties")::add);
        ids.forEach(id -> query.withArray("inputs").addObject().put("id", id));
        if (!idProperty.isEmpty()) {
            query.put("idProperty", idProperty);
        }
        return api.read(Call.post(objects(type, "/batch/read")).json(query).reading())
                .json();
    }

    Reply batch(HubSpotType type, String what, ArrayNode inputs) {
        ObjectNode body = Json.object();
        body.set("inputs", inputs);
        Call call = Call.post(objects(type, "/batch/" + what)).json(body);
        return api.write(what.equals("create") ? call : call.idempotent());
    }

    /** Says whether the token may write: a batch of nothing is refused for its emptiness, or before that for the scope. */
    void tryWriting(HubSpotType type) {
        ObjectNode nothing = Json.object();
        nothing.putArray("inputs");
        api.read(Call.post(objects(type, "/batch/update"))
                .json(nothing)
                .reading()
                .accepting(400, 207));
    }

    JsonNode associations(ArrayNode inputs) {
        ObjectNode query = Json.object();
        query.set("inputs", inputs);
        return api.read(Call.post(associationPath("read")).json(query).reading())
                .json();
    }

    Reply associate(String what, ArrayNode inputs) {
        ObjectNode body = Json.object();
        body.set("inputs", inputs);
        return api.write(Call.post(associationPath(what)).json(body).idempotent());
    }

    private String associationPath(String what) {
        return "/crm/associations/" + version + "/contacts/companies/batch/" + what;
    }

    boolean hasProperty(HubSpotType type, String name) {
        return api.read(Call.get(propertyPath(type) + "/" + name).accepting(404))
                        .status()
                == 200;
    }

    void makeUniqueProperty(HubSpotType type, String name) {
        ObjectNode property = Json.object()
                .put("name", name)
                .put("label", "Talk id")
                .put("description", "Which operation of Talk made this record. Please leave it as it is.")
                .put("groupName", type.group())
                .put("type", "string")
                .put("fieldType", "text")
                .put("hasUniqueValue", true);
        api.read(Call.post(propertyPath(type)).json(property).accepting(409));
    }

    private String propertyPath(HubSpotType type) {
        return "/crm/properties/" + version + "/" + type.object();
    }

    @Override
    public void close() {
        api.close();
    }
}
