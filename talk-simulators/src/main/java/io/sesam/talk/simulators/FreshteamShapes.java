package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The JSON forms of an employee. A listing shows less than a request for one employee. */
final class FreshteamShapes {
    private static final List<String> ITEM = List.of(
            "id",
            "created_at",
            "updated_at",
            "deleted",
            "work_numbers",
            "nick_name",
            "date_of_birth",
            "gender",
            "address",
            "phone_numbers",
            "communication_address",
            "designation",
            "joining_date",
            "branch_id",
            "team_id",
            "business_unit_id",
            "sub_department_id",
            "department_id",
            "reporting_to_id",
            "hr_incharge_id",
            "shift_id",
            "termination_date",
            "first_name",
            "middle_name",
            "last_name",
            "employee_id",
            "status",
            "official_email",
            "personal_email",
            "employee_type",
            "draft",
            "terminated");

    private static final List<String> DETAIL_ONLY = List.of("blood_group", "level_id", "custom_field_values");

    static final List<String> EMPLOYEE = all();

    static final List<String> BRANCH = List.of(
            "name",
            "street",
            "state",
            "city",
            "country_code",
            "zip",
            "time_zone",
            "currency",
            "language",
            "main_office",
            "contact_info",
            "date_format");

    private FreshteamShapes() {}

    private static List<String> all() {
        List<String> all = new ArrayList<>(ITEM.subList(4, ITEM.size()));
        all.addAll(DETAIL_ONLY);
        all.add("role_ids");
        all.add("job_role_id");
        return List.copyOf(all);
    }

    /** Returns an employee as listed, and after writing. */
    static ObjectNode item(JsonNode row) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        ITEM.forEach(name -> item.set(name, row.path(name)));
        return item;
    }

    /** Returns an employee requested alone. Roles are included only on request. */
    static ObjectNode detail(JsonNode row, SimRequest request, Function<String, Optional<ObjectNode>> roles) {
        ObjectNode detail = item(row);
        DETAIL_ONLY.forEach(name -> detail.set(name, row.path(name)));
        if (List.of(request.parameter("include").orElse("").split(",", -1)).contains("roles")) {
            ArrayNode list = detail.putArray("roles");
            row.path("role_ids").forEach(id -> roles.apply(id.asText()).ifPresent(list::add));
        }
        return detail;
    }
}
