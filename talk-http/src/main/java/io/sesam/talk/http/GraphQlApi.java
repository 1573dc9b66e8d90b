package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import java.util.Collection;
import java.util.Map;

/** A GraphQL API called by document names. Safe for any thread. */
public final class GraphQlApi {
    private final HttpApi api;
    private volatile GraphQlDocuments documents;
    private volatile GraphQlSchema schema = GraphQlSchema.of(JsonValues.object());

    private GraphQlApi(HttpApi api, GraphQlDocuments documents) {
        this.api = api;
        this.documents = documents;
    }

    /** Creates an API with the rules of {@link GraphQl}. */
    public static GraphQlApi of(HttpApi api, GraphQlDocuments documents) {
        return new GraphQlApi(api, documents);
    }

    /** Returns the underlying API. Its creator closes it. */
    public HttpApi api() {
        return api;
    }

    /**
     * Returns the schema as the API shows it now; empty where it does not.
     *
     * @param document the introspection query
     */
    @Experimental
    public GraphQlSchema schema(String document) {
        try {
            schema = GraphQlSchema.of(read(document, JsonValues.object()));
            return schema;
        } catch (TalkException e) {
            return GraphQlSchema.of(JsonValues.object());
        }
    }

    /** Returns the schema as the API last showed it; asks when it did not yet. */
    @Experimental
    public GraphQlSchema knownSchema(String document) {
        return schema.isEmpty() ? schema(document) : schema;
    }

    /** Leaves fields out of a fragment in all further calls, as {@link GraphQlDocuments#without}. */
    @Experimental
    public synchronized void leaveOut(String fragment, Collection<String> fields) {
        documents = documents.without(fragment, fields);
    }

    /** Returns the complete data of a query. */
    public JsonNode read(String document, ObjectNode variables) {
        return GraphQl.whole(api.read(GraphQl.query(documents.get(document), variables)));
    }

    /** Fetches records by ids, as {@link GraphQl#byId}. Makes no call when there are no ids. */
    public Map<String, JsonNode> byId(String one, ObjectNode variables, Collection<String> ids, String under) {
        return ids.isEmpty() ? Map.of() : GraphQl.byId(api, documents, one, variables, ids, under);
    }

    /**
     * Sends a mutation with the variable {@code input}.
     *
     * @param mayRepeat whether repeating the mutation has no further effect
     */
    public WriteReply write(String document, ObjectNode input, boolean mayRepeat) {
        ObjectNode variables = JsonValues.object();
        variables.set("input", input);
        ApiCall call = GraphQl.mutation(documents.get(document), variables);
        return api.write(mayRepeat ? call.idempotent() : call);
    }
}
