package io.sesam.talk.cli;

import io.sesam.talk.Status;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.settings.json.ResultObjects;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The status as text and as an object. */
final class StatusReport {
    private final Status status;
    private final List<Parked> listed;
    private final List<Intent> inDoubt;

    StatusReport(Status status, List<Parked> listed, List<Intent> inDoubt) {
        this.status = status;
        this.inDoubt = inDoubt;
        this.listed = listed;
    }

    void print(PrintStream out) {
        printLastRun(out);
        printSystems(out);
        TextTable golden = new TextTable("Golden records", "total");
        status.golden().forEach((type, count) -> golden.row(List.of(type.name()), count));
        golden.print(out);
        TextTable enriched = new TextTable("Enriched", "answers", "waiting");
        status.enriched()
                .forEach((enricher, counts) ->
                        enriched.row(List.of(enricher.value()), counts.answers(), counts.waiting()));
        enriched.print(out);
        printParked(out);
        printInDoubt(out);
        printHeld(out);
        printErasures(out);
    }

    private void printLastRun(PrintStream out) {
        status.lastRun()
                .ifPresent(last -> out.println("Last sync: " + last.outcome().toLowerCase(Locale.ROOT) + " at "
                        + last.ended().truncatedTo(ChronoUnit.SECONDS) + ", " + TextTable.number(last.writes())
                        + " records written."));
        if (!status.paused().isEmpty()) {
            out.println();
            out.println("Paused:");
            status.paused()
                    .forEach((system, pause) -> out.println("  " + system + " since "
                            + pause.since().truncatedTo(ChronoUnit.SECONDS) + ": " + pause.reason()));
        }
    }

    private void printHeld(PrintStream out) {
        if (!status.heldPlans().isEmpty()) {
            out.println();
            out.println("Held by the change limit:");
            status.heldPlans().forEach(plan -> out.println("  " + HeldPlanText.sentence(plan)));
        }
    }

    private void printErasures(PrintStream out) {
        if (!status.erasures().isEmpty()) {
            out.println();
            out.println("Erased, and still there or there again:");
            ErasureText.print(status.erasures(), out);
        }
    }

    private void printInDoubt(PrintStream out) {
        if (status.inDoubt() > 0) {
            out.println();
            out.println("In doubt: " + TextTable.number(status.inDoubt())
                    + " inserts were sent and not answered; each run looks for their records, and none is sent twice");
            inDoubt.stream()
                    .filter(Intent::isInsert)
                    .limit(20)
                    .forEach(intent -> out.println("  " + intent.operation() + " in " + intent.system() + "/"
                            + intent.type() + " since " + intent.since().truncatedTo(ChronoUnit.SECONDS)
                            + "; if you know that it was not done: talk not-done " + intent.operation()));
        }
    }

    private void printSystems(PrintStream out) {
        TextTable table = new TextTable("Systems", "records", "waiting");
        List<String> notYet = new ArrayList<>();
        for (SystemName system : systems()) {
            for (EntityType type : types(system)) {
                table.row(List.of(system.value(), type.name()), records(system, type), waiting(system, type));
                if (!of(status.read(), system).containsKey(type)) {
                    notYet.add(system + "/" + type);
                }
            }
        }
        table.print(out);
        printLastRead(out);
        if (!notYet.isEmpty()) {
            out.println();
            out.println("Not read completely yet: " + String.join(", ", notYet));
        }
    }

    /** The time at which a system was last read with success: the oldest one of its types. */
    private void printLastRead(PrintStream out) {
        if (!status.lastRead().isEmpty()) {
            out.println();
            out.println("Last read with success:");
            status.lastRead()
                    .forEach((system, types) -> types.values().stream()
                            .min(Comparator.naturalOrder())
                            .ifPresent(
                                    time -> out.println("  " + system + " " + time.truncatedTo(ChronoUnit.SECONDS))));
        }
    }

    private Set<SystemName> systems() {
        Set<SystemName> systems = new TreeSet<>(status.records().keySet());
        systems.addAll(status.waiting().keySet());
        return systems;
    }

    private Set<EntityType> types(SystemName system) {
        Set<EntityType> types = new TreeSet<>(of(status.records(), system).keySet());
        types.addAll(of(status.waiting(), system).keySet());
        return types;
    }

    private long records(SystemName system, EntityType type) {
        return of(status.records(), system).getOrDefault(type, 0L);
    }

    private long waiting(SystemName system, EntityType type) {
        return of(status.waiting(), system).getOrDefault(type, 0L);
    }

    private void printParked(PrintStream out) {
        if (status.parked() == 0) {
            return;
        }
        out.println();
        out.println("Parked: " + TextTable.number(status.parked()));
        for (Parked parked : listed) {
            out.println("  " + parked.system() + "/" + parked.type() + " "
                    + (parked.recordId() == null ? "(new)" : parked.recordId()) + " since "
                    + parked.since().truncatedTo(ChronoUnit.SECONDS) + ": "
                    + parked.reason());
        }
        if (listed.size() < status.parked()) {
            out.println("  and " + TextTable.number(status.parked() - listed.size()) + " more; \"--parked "
                    + status.parked() + "\" lists them all");
        }
    }

    /**
     * The same as an object.
     *
     * @param remembered whether there is a store at all
     */
    Map<String, Object> object(boolean remembered) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("remembered", remembered);
        object.putAll(ResultObjects.of(status));
        object.put("parkedWrites", listed.stream().map(StatusReport::object).toList());
        return object;
    }

    private static Map<String, @Nullable Object> object(Parked parked) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("system", parked.system().value());
        object.put("type", parked.type().name());
        object.put("golden", parked.golden().toString());
        object.put("record", parked.recordId());
        object.put("reason", parked.reason());
        object.put("since", parked.since().toString());
        return object;
    }

    private static <V> Map<EntityType, V> of(Map<SystemName, Map<EntityType, V>> systems, SystemName system) {
        return systems.getOrDefault(system, Map.of());
    }
}
