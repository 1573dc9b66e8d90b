package io.sesam.talk.cli;

import io.sesam.talk.result.HeldPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** A held plan as text and as an object. */
final class HeldPlanText {
    private HeldPlanText() {}

    static String sentence(HeldPlan plan) {
        return plan.system() + "/" + plan.type() + ": " + TextTable.number(plan.changes()) + " records would change, "
                + TextTable.number(plan.removals()) + " of them be removed; "
                + (plan.approved() ? "approved, the next sync does it" : "nothing of it was done");
    }

    static Map<String, Object> object(HeldPlan plan) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", plan.system().value());
        object.put("type", plan.type().name());
        object.put("changes", plan.changes());
        object.put("removals", plan.removals());
        object.put("approved", plan.approved());
        return object;
    }
}
