package io.sesam.talk.cli;

import io.sesam.talk.result.HeldPlan;

/** A held plan as text. */
final class HeldPlanText {
    private HeldPlanText() {}

    static String sentence(HeldPlan plan) {
        return plan.system() + "/" + plan.type() + ": " + TextTable.number(plan.changes()) + " records would change, "
                + TextTable.number(plan.removals()) + " of them be removed; "
                + (plan.approved() ? "approved, the next sync does it" : "nothing of it was done");
    }
}
