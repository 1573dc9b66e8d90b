package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One filter of a search in a simulated HubSpot portal. */
final class SearchFilter {
    private final String property;
    private final String operator;
    private final String value;
    private final boolean isNumber;
    private final long number;
    private final List<String> values = new ArrayList<>();

    SearchFilter(JsonNode filter) {
        property = filter.path("propertyName").asText();
        operator = filter.path("operator").asText();
        value = filter.path("value").asText();
        isNumber = isNumber(value);
        number = isNumber ? Long.parseLong(value) : 0;
        filter.path("values").forEach(one -> values.add(one.asText()));
    }

    String property() {
        return property;
    }

    /** Whether it compares numbers in their order, so that a number needs no text. */
    boolean comparesNumbers() {
        return isNumber && (operator.startsWith("G") || operator.startsWith("L"));
    }

    /** Whether a number passes a filter that compares numbers. */
    boolean matches(long known) {
        return passes(Long.compare(known, number));
    }

    boolean matches(String known) {
        return switch (operator) {
            case "EQ" -> known.equalsIgnoreCase(value);
            case "NEQ" -> !known.equalsIgnoreCase(value);
            case "GT", "GTE", "LT", "LTE" -> !known.isEmpty() && passes(compare(known, value));
            case "HAS_PROPERTY" -> !known.isEmpty();
            case "IN" -> values.stream().anyMatch(one -> one.equalsIgnoreCase(known));
            default -> throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "operator " + operator + " is invalid");
        };
    }

    private boolean passes(int order) {
        return switch (operator) {
            case "GT" -> order > 0;
            case "GTE" -> order >= 0;
            case "LT" -> order < 0;
            default -> order <= 0;
        };
    }

    /** The order of two values: of numbers as numbers, else as texts whatever their case. */
    static int compare(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? Long.compare(Long.parseLong(one), Long.parseLong(other))
                : one.compareToIgnoreCase(other);
    }

    static boolean isNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > start;
    }
}
