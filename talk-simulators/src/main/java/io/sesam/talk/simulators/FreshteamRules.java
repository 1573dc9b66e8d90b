package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.model.Country;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The validation and conversion of written employees. */
final class FreshteamRules {
    /** The writable attributes stored under the same name. */
    static final List<String> PLAIN = List.of(
            "first_name",
            "middle_name",
            "last_name",
            "official_email",
            "role_ids",
            "employee_id",
            "employee_type",
            "personal_email",
            "work_numbers",
            "phone_numbers",
            "date_of_birth",
            "designation",
            "joining_date",
            "branch_id",
            "hr_incharge_id",
            "reporting_to_id",
            "department_id",
            "sub_department_id",
            "shift_id",
            "job_role_id",
            "team_id",
            "level_id",
            "blood_group",
            "gender",
            "draft");

    private static final List<String> REQUIRED = List.of("first_name", "last_name", "official_email", "role_ids");
    private static final Set<String> ADDRESSES = Set.of("address", "communication_address");
    private static final Set<String> OTHERS = Set.of("custom_fields", "send_invite_email");
    private static final Map<String, Integer> LEAST = Map.of("first_name", 2, "last_name", 1);

    private final Predicate<JsonNode> isRole;
    private final Predicate<JsonNode> isBranch;

    FreshteamRules(Predicate<JsonNode> isRole, Predicate<JsonNode> isBranch) {
        this.isRole = isRole;
        this.isBranch = isBranch;
    }

    /** Returns the problems of a request body. */
    ArrayNode problems(JsonNode sent) {
        ArrayNode problems = JsonNodeFactory.instance.arrayNode();
        if (!sent.isObject()) {
            return problems.add(error("invalid_json", "Request body has invalid json format", ""));
        }
        REQUIRED.stream()
                .filter(name -> isEmpty(sent.path(name)))
                .forEach(name -> problems.add(error("missing_field", "Mandatory attribute missing", name)));
        sent.fieldNames().forEachRemaining(name -> {
            if (!PLAIN.contains(name) && !ADDRESSES.contains(name) && !OTHERS.contains(name)) {
                problems.add(error("invalid_field", "Unexpected/invalid field in request", name));
            }
        });
        lengths(sent, problems);
        values(sent, problems);
        ADDRESSES.forEach(name -> address(sent.path(name), name, problems));
        return problems;
    }

    private static void lengths(JsonNode sent, ArrayNode problems) {
        for (String name : List.of("first_name", "middle_name", "last_name", "designation")) {
            String text = sent.path(name).asText("");
            boolean tooShort = !text.isEmpty() && text.length() < LEAST.getOrDefault(name, 0);
            if (tooShort || text.length() > 128) {
                problems.add(error("invalid_value", "Length does not fit", name));
            }
        }
    }

    private void values(JsonNode sent, ArrayNode problems) {
        JsonNode gender = sent.path("gender");
        if (!isEmpty(gender) && !Set.of("male", "female").contains(gender.asText())) {
            problems.add(error("invalid_value", "It should be one of these values: 'male,female'", "gender"));
        }
        sent.path("role_ids").forEach(role -> {
            if (!role.isIntegralNumber()) {
                problems.add(error("datatype_mismatch", "It should be an array of integers", "role_ids"));
            } else if (!isRole.test(role)) {
                problems.add(error("invalid_value", "Value not present in system", "role_ids"));
            }
        });
        if (!isEmpty(sent.path("branch_id")) && !isBranch.test(sent.path("branch_id"))) {
            problems.add(error("invalid_value", "Value not present in system", "branch_id"));
        }
        if (!isEmpty(sent.path("official_email"))
                && !sent.path("official_email").asText().contains("@")) {
            problems.add(error("invalid_value", "It should be a valid email address", "official_email"));
        }
    }

    private static void address(JsonNode address, String name, ArrayNode problems) {
        address.properties().forEach(part -> {
            boolean known = Set.of("street", "city", "state", "country", "zip_code", "same_as_residential")
                    .contains(part.getKey());
            int length = part.getValue().asText("").length();
            if (!known) {
                problems.add(error("invalid_field", "Unexpected/invalid field in request", name));
            } else if (part.getValue().isTextual() && (length < 2 || length > 120)) {
                problems.add(error("invalid_value", "Length does not fit", name));
            }
        });
    }

    /** Converts a request body to stored form. With {@code replaces}, attributes that are not sent are cleared. */
    static ObjectNode kept(JsonNode sent, boolean replaces) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        PLAIN.stream()
                .filter(name -> sent.has(name) || replaces && !name.equals("draft"))
                .forEach(name -> kept.set(name, sent.has(name) ? sent.path(name) : NullNode.getInstance()));
        if (sent.has("custom_fields") || replaces) {
            kept.set("custom_field_values", object(sent.path("custom_fields")));
        }
        if (sent.has("address") || replaces) {
            kept.set("address", read(object(sent.path("address")), ""));
        }
        if (sent.has("communication_address") || replaces) {
            kept.set("communication_address", read(object(sent.path("communication_address")), "communication_"));
        }
        return kept;
    }

    private static ObjectNode read(ObjectNode written, String prefix) {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        written.properties().forEach(part -> {
            switch (part.getKey()) {
                case "country" ->
                    read.put(
                            prefix + "country_code",
                            Country.parse(part.getValue().asText()).toString());
                case "same_as_residential" -> read.set("same_as_residential", part.getValue());
                default -> read.set(prefix + part.getKey(), part.getValue());
            }
        });
        return read;
    }

    private static ObjectNode object(JsonNode node) {
        return node.isObject() ? node.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    static boolean isEmpty(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || node.isTextual() && node.asText().isBlank()
                || node.isArray() && node.isEmpty();
    }

    static ObjectNode error(String code, String message, String field) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", code).put("message", message);
        return field.isEmpty() ? error : error.put("field", field);
    }
}
