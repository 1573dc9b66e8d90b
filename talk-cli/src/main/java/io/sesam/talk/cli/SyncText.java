package io.sesam.talk.cli;

import io.sesam.talk.result.SyncReport;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;

/** What a run did, in plain words. */
final class SyncText {
    private final SyncReport report;
    private final ParkedText parkedText;
    private final PrintStream out;

    SyncText(SyncReport report, ParkedText parkedText, PrintStream out) {
        this.report = report;
        this.parkedText = parkedText;
        this.out = out;
    }

    void print() {
        out.println(summary());
        printRead();
        printEnriched();
        printGolden();
        printWritten();
        printSinks();
        printCalls();
        printPutAside();
        printBraked();
        printErasures();
        printPaused();
        printRun();
    }

    private void printRun() {
        if (report.writes() > 0) {
            out.println();
            out.println("\"talk undo --run " + report.run() + "\" tells what would take these writes back.");
        }
    }

    private void printErasures() {
        if (!report.erasures().isEmpty()) {
            out.println();
            out.println("Erased:");
            ErasureText.print(report.erasures(), out);
        }
    }

    private String summary() {
        long read = report.read().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return "Records read: " + TextTable.number(read) + ". Golden records changed: "
                + TextTable.number(report.goldenChanges()) + ". Records written: " + TextTable.number(report.writes())
                + "."
                + (report.isClean() ? "" : " Something needs you: see the end.");
    }

    private void printRead() {
        TextTable table = new TextTable("Read", "records");
        report.read()
                .forEach((system, types) ->
                        types.forEach((type, count) -> table.row(List.of(system.value(), type.name()), count)));
        table.print(out);
    }

    private void printEnriched() {
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
        table.print(out);
    }

    private void printGolden() {
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
        table.print(out);
    }

    private void printWritten() {
        TextTable table = new TextTable(
                "Written", "new", "changed", "archived", "as it should", "refused", "to try again", "unanswered");
        report.written()
                .forEach((system, types) -> types.forEach((type, written) -> table.row(
                        List.of(system.value(), type.name()),
                        written.inserted(),
                        written.updated(),
                        written.archived(),
                        written.unchanged(),
                        written.refused(),
                        written.failed(),
                        written.unknown())));
        table.print(out);
    }

    private void printCalls() {
        TextTable table = new TextTable("Calls", "reading", "writing", "asked again", "limited");
        report.calls()
                .forEach((system, calls) -> table.row(
                        List.of(system.value()), calls.reads(), calls.writes(), calls.repeated(), calls.limited()));
        table.print(out);
    }

    private void printSinks() {
        TextTable table = new TextTable("Tables", "rows");
        report.sinks()
                .forEach((sink, tables) ->
                        new TreeMap<>(tables).forEach((name, rows) -> table.row(List.of(sink.value(), name), rows)));
        table.print(out);
    }

    private void printPutAside() {
        if (report.parked() > 0) {
            out.println();
            out.println("Put aside: " + TextTable.number(report.parked()));
            parkedText.print(out);
            out.println("  They are tried again when their data or the settings change. \"talk status --parked "
                    + report.parked() + "\" lists them one by one.");
        }
    }

    private void printBraked() {
        if (!report.braked().isEmpty()) {
            out.println();
            out.println("Stopped by the brake; the others went on:");
            report.braked().forEach(plan -> out.println("  " + HeldPlanText.sentence(plan)));
            out.println(
                    "  \"talk approve SYSTEM TYPE\" lets the next run do it, \"talk reject SYSTEM TYPE\" drops it.");
        }
    }

    private void printPaused() {
        if (!report.paused().isEmpty()) {
            out.println();
            out.println("Paused; the others went on:");
            new TreeMap<>(report.paused()).forEach((system, reason) -> out.println("  " + system + ": " + reason));
        }
    }
}
