package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A simulated Freshteam account on loopback HTTP. Employees, branches and roles in the form of its API.
 *
 * <p>Users edit it by {@link #hire}, {@link #edit}, {@link #terminate}, {@link #delete} and {@link #open}, without
 * validation; programs by HTTP, at {@link #uri()} with {@link #key()}. Invitations that it would mail are listed in
 * {@link #outbox()}. Time is that of the given clock.
 */
public final class SimFreshteam implements AutoCloseable {
    /** The form of the {@code Link} header. */
    public enum Links {
        /** A whole address. */
        ABSOLUTE,
        /** A path with parameters. */
        RELATIVE,
        /** No header. */
        MISSING
    }

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SimServer server;
    private final FreshteamTable employees;
    private final FreshteamTable branches;
    private final FreshteamTable roles;
    private final SimPaging paging = new SimPaging();
    private final FreshteamListing listing = new FreshteamListing(this::uri, paging);
    private final FreshteamRules rules;
    private final SimQuota quota;
    private final List<String> outbox = new ArrayList<>();
    private final Set<String> forbidden = new TreeSet<>();
    private String key = "canary-key-freshteam-0123456789abcdef";
    private int sunset;
    private boolean replaces = true;
    private long requests;

    private SimFreshteam(Clock clock) {
        employees = new FreshteamTable(clock, FreshteamShapes.EMPLOYEE, "first_name");
        branches = new FreshteamTable(clock, FreshteamShapes.BRANCH, "name");
        roles = new FreshteamTable(clock, List.of("name", "description", "default"), "name");
        quota = new SimQuota(100_000, MINUTE, clock);
        rules = new FreshteamRules(
                role -> roles.find(role.asText()).isPresent(),
                branch -> branches.find(branch.asText()).isPresent());
        addRole("Account Admin");
        addRole("Employee");
        server = SimServer.start(this::answer);
    }

    /** Starts an empty account with two roles. */
    public static SimFreshteam start(Clock clock) {
        return new SimFreshteam(clock);
    }

    /** Returns its address, up to and including {@code /api}. */
    public URI uri() {
        return server.uri().resolve("/api");
    }

    /** Returns the paging of lists, for deviations. */
    public SimPaging paging() {
        return paging;
    }

    /** Returns the key of a user with all permissions. */
    public String key() {
        return key;
    }

    /** Returns the server, for faults and the request log. */
    public SimServer server() {
        return server;
    }

    /** Adds an employee as a user; returns its id. Attributes are in read form, {@code null} for empty. */
    public synchronized long hire(Map<String, ?> attributes) {
        ObjectNode values = values(Map.of("status", "active", "draft", false, "terminated", false));
        values.putObject("address");
        values.putObject("communication_address");
        values.putObject("custom_field_values");
        values.putArray("role_ids").add(roleIds().get(1));
        return employees.add(values.setAll(values(attributes)));
    }

    /** Changes attributes of an employee as a user. In read form, {@code null} for empty. */
    public synchronized void edit(long id, Map<String, ?> attributes) {
        employees.change(id, values(attributes));
    }

    /** Terminates an employee. The employee leaves the list of active ones, and stays on record. */
    public synchronized void terminate(long id) {
        employees.change(id, values(Map.of("terminated", true, "status", "inactive")));
    }

    /** Deletes an employee as the user interface does. The record is kept with a mark, and shown only on request. */
    public synchronized void delete(long id) {
        employees.change(id, values(Map.of("deleted", true)));
    }

    /** Removes an employee without a trace. */
    public synchronized void erase(long id) {
        employees.erase(id);
    }

    /** Adds a branch as a user; returns its id. */
    public synchronized long open(Map<String, ?> attributes) {
        boolean first = branches.all().findAny().isEmpty();
        return branches.add(values(Map.of("main_office", first)).setAll(values(attributes)));
    }

    /** Changes attributes of a branch as a user. */
    public synchronized void editBranch(long id, Map<String, ?> attributes) {
        branches.change(id, values(attributes));
    }

    /** Closes a branch, which is not listed any more. */
    public synchronized void closeBranch(long id) {
        branches.change(id, values(Map.of("deleted", true)));
    }

    /** Adds a role; returns its id. */
    public synchronized long addRole(String name) {
        long id = roles.add(values(Map.of("name", name, "default", false)));
        roles.find(String.valueOf(id)).ifPresent(role -> role.remove("deleted"));
        return id;
    }

    /** Returns the ids of all roles. */
    public synchronized List<Long> roleIds() {
        return roles.all().map(role -> role.path("id").asLong()).toList();
    }

    /** Returns all employees with all attributes. Except erased ones. */
    public synchronized List<JsonNode> employees() {
        return employees.all().<JsonNode>map(ObjectNode::deepCopy).toList();
    }

    /** Returns all branches that are not closed. */
    public synchronized List<JsonNode> branches() {
        return branches.all()
                .filter(row -> !row.path("deleted").asBoolean())
                .<JsonNode>map(ObjectNode::deepCopy)
                .toList();
    }

    /** Returns the addressees of invitations. */
    public synchronized List<String> outbox() {
        return List.copyOf(outbox);
    }

    /** Sets the limit of calls per minute. */
    public synchronized void limit(int perMinute) {
        quota.limit(perMinute);
    }

    /**
     * Sets the paging headers of listings. The form of the link to the next page, and whether the number of pages is
     * given.
     */
    public synchronized void links(Links style, boolean totals) {
        listing.style(style, totals);
    }

    /** Sets the time zone of {@code updated_since} days. UTC at first. */
    public synchronized void zone(ZoneId zone) {
        listing.zone(zone);
    }

    /**
     * Sets whether an update clears attributes it does not contain. True at first, because the vendor does not document
     * it.
     */
    public synchronized void replacing(boolean emptiesTheRest) {
        replaces = emptiesTheRest;
    }

    /** Revokes the key. */
    public synchronized void revokeKey() {
        key = "a new key that nobody was told";
    }

    /** Closes the account with a response status. 401, 403 or 404 for all calls; 0 opens it again. */
    public synchronized void sunset(int status) {
        sunset = status;
    }

    /**
     * Denies the key's user a resource or an attribute. A resource such as {@code branches}, or writing an attribute
     * such as {@code gender}.
     */
    public synchronized void forbid(String resourceOrAttribute) {
        forbidden.add(resourceOrAttribute);
    }

    private synchronized SimResponse answer(SimRequest request) {
        boolean allowed = quota.take();
        SimResponse response = allowed ? judged(request) : problem(429, "too_many_requests", "Rate limit exceeded");
        return response.with("X-RateLimit-Total", String.valueOf(quota.limit()))
                .with("X-RateLimit-Remaining", String.valueOf(quota.left()))
                .with("X-RateLimit-Used-CurrentRequest", "1")
                .with("X-Request-Id", "00000000-0000-4000-8000-%012d".formatted(++requests))
                .with("X-Freshteam-Api-Version", "latest=v1; requested=v1");
    }

    private SimResponse judged(SimRequest request) {
        if (sunset != 0) {
            return refused(sunset);
        }
        if (!request.header("Authorization").equals(Optional.of("Bearer " + key))) {
            return refused(401);
        }
        String[] path = request.path().split("/", -1);
        if (path.length < 3 || !path[1].equals("api")) {
            return refused(404);
        }
        if (forbidden.contains(path[2])) {
            return refused(403);
        }
        return switch (path[2]) {
            case "employees" -> employee(request, path);
            case "branches" ->
                readOnly(request, path, branches, row -> !row.path("deleted").asBoolean());
            case "roles" -> readOnly(request, path, roles, row -> true);
            default -> refused(404);
        };
    }

    private SimResponse readOnly(SimRequest request, String[] path, FreshteamTable table, Predicate<JsonNode> shown) {
        if (!request.method().equals("GET")) {
            return problem(405, "method_not_allowed", "Method not allowed");
        }
        return path.length == 3
                ? listing.page(request, table.list(shown, Optional.empty(), false), Function.identity())
                : table.find(path[3]).map(row -> SimResponse.json(200, row)).orElseGet(() -> refused(404));
    }

    private SimResponse employee(SimRequest request, String[] path) {
        String method = request.method();
        if (path.length == 3) {
            return switch (method) {
                case "GET" -> listing.employees(request, employees);
                case "POST" -> create(request.json());
                default -> problem(405, "method_not_allowed", "Method not allowed");
            };
        }
        Optional<ObjectNode> row = employees.find(path[3]);
        if (row.isEmpty()) {
            return refused(404);
        }
        if (method.equals("PUT") && path.length == 5 && path[4].equals("send_invite")) {
            outbox.add(row.get().path("official_email").asText());
            return SimResponse.json(200, FreshteamShapes.item(row.get()));
        }
        return switch (method) {
            case "GET" -> SimResponse.json(200, FreshteamShapes.detail(row.get(), request, id -> roles.find(id)));
            case "PUT" -> update(row.get(), request.json());
            default -> problem(405, "method_not_allowed", "Method not allowed");
        };
    }

    private SimResponse create(JsonNode sent) {
        Optional<SimResponse> refusal = refusal(sent, JsonNodeFactory.instance.objectNode());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        ObjectNode kept = FreshteamRules.kept(sent, false);
        if (FreshteamRules.isEmpty(kept.path("branch_id"))) {
            branches.all()
                    .filter(branch -> branch.path("main_office").asBoolean())
                    .findFirst()
                    .ifPresent(branch -> kept.set("branch_id", branch.get("id")));
        }
        ObjectNode row = employees.find(String.valueOf(hire(Map.of()))).orElseThrow();
        row.setAll(kept);
        if (sent.path("send_invite_email").asBoolean(true)
                && !sent.path("draft").asBoolean(false)) {
            outbox.add(sent.path("official_email").asText());
        }
        return SimResponse.json(201, FreshteamShapes.item(row));
    }

    private SimResponse update(ObjectNode row, JsonNode sent) {
        if (row.path("deleted").asBoolean()) {
            return refused(404);
        }
        Optional<SimResponse> refusal = refusal(sent, row);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        employees.change(row.path("id").asLong(), FreshteamRules.kept(sent, replaces));
        if (sent.path("send_invite_email").asBoolean(false)) {
            outbox.add(sent.path("official_email").asText());
        }
        return SimResponse.json(200, FreshteamShapes.item(row));
    }

    @SuppressWarnings("ReferenceEquality") // a different employee
    private Optional<SimResponse> refusal(JsonNode sent, ObjectNode before) {
        boolean mayNot = forbidden.stream()
                .anyMatch(name -> sent.has(name) && !sent.path(name).equals(before.path(name)));
        if (mayNot) {
            return Optional.of(refused(403));
        }
        ArrayNode problems = rules.problems(sent);
        boolean taken = employees
                .all()
                .filter(other -> !other.path("id").equals(before.path("id"))
                        && !other.path("deleted").asBoolean())
                .anyMatch(other -> FreshteamListing.isSame(
                        other, "official_email", sent.path("official_email").asText()));
        if (taken) {
            problems.add(FreshteamRules.error("duplicate_value", "It should be a unique value", "official_email"));
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(FreshteamListing.problems(400, problems));
    }

    private static SimResponse refused(int status) {
        return switch (status) {
            case 401 -> problem(401, "invalid_credentials", "The email id or password you entered is incorrect");
            case 403 -> problem(403, "forbidden", "Access Denied");
            default -> problem(status, "not_found", "Requested Resource not found");
        };
    }

    private static SimResponse problem(int status, String code, String message) {
        ArrayNode problems = JsonNodeFactory.instance.arrayNode();
        return FreshteamListing.problems(status, problems.add(FreshteamRules.error(code, message, "")));
    }

    private static ObjectNode values(Map<String, ?> attributes) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        attributes.forEach(values::putPOJO);
        return (ObjectNode) new SimRequest("", "", Map.of(), Map.of(), values.toString()).json();
    }

    /** Stops it at once. */
    @Override
    public void close() {
        server.close();
    }
}
