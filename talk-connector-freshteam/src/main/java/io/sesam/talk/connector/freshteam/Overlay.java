package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.JsonValues;
import java.util.List;
import java.util.Map;

/** A conversion of an employee to an update. Names and structures of the two differ. */
final class Overlay {
    private static final List<String> SAME = List.of(
            ("first_name middle_name last_name official_email employee_id employee_type personal_email work_numbers"
                            + " phone_numbers date_of_birth designation joining_date branch_id hr_incharge_id"
                            + " reporting_to_id department_id sub_department_id shift_id team_id level_id blood_group"
                            + " gender draft")
                    .split(" "));
    private static final Map<String, String> ADDRESS = Map.of(
            "street", "street", "city", "city", "state", "state", "country_code", "country", "zip_code", "zip_code");

    private Overlay() {}

    static ObjectNode of(JsonNode employee) {
        ObjectNode body = JsonValues.pick(employee, SAME);
        body.properties().removeIf(field -> isMasked(field.getValue()));
        address(body, "address", "", employee.path("address"));
        address(body, "communication_address", "communication_", employee.path("communication_address"));
        JsonValues.items(employee.path("roles"))
                .forEach(role -> body.withArrayProperty("role_ids").add(role.path("id")));
        JsonValues.text(employee, "job_role.id").ifPresent(id -> body.put("job_role_id", Long.parseLong(id)));
        employee.path("custom_field_values").properties().stream()
                .filter(field ->
                        field.getValue().isValueNode() && !field.getValue().isNull())
                .forEach(field -> JsonValues.put(body, "custom_fields." + field.getKey(), field.getValue()));
        return body;
    }

    /** Reports whether phone numbers are masked. A masked number would be written back with asterisks. */
    private static boolean isMasked(JsonNode numbers) {
        return JsonValues.items(numbers)
                .anyMatch(number -> number.path("masked").asBoolean());
    }

    /** Copies an address. Freshteam refuses a part of an address with fewer than two characters. */
    private static void address(ObjectNode body, String name, String prefix, JsonNode read) {
        ADDRESS.forEach((from, to) -> JsonValues.text(read, prefix + from)
                .filter(text -> text.length() > 1)
                .ifPresent(text -> body.withObjectProperty(name).put(to, text)));
        JsonNode same = read.path("same_as_residential");
        if (same.isBoolean()) {
            body.withObjectProperty(name).set("same_as_residential", same);
        }
    }
}
