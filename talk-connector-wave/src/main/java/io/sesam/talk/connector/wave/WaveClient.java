package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Access;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.GraphQl;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.Reply;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The calls of Wave's API that Talk makes, about one business. */
final class WaveClient implements AutoCloseable {
    private final HttpApi api;
    private volatile Optional<String> business;

    WaveClient(Settings settings, Lent lent) {
        Access access = Access.of(settings, lent, settings.get(WavePlugin.TOKEN_URL));
        this.business = settings.find(WavePlugin.BUSINESS);
        this.api = HttpApi.to("Wave", URI.create(settings.get(WavePlugin.BASE_URL)), lent)
                .authenticate(access.authentication())
                .quotas(Quotas.of("wave " + settings.get(WavePlugin.BASE_URL) + access.account())
                        .window(Quotas.GENERAL, settings.get(WavePlugin.CALLS_PER_SECOND), Duration.ofSeconds(1)))
                .verdicts(GraphQl::judging)
                .build();
    }

    /** The business that is set, or else the only one there is. */
    String business() {
        return business.orElseGet(() -> {
            String found = only(businesses());
            business = Optional.of(found);
            return found;
        });
    }

    private List<JsonNode> businesses() {
        JsonNode data = GraphQl.whole(api.read(GraphQl.query(WaveDocuments.BUSINESSES, Json.object())));
        return nodes(data.path("businesses")).stream()
                .filter(node -> !node.path("isArchived").asBoolean())
                .toList();
    }

    private static String only(List<JsonNode> businesses) {
        if (businesses.size() == 1) {
            return businesses.get(0).path("id").asText();
        }
        throw new TalkException(
                ErrorCode.ACCESS_REFUSED,
                businesses.isEmpty()
                        ? "Wave shows no business: the token's owner has none with a paid plan, which access needs"
                        : "Wave shows " + businesses.size() + " businesses; set businessId to one of: "
                                + businesses.stream()
                                        .map(node -> node.path("id").asText() + " ("
                                                + node.path("name").asText() + ")")
                                        .toList());
    }

    /** What Wave says of the business; refuses one that it does not show. */
    JsonNode details() {
        return ofBusiness(GraphQl.whole(
                api.read(GraphQl.query(WaveDocuments.BUSINESS, Json.object().put("business", business())))));
    }

    private static JsonNode ofBusiness(JsonNode data) {
        JsonNode found = data.path("business");
        if (!found.isObject()) {
            throw new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    "Wave does not show the business: it has no paid plan any more, was not granted to the token, or"
                            + " businessId is wrong");
        }
        return found;
    }

    JsonNode read(String document, ObjectNode variables) {
        return ofBusiness(GraphQl.whole(ask(document, variables)));
    }

    /** Records by their ids, in the order of the ids; missing nodes for those that are not there. */
    List<JsonNode> byId(WaveType type, List<String> ids) {
        ObjectNode variables = Json.object();
        ids.forEach(id -> variables.put("i" + variables.size(), id));
        Answer answer = ask(WaveDocuments.byId(type.table(), ids.size()), variables);
        JsonNode found = ofBusiness(answer.json().path("data"));
        return IntStream.range(0, ids.size())
                .mapToObj(i -> {
                    GraphQl.errorAt(answer, "r" + i)
                            .filter(code -> !code.equals("NOT_FOUND"))
                            .ifPresent(code -> {
                                throw new TalkException(ErrorCode.UNREADABLE, "Wave does not show a record: " + code);
                            });
                    return found.path("r" + i);
                })
                .toList();
    }

    private Answer ask(String document, ObjectNode variables) {
        return api.read(GraphQl.query(document, variables.put("business", business())));
    }

    Reply write(String document, ObjectNode input, boolean mayRepeat) {
        ObjectNode variables = Json.object();
        variables.set("input", input);
        return api.write(
                mayRepeat ? GraphQl.mutation(document, variables).idempotent() : GraphQl.mutation(document, variables));
    }

    /** The nodes of a list; an edge may have none. */
    static List<JsonNode> nodes(JsonNode list) {
        return Json.items(list.path("edges"))
                .map(edge -> edge.path("node"))
                .filter(JsonNode::isObject)
                .toList();
    }

    @Override
    public void close() {
        api.close();
    }
}
