package io.sesam.talk.cli;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncPlan.Planned;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.settings.json.ResultObjects;
import io.sesam.talk.spi.Operation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A plan as text and as an object. */
final class PlanReport {
    private final Map<SystemName, Map<EntityType, Planned>> writes;
    private final long touched;
    private final List<HeldPlan> heldPlans;
    private final Map<SystemName, String> paused;
    private final Map<SystemName, Duration> atLeast;
    private final List<PlannedChange> changes;

    PlanReport(SyncPlan plan, List<PlannedChange> changes) {
        this.writes = plan.writes();
        this.touched = plan.touched();
        this.heldPlans = plan.heldPlans();
        this.paused = plan.paused();
        this.atLeast = plan.atLeast();
        this.changes = List.copyOf(changes);
    }

    PlanReport(UndoPlan plan, List<PlannedChange> changes) {
        this.writes = plan.writes();
        this.touched = plan.touched();
        this.heldPlans = List.of();
        this.paused = plan.paused();
        this.atLeast = plan.atLeast();
        this.changes = List.copyOf(changes);
    }

    void print(PrintStream out) {
        out.println("A sync would write " + TextTable.number(touched) + " records. Nothing was written.");
        printPlanned("Planned", out);
        printStops(out);
    }

    /** What takes writes back: what it is, how many records, and what that means. */
    void printUndo(String what, String meaning, PrintStream out) {
        out.println(what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + TextTable.number(touched)
                + " records" + meaning);
        printPlanned("Undoing", out);
        printStops(out);
    }

    private void printStops(PrintStream out) {
        if (!heldPlans.isEmpty()) {
            out.println();
            out.println("The change limit would hold:");
            heldPlans.forEach(stopped -> out.println("  " + HeldPlanText.sentence(stopped)));
        }
        if (!paused.isEmpty()) {
            out.println();
            out.println("Could not be asked, so that the plan lacks it:");
            new TreeMap<>(paused).forEach((system, reason) -> out.println("  " + system + ": " + reason));
        }
    }

    /** After a plan was applied, what was not part of it; nothing when all is done. Held and paused ones were reported before. */
    void printLeft(PrintStream out) {
        if (touched > 0) {
            out.println();
            out.println("Left as it is, because it changed since the plan or follows from it: "
                    + TextTable.number(touched) + " records. \"talk plan\" plans them, \"talk sync\" writes them.");
            printPlanned("Left", out);
        }
    }

    private void printPlanned(String title, PrintStream out) {
        TextTable table = new TextTable(title, "new", "changed", "archived", "refused", "calls");
        new TreeMap<>(writes)
                .forEach((system, types) -> new TreeMap<>(types)
                        .forEach((type, planned) -> table.row(
                                List.of(system.value(), type.name()),
                                planned.inserts(),
                                planned.updates(),
                                planned.archives(),
                                planned.refused(),
                                planned.calls())));
        table.print(out);
        TextTable times = new TextTable("At least, by the quotas", "seconds");
        new TreeMap<>(atLeast).forEach((system, time) -> times.row(List.of(system.value()), time.toSeconds()));
        times.print(out);
        if (!changes.isEmpty()) {
            out.println();
            changes.forEach(change -> print(change, out));
        }
    }

    private static void print(PlannedChange change, PrintStream out) {
        out.println(verb(change.kind()) + " " + change.system() + "/" + change.type()
                + change.recordId().map(id -> "/" + id).orElse("") + ", " + change.cause());
        for (String line : lines(change)) {
            out.println("    " + line);
        }
        change.refused().forEach(reason -> out.println("    not: " + reason));
    }

    private static List<String> lines(PlannedChange change) {
        List<String> lines = new ArrayList<>();
        Fields after = change.after();
        for (int i = 0; i < after.schema().size(); i++) {
            if (after.slot(i) != null) {
                String from = change.before().slot(i) == null ? "" : quoted(change.before(), i) + " -> ";
                lines.add(after.schema().property(i).name() + ": " + from + quoted(after, i));
            }
        }
        return lines;
    }

    private static String quoted(Fields fields, int index) {
        return "\"" + text(fields, index) + "\"";
    }

    private static @Nullable String text(Fields fields, int index) {
        Object slot = fields.slot(index);
        return slot == null ? null : slot == Blank.BLANK ? "" : Fields.textOf(slot);
    }

    private static String verb(Operation.Kind kind) {
        return switch (kind) {
            case INSERT -> "make";
            case UPDATE -> "change";
            case ARCHIVE -> "archive";
        };
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        Map<String, Object> systems = new TreeMap<>();
        writes.forEach((system, types) -> {
            Map<String, Object> counts = new TreeMap<>();
            types.forEach((type, planned) -> counts.put(type.name(), ResultObjects.of(planned)));
            systems.put(system.value(), counts);
        });
        object.put("planned", systems);
        Map<String, Long> seconds = new TreeMap<>();
        atLeast.forEach((system, time) -> seconds.put(system.value(), time.toSeconds()));
        object.put("secondsAtLeast", seconds);
        object.put("changes", changes.stream().map(PlanReport::object).toList());
        object.put(
                "heldPlans",
                heldPlans.stream().map(plan -> ResultObjects.of(plan)).toList());
        Map<String, String> paused = new TreeMap<>();
        this.paused.forEach((system, reason) -> paused.put(system.value(), reason));
        object.put("paused", paused);
        return object;
    }

    static Map<String, Object> object(PlannedChange change) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", change.system().value());
        object.put("type", change.type().name());
        object.put("kind", verb(change.kind()));
        change.recordId().ifPresent(id -> object.put("record", id));
        object.put("golden", change.golden().toString());
        object.put("before", texts(change.before()));
        object.put("after", texts(change.after()));
        object.put("because", change.cause());
        object.put("refused", change.refused());
        return object;
    }

    static Map<String, Object> texts(Fields fields) {
        Map<String, Object> texts = new LinkedHashMap<>();
        IntStream.range(0, fields.schema().size())
                .filter(i -> fields.slot(i) != null)
                .forEach(i -> texts.put(fields.schema().property(i).name(), text(fields, i)));
        return texts;
    }
}
