package io.sesam.talk.engine.report;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Erasure;
import java.util.List;
import java.util.Map;

/** A sync report as tables and sentences. */
final class SyncReportText {
    private final SyncReport report;
    private final StringBuilder out = new StringBuilder();

    SyncReportText(SyncReport report) {
        this.report = report;
    }

    String text() {
        summary();
        read();
        enriched();
        golden();
        written();
        sinks();
        calls();
        parked();
        inDoubt();
        heldPlans();
        erasures();
        times();
        notes();
        paused();
        return out.toString();
    }

    private void summary() {
        long read = report.read().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        line("Records read: " + TextTable.number(read) + ". Golden records changed: "
                + TextTable.number(report.goldenChanges()) + ". Records written: " + TextTable.number(report.writes())
                + "." + (report.isClean() ? "" : " Something needs you: see the end."));
    }

    private void read() {
        TextTable table = new TextTable("Read", "records");
        report.read()
                .forEach((system, types) ->
                        types.forEach((type, count) -> table.row(List.of(system.value(), type.name()), count)));
        table.append(out);
    }

    private void enriched() {
        TextTable table = new TextTable(
                "Enriched", "asked", "found", "none", "ambiguous", "to ask again", "withdrawn", "waiting");
        report.enriched()
                .forEach((enricher, counts) -> table.row(
                        List.of(enricher.value()),
                        counts.asked(),
                        counts.matched(),
                        counts.none(),
                        counts.ambiguous(),
                        counts.unanswered(),
                        counts.withdrawn(),
                        counts.waiting()));
        table.append(out);
    }

    private void golden() {
        TextTable table = new TextTable("Golden records", "total", "new", "changed", "gone", "joined", "split");
        report.golden()
                .forEach((type, golden) -> table.row(
                        List.of(type.name()),
                        golden.total(),
                        golden.created(),
                        golden.updated(),
                        golden.deleted(),
                        golden.joined(),
                        golden.split()));
        table.append(out);
    }

    private void written() {
        TextTable table = new TextTable(
                "Written", "new", "changed", "archived", "as it should", "refused", "to try again", "in doubt");
        report.written()
                .forEach((system, types) -> types.forEach((type, written) -> table.row(
                        List.of(system.value(), type.name()),
                        written.inserted(),
                        written.updated(),
                        written.archived(),
                        written.unchanged(),
                        written.refused(),
                        written.failed(),
                        written.inDoubt())));
        table.append(out);
    }

    private void sinks() {
        TextTable table = new TextTable("Tables", "rows");
        report.sinks()
                .forEach((sink, tables) ->
                        tables.forEach((name, rows) -> table.row(List.of(sink.value(), name), rows)));
        table.append(out);
    }

    private void calls() {
        TextTable table = new TextTable("Calls", "reading", "writing", "asked again", "limited");
        report.calls()
                .forEach((system, calls) -> table.row(
                        List.of(system.value()), calls.reads(), calls.writes(), calls.repeated(), calls.limited()));
        table.append(out);
    }

    private void parked() {
        if (report.parked() > 0) {
            heading("Parked: " + TextTable.number(report.parked())
                    + "; tried again when their data or the settings change");
            report.parkedReasons()
                    .forEach((reason, count) ->
                            line("  " + (count == 1 ? "" : TextTable.number(count) + " x ") + reason));
            long others = report.parked()
                    - report.parkedReasons().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
            if (others > 0) {
                line("  and " + TextTable.number(others) + " more");
            }
        }
    }

    private void inDoubt() {
        if (report.inDoubt() > 0) {
            heading("In doubt: " + TextTable.number(report.inDoubt())
                    + " inserts were sent and not answered; each run looks for their records, and none is sent twice");
        }
    }

    private void heldPlans() {
        if (!report.heldPlans().isEmpty()) {
            heading("Held by the change limit, until a person approves or rejects; the others went on:");
            report.heldPlans().forEach(plan -> line("  " + sentence(plan)));
        }
    }

    private static String sentence(HeldPlan plan) {
        return plan.system() + "/" + plan.type() + ": " + TextTable.number(plan.changes()) + " records would change, "
                + TextTable.number(plan.removals()) + " of them be removed; "
                + (plan.approved() ? "approved, the next sync does it" : "nothing of it was done");
    }

    private void erasures() {
        if (!report.erasures().isEmpty()) {
            heading("Erased:");
            for (Erasure erasure : report.erasures()) {
                line("  " + erasure.record() + ": " + state(erasure.state())
                        + (erasure.reason().isEmpty() ? "" : "; " + erasure.reason()));
            }
        }
    }

    private static String state(Erasure.State state) {
        return switch (state) {
            case ERASED -> "deleted";
            case ARCHIVED -> "archived; the system decides what it keeps";
            case PENDING -> "not deleted yet";
            case IMPOSSIBLE -> "still there";
            case BACK -> "has come back";
        };
    }

    private void paused() {
        if (!report.paused().isEmpty()) {
            heading("Paused; the others went on:");
            report.paused().forEach((system, reason) -> line("  " + system + ": " + reason));
        }
    }

    private void times() {
        if (!report.unreadableTimes().isEmpty() || !report.futureTimes().isEmpty()) {
            heading("Times that do not count:");
            lines(
                    report.unreadableTimes(),
                    "a time that cannot be read; it counts as unknown, and every known time is newer. Correct it there,"
                            + " or declare the format");
            lines(
                    report.futureTimes(),
                    "a time in the future; it counts as when the value was first seen. Correct it there, or the clock of"
                            + " the system or of this machine");
        }
    }

    private void notes() {
        if (!report.notes().isEmpty()) {
            heading("Read with reservations:");
            report.notes().forEach((system, notes) -> notes.forEach(note -> line("  " + system + ": " + note)));
        }
    }

    private void lines(Map<SystemName, Map<EntityType, Long>> counts, String what) {
        counts.forEach((system, types) -> types.forEach((type, count) -> line("  " + system + "/" + type + ": "
                + TextTable.number(count) + (count == 1 ? " record has " : " records have ") + what)));
    }

    private void heading(String text) {
        out.append('\n');
        line(text);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
