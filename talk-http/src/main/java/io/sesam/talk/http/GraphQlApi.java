package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;

/** A GraphQL API that is asked by the names of documents. Safe for any thread. */
public final class GraphQlApi {
    private final HttpApi api;
    private final GraphQlDocuments documents;

    private GraphQlApi(HttpApi api, GraphQlDocuments documents) {
        this.api = api;
        this.documents = documents;
    }

    /** An API whose answers are judged as {@link GraphQl} says. */
    public static GraphQlApi of(HttpApi api, GraphQlDocuments documents) {
        return new GraphQlApi(api, documents);
    }

    /** The API below, which is closed by whoever made it. */
    public HttpApi api() {
        return api;
    }

    /** The data that a query answers; nothing of it may be missing. */
    public JsonNode read(String document, ObjectNode variables) {
        return GraphQl.whole(api.read(GraphQl.query(documents.get(document), variables)));
    }

    /** Records by their ids, as {@link GraphQl#byId} says; nothing is asked when there are no ids. */
    public Map<String, JsonNode> byId(String one, ObjectNode variables, Collection<String> ids, String under) {
        return ids.isEmpty() ? Map.of() : GraphQl.byId(api, documents, one, variables, ids, under);
    }

    /**
     * What a mutation of the variable {@code input} answers.
     *
     * @param mayRepeat whether asking twice is asking once
     */
    public WriteReply write(String document, ObjectNode input, boolean mayRepeat) {
        ObjectNode variables = JsonValues.object();
        variables.set("input", input);
        ApiCall call = GraphQl.mutation(documents.get(document), variables);
        return api.write(mayRepeat ? call.idempotent() : call);
    }
}
