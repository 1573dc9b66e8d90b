package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.GraphQl;
import io.sesam.talk.http.GraphQlApi;
import io.sesam.talk.http.GraphQlDocuments;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.WriteReply;
import io.sesam.talk.http.access.AccessSettings;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client for one business in Wave's API. */
final class WaveClient {
    static final GraphQlDocuments DOCUMENTS =
            GraphQlDocuments.read(WaveClient.class.getResourceAsStream("wave.graphql"));

    private final GraphQlApi api;
    private volatile Optional<String> business;

    WaveClient(Settings settings, PluginContext context) {
        this.business = settings.find(WavePlugin.BUSINESS);
        HttpApi http = AccessSettings.api(
                        "Wave",
                        settings.get(WavePlugin.BASE_URL),
                        settings,
                        context,
                        settings.get(WavePlugin.TOKEN_URL),
                        account -> account.window(Quotas.GENERAL, settings.get(WavePlugin.PACE), Duration.ofSeconds(1)))
                .verdicts(standard -> GraphQl.refusing(GraphQl.judging(standard), "result"))
                .build();
        this.api = GraphQlApi.of(http, DOCUMENTS);
    }

    HttpApi api() {
        return api.api();
    }

    /** Returns the configured or the only business. */
    String business() {
        return business.orElseGet(() -> {
            JsonNode all = api.read("Businesses", JsonValues.object()).path("businesses");
            List<String> found = GraphQl.nodes(all).stream()
                    .filter(node -> !node.path("isArchived").asBoolean())
                    .map(node ->
                            node.path("id").asText() + " (" + node.path("name").asText() + ")")
                    .toList();
            if (found.size() != 1) {
                throw refused(
                        found.isEmpty()
                                ? "Wave returned no business: the token's owner has none with a paid plan, which API"
                                        + " access requires"
                                : "Wave returned " + found.size() + " businesses; set businessId to one of: " + found);
            }
            String only = found.get(0).split(" ", 2)[0];
            business = Optional.of(only);
            return only;
        });
    }

    private static TalkException refused(String reason) {
        return new TalkException(ErrorCode.ACCESS_REFUSED, reason);
    }

    /** Queries the business. Refuses a business that Wave does not return. */
    JsonNode ask(String document, ObjectNode variables) {
        JsonNode found = api.read(document, inBusiness(variables)).path("business");
        if (found.isMissingNode()) {
            throw new TalkException(ErrorCode.UNREADABLE, "Wave's response lacks the business that was asked for");
        }
        if (!found.isObject()) {
            throw refused("Wave does not return the business: its paid plan has ended, the token has no access to"
                    + " it, or businessId is wrong");
        }
        return found;
    }

    /** Returns the API by the names of its documents, for its schema. */
    GraphQlApi documents() {
        return api;
    }

    /** Fetches records by ids. Missing nodes for those that do not exist. */
    Map<String, JsonNode> byId(WaveType type, Collection<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : api.byId(type.kind() + "ById", inBusiness(JsonValues.object()), ids, "business");
    }

    private ObjectNode inBusiness(ObjectNode variables) {
        return variables.put("business", business());
    }

    /** Sends a mutation. Only a creation must not be repeated. */
    WriteReply write(String document, ObjectNode input) {
        return api.write(document, input, !document.endsWith("Create"));
    }
}
