package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorException;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Wave account on loopback HTTP. Businesses with customers and products in the form of its GraphQL API.
 *
 * <p>The status is always 200, as in the real API. Users edit it by {@link #create}, {@link #edit} and {@link #delete};
 * fields have the names of the API, also those of an address. Time is that of the given clock.
 */
public final class SimWave implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/graphql/public";

    private final Clock clock;
    private final SimPaging paging = new SimPaging();
    private final SimServer server;
    private final SimTokens tokens;
    private final GraphQL graphql;
    private final Map<String, WaveBusiness> businesses = new LinkedHashMap<>();
    private final SimQuota quota;
    private boolean hasNullNodes;
    private @Nullable String lacking;
    private long lastId = 100;

    private SimWave(Clock clock) {
        this.clock = clock;
        this.tokens = new SimTokens("wave-", clock);
        this.quota = new SimQuota(Integer.MAX_VALUE, Duration.ofSeconds(1), clock);
        this.graphql =
                WaveSchema.carriedOutBy(Map.of("Query", queries(), "Business", lists(), "Mutation", mutations()));
        this.server = SimServer.start(this::answer);
    }

    /** Starts an account without businesses. */
    public static SimWave start(Clock clock) {
        return new SimWave(clock);
    }

    /** Returns the whole address of its API. */
    public URI uri() {
        return URI.create(server.uri() + PATH);
    }

    /** Returns the OAuth token endpoint. */
    public URI tokenUri() {
        return URI.create(server.uri() + "/oauth2/token/");
    }

    /** Returns the paging of lists, for deviations. */
    public SimPaging paging() {
        return paging;
    }

    /** Returns the server, for faults and the request log. */
    public SimServer server() {
        return server;
    }

    /** Returns the tokens of the account. */
    public SimTokens tokens() {
        return tokens;
    }

    /** Sets the limit of calls per second. */
    public synchronized void limit(int inASecond) {
        quota.limit(inASecond);
    }

    /** Sets whether lists end with an edge without a node. For lists of customers and businesses. */
    public synchronized void nullNodes(boolean some) {
        hasNullNodes = some;
    }

    /** Adds a business as a user; returns its id. */
    public synchronized String addBusiness(String name) {
        WaveBusiness business = new WaveBusiness(name, clock, () -> ++lastId);
        businesses.put(business.id, business);
        return business.id;
    }

    /** Sets whether a business has a paid plan. Access requires one. */
    public synchronized void pro(String business, boolean paid) {
        business(business).pro = paid;
    }

    /** Archives a business as a user. */
    public synchronized void archiveBusiness(String business) {
        business(business).archived = true;
    }

    /** Adds a customer or product as a user; returns its id. */
    public synchronized String create(String business, String table, Map<String, String> fields) {
        WaveBusiness of = business(business);
        return of.add(table(of, table), fields).id;
    }

    /** Changes a customer or product; an empty text clears. */
    public synchronized void edit(String business, String table, String id, Map<String, String> changes) {
        item(business, table, id)
                .orElseThrow(() -> new IllegalArgumentException("no " + table + " " + id))
                .set(changes, clock.instant());
    }

    /** Deletes a customer, or archives a product. */
    public synchronized void delete(String business, String table, String id) {
        if (table.equals("products")) {
            item(business, table, id).ifPresent(item -> item.archived = clock.instant());
        } else {
            business(business).customers.remove(id);
        }
    }

    /** Returns the fields of a record; empty if deleted. */
    public synchronized Optional<Map<String, String>> fields(String business, String table, String id) {
        return item(business, table, id).filter(item -> !item.isArchived()).map(item -> Map.copyOf(item.properties));
    }

    /** Returns the ids of existing records. */
    public synchronized List<String> ids(String business, String table) {
        return table(business(business), table).values().stream()
                .filter(item -> !item.isArchived())
                .map(item -> item.id)
                .toList();
    }

    private Optional<SimItem> item(String business, String table, String id) {
        return Optional.ofNullable(table(business(business), table).get(id));
    }

    private static Map<String, SimItem> table(WaveBusiness business, String table) {
        return switch (table) {
            case "customers" -> business.customers;
            case "products" -> business.products;
            default -> throw new IllegalArgumentException("a business has customers and products, not " + table);
        };
    }

    private WaveBusiness business(String id) {
        WaveBusiness business = businesses.get(id);
        if (business == null) {
            throw new IllegalArgumentException("no business " + id);
        }
        return business;
    }

    private synchronized SimResponse answer(SimRequest request) {
        if (request.path().equals("/oauth2/token/")) {
            return tokens.answer(request);
        }
        if (!tokens.allows(request)) {
            return error("UNAUTHENTICATED", "Authentication failed");
        }
        if (!quota.take()) {
            return SimResponse.json(429, "{\"message\":\"too many requests\"}").with("Retry-After", "1");
        }
        boolean isSchema = request.body().contains("__schema");
        String absent = lacking;
        if (absent != null && !isSchema && request.body().matches("(?s).*\\b" + absent + "\\b.*")) {
            return error("GRAPHQL_VALIDATION_FAILED", "Cannot query field \"" + absent + "\"");
        }
        Map<?, ?> variables = JSON.convertValue(request.json().path("variables"), Map.class);
        ExecutionInput.Builder input =
                ExecutionInput.newExecutionInput(request.json().path("query").asText());
        Map<String, Object> named = new LinkedHashMap<>();
        if (variables != null) {
            variables.forEach((name, value) -> named.put(String.valueOf(name), value));
        }
        SimResponse response = answer(graphql.execute(input.variables(named).build()));
        return absent == null || !isSchema ? response : without(absent, response);
    }

    private static SimResponse without(String field, SimResponse schema) {
        return SimResponse.json(
                schema.status(),
                schema.body().replaceAll("\\{\"name\":\"" + field + "\"},|,\\{\"name\":\"" + field + "\"}", ""));
    }

    /** Makes the schema lack a field: a call that names it is refused. */
    public synchronized void lacks(String field) {
        lacking = field;
    }

    private static SimResponse answer(ExecutionResult result) {
        for (GraphQLError error : result.getErrors()) {
            if (error.getErrorType() == ErrorType.ValidationError || error.getErrorType() == ErrorType.InvalidSyntax) {
                return error("GRAPHQL_VALIDATION_FAILED", error.getMessage());
            }
        }
        boolean coercion = !result.getErrors().isEmpty() && !result.isDataPresent();
        return coercion
                ? error("GRAPHQL_VALIDATION_FAILED", result.getErrors().get(0).getMessage())
                : SimResponse.json(200, JSON.valueToTree(result.toSpecification()));
    }

    private static SimResponse error(String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putArray("errors").addObject().put("message", message);
        error.putObject("extensions").put("id", "7f0c").put("code", code);
        body.putNull("data");
        return SimResponse.json(200, body);
    }

    private Map<String, DataFetcher<?>> queries() {
        return Map.of(
                "businesses",
                        environment -> page(
                                environment,
                                businesses.values().stream()
                                        .filter(business -> business.pro)
                                        .filter(business -> environment.getArgument("isArchived") == null
                                                || environment
                                                        .getArgument("isArchived")
                                                        .equals(business.archived))
                                        .toList(),
                                SimWave::shown),
                "business",
                        environment -> Optional.ofNullable(businesses.get(environment.<String>getArgument("id")))
                                .filter(business -> business.pro)
                                .map(SimWave::shown)
                                .orElse(null),
                "user", environment -> Map.of("id", "user-1", "defaultEmail", "owner@wave.example"));
    }

    private static Map<String, Object> shown(WaveBusiness business) {
        return Map.of("id", business.id, "name", business.name, "isArchived", business.archived);
    }

    private WaveBusiness source(DataFetchingEnvironment environment) {
        Map<?, ?> shown = environment.getSource();
        return business(String.valueOf(shown == null ? "" : shown.get("id")));
    }

    private Map<String, DataFetcher<?>> lists() {
        return Map.of(
                "customers",
                        environment -> {
                            WaveBusiness business = source(environment);
                            return page(
                                    environment,
                                    WaveBusiness.select(business.customers.values(), environment.getArguments()),
                                    business::shownCustomer);
                        },
                "products",
                        environment -> {
                            WaveBusiness business = source(environment);
                            return page(
                                    environment,
                                    WaveBusiness.select(business.products.values(), environment.getArguments()),
                                    business::shownProduct);
                        },
                "customer",
                        environment -> {
                            WaveBusiness business = source(environment);
                            return business.shownCustomer(found(business.customers, environment.getArgument("id")));
                        },
                "product",
                        environment -> {
                            WaveBusiness business = source(environment);
                            return business.shownProduct(found(business.products, environment.getArgument("id")));
                        });
    }

    private static SimItem found(Map<String, SimItem> table, @Nullable String id) {
        SimItem item = table.get(String.valueOf(id));
        if (item == null) {
            throw GraphqlErrorException.newErrorException()
                    .message("not found")
                    .extensions(Map.of("id", "404a", "code", "NOT_FOUND"))
                    .build();
        }
        return item;
    }

    private <T> Map<String, Object> page(
            DataFetchingEnvironment environment, Collection<T> all, Function<T, Map<String, Object>> shown) {
        int page = environment.getArgumentOrDefault("page", 1);
        int size = paging.size(environment.getArgumentOrDefault("pageSize", 45));
        List<Map<String, Object>> edges = new ArrayList<>();
        all.stream()
                .skip(paging.isRing() ? 0 : (page - 1L) * size)
                .limit(size)
                .forEach(item -> edges.add(Map.of("node", shown.apply(item))));
        boolean mayLackNodes = !environment.getField().getName().equals("products");
        if (hasNullNodes && mayLackNodes && !edges.isEmpty()) {
            edges.add(new LinkedHashMap<>());
        }
        int pages = paging.isRing() ? page + 1 : (all.size() + size - 1) / size;
        return Map.of(
                "edges", edges, "pageInfo", Map.of("currentPage", page, "totalPages", pages, "totalCount", all.size()));
    }

    private Map<String, DataFetcher<?>> mutations() {
        return Map.of(
                "customerCreate", environment -> create(environment, "customer"),
                "customerPatch", environment -> patch(environment, "customer"),
                "customerDelete",
                        environment -> {
                            String id = id(environment);
                            owner(id, "customer").customers.remove(id);
                            return Map.of("didSucceed", true);
                        },
                "productCreate", environment -> create(environment, "product"),
                "productPatch", environment -> patch(environment, "product"),
                "productArchive",
                        environment -> {
                            String id = id(environment);
                            WaveBusiness business = owner(id, "product");
                            SimItem item = found(business.products, id);
                            item.archived = clock.instant();
                            item.touch(clock.instant());
                            return Map.of("didSucceed", true, "product", business.shownProduct(item));
                        });
    }

    private static Map<String, Object> input(DataFetchingEnvironment environment) {
        return Objects.requireNonNull(environment.getArgument("input"), "the schema requires an input");
    }

    private static String id(DataFetchingEnvironment environment) {
        return String.valueOf(input(environment).get("id"));
    }

    private WaveBusiness owner(String id, String kind) {
        return businesses.values().stream()
                .filter(business -> business.pro && table(business, kind + "s").containsKey(id))
                .findFirst()
                .orElseThrow(() -> GraphqlErrorException.newErrorException()
                        .message("not found")
                        .extensions(Map.of("id", "404b", "code", "NOT_FOUND"))
                        .build());
    }

    private Map<String, Object> create(DataFetchingEnvironment environment, String kind) {
        Map<String, Object> input = input(environment);
        WaveBusiness business = businesses.get(String.valueOf(input.get("businessId")));
        if (business == null || !business.pro) {
            return failed(new WaveBusiness.InputError("NOT_FOUND", "No such business.", "businessId"));
        }
        Optional<WaveBusiness.InputError> wrong = WaveBusiness.wrong(input, true);
        if (wrong.isEmpty()
                && kind.equals("product")
                && !input.containsKey("incomeAccountId")
                && !input.containsKey("expenseAccountId")) {
            wrong = Optional.of(
                    new WaveBusiness.InputError("REQUIRED", "Set an income or expense account.", "incomeAccountId"));
        }
        return wrong.map(SimWave::failed)
                .orElseGet(() -> succeeded(business, kind, business.add(table(business, kind + "s"), input)));
    }

    private Map<String, Object> patch(DataFetchingEnvironment environment, String kind) {
        Map<String, Object> input = input(environment);
        WaveBusiness business = owner(id(environment), kind);
        SimItem item = found(table(business, kind + "s"), id(environment));
        return WaveBusiness.wrong(input, false).map(SimWave::failed).orElseGet(() -> {
            business.patch(item, input);
            return succeeded(business, kind, item);
        });
    }

    private static Map<String, Object> succeeded(WaveBusiness business, String kind, SimItem item) {
        return Map.of(
                "didSucceed",
                true,
                "inputErrors",
                List.of(),
                kind,
                kind.equals("customer") ? business.shownCustomer(item) : business.shownProduct(item));
    }

    private static Map<String, Object> failed(WaveBusiness.InputError error) {
        return Map.of("didSucceed", false, "inputErrors", List.of(error.shown()));
    }

    @Override
    public void close() {
        server.close();
    }
}
