package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Pages of fifty records with paging headers. */
final class FreshteamListing {
    private static final int PER_PAGE = 50;
    private static final Set<String> SORTS = Set.of("first_name", "last_name", "employee_id");
    private static final List<String> EXACT =
            List.of("first_name", "last_name", "official_email", "personal_email", "employee_id", "employee_type");

    private final Supplier<URI> base;
    private final SimPaging paging;
    private SimFreshteam.Links style = SimFreshteam.Links.ABSOLUTE;
    private boolean totals = true;
    private ZoneId zone = ZoneOffset.UTC;

    FreshteamListing(Supplier<URI> base, SimPaging paging) {
        this.base = base;
        this.paging = paging;
    }

    void style(SimFreshteam.Links how, boolean tellsTotals) {
        style = how;
        totals = tellsTotals;
    }

    void zone(ZoneId where) {
        zone = where;
    }

    SimResponse employees(SimRequest request, FreshteamTable table) {
        Optional<String> sort = request.parameter("sort");
        if (sort.isPresent() && !SORTS.contains(sort.get())) {
            return invalid("sort");
        }
        Predicate<JsonNode> wanted;
        try {
            wanted = inState(request).and(since(request)).and(exactly(request));
        } catch (DateTimeParseException e) {
            return invalid("updated_since");
        }
        boolean descending = request.parameter("sort_type").equals(Optional.of("desc"));
        return page(request, table.list(wanted, sort, descending), FreshteamShapes::item);
    }

    /** Returns the filter by state; active only by default. */
    private static Predicate<JsonNode> inState(SimRequest request) {
        boolean deleted = isAsked(request, "deleted");
        boolean terminated = isAsked(request, "terminated");
        boolean draft = isAsked(request, "draft");
        List<String> status =
                List.of(request.parameter("status").orElse("active").split(","));
        return row -> row.path("deleted").asBoolean() == deleted
                && (deleted || row.path("terminated").asBoolean() == terminated)
                && (deleted || row.path("draft").asBoolean() == draft)
                && (deleted || terminated || status.contains(row.path("status").asText()));
    }

    private Predicate<JsonNode> since(SimRequest request) {
        Optional<Instant> from = request.parameter("updated_since")
                .map(day -> LocalDate.parse(day).atStartOfDay(zone).toInstant());
        return row -> from.filter(FreshteamTable.updated(row)::isBefore).isEmpty();
    }

    private static Predicate<JsonNode> exactly(SimRequest request) {
        return row -> EXACT.stream()
                .allMatch(name -> request.parameter(name)
                        .map(text -> isSame(row, name, text))
                        .orElse(true));
    }

    static boolean isSame(JsonNode row, String name, String text) {
        return row.path(name).asText("").equalsIgnoreCase(text);
    }

    private static boolean isAsked(SimRequest request, String name) {
        return request.parameter(name).equals(Optional.of("true"));
    }

    SimResponse page(SimRequest request, List<ObjectNode> all, Function<ObjectNode, ObjectNode> shape) {
        String number = request.parameter("page").orElse("1");
        if (!number.matches("[1-9]\\d{0,6}")) {
            return invalid("page");
        }
        int page = Integer.parseInt(number);
        int size = paging.size(PER_PAGE);
        int pages = paging.isRing() ? page + 1 : Math.max(1, (all.size() + size - 1) / size);
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        all.stream()
                .skip(paging.isRing() ? 0 : (page - 1L) * size)
                .limit(size)
                .map(shape)
                .forEach(items::add);
        SimResponse response = SimResponse.json(200, items);
        if (totals) {
            response = response.with("Total-Objects", String.valueOf(all.size()))
                    .with("Total-Pages", String.valueOf(pages))
                    .with("Per-Page", String.valueOf(PER_PAGE));
        }
        return page >= pages || style == SimFreshteam.Links.MISSING
                ? response
                : response.with("Link", "<" + address(request, page + 1) + ">; rel=\"next\"");
    }

    private String address(SimRequest request, int page) {
        StringBuilder address =
                new StringBuilder(request.path()).append("?page=").append(page);
        request.query().forEach((name, values) -> {
            if (!name.equals("page")) {
                address.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(values.get(0), StandardCharsets.UTF_8));
            }
        });
        return style == SimFreshteam.Links.RELATIVE
                ? address.toString()
                : base.get().resolve(address.toString()).toString();
    }

    private static SimResponse invalid(String field) {
        ArrayNode problems = JsonNodeFactory.instance.arrayNode();
        return problems(400, problems.add(FreshteamRules.error("invalid_value", "Value not present in system", field)));
    }

    static SimResponse problems(int status, ArrayNode errors) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("errors", errors);
        return SimResponse.json(status, body);
    }
}
