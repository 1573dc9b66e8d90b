package io.sesam.talk.cli;

import io.sesam.talk.sync.Report;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;

/** What a run did, in plain words. */
final class SyncReport {
    private final Report report;
    private final PutAside putAside;
    private final PrintStream out;

    SyncReport(Report report, PutAside putAside, PrintStream out) {
        this.report = report;
        this.putAside = putAside;
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
            ErasureWords.print(report.erasures(), out);
        }
    }

    private String summary() {
        long read = report.read().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return "Records read: " + Table.number(read) + ". Golden records changed: "
                + Table.number(report.goldenChanges()) + ". Records written: " + Table.number(report.writes()) + "."
                + (report.isClean() ? "" : " Something needs you: see the end.");
    }

    private void printRead() {
        Table table = new Table("Read", "records");
        report.read()
                .forEach((system, types) ->
                        types.forEach((type, count) -> table.row(List.of(system.value(), type.name()), count)));
        table.print(out);
    }

    private void printEnriched() {
        Table table =
                new Table("Enriched", "asked", "found", "none", "ambiguous", "to ask again", "withdrawn", "waiting");
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
        Table table = new Table("Golden records", "total", "new", "changed", "gone", "joined", "split");
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
        Table table = new Table(
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
        Table table = new Table("Calls", "reading", "writing", "asked again", "limited");
        report.calls()
                .forEach((system, calls) -> table.row(
                        List.of(system.value()), calls.reads(), calls.writes(), calls.repeated(), calls.limited()));
        table.print(out);
    }

    private void printSinks() {
        Table table = new Table("Tables", "rows");
        report.sinks()
                .forEach((sink, tables) ->
                        new TreeMap<>(tables).forEach((name, rows) -> table.row(List.of(sink.value(), name), rows)));
        table.print(out);
    }

    private void printPutAside() {
        if (report.parked() > 0) {
            out.println();
            out.println("Put aside: " + Table.number(report.parked()));
            putAside.print(out);
            out.println("  They are tried again when their data or the settings change. \"talk status --parked "
                    + report.parked() + "\" lists them one by one.");
        }
    }

    private void printBraked() {
        if (!report.braked().isEmpty()) {
            out.println();
            out.println("Stopped by the brake; the others went on:");
            report.braked().forEach(plan -> out.println("  " + BrakeWords.sentence(plan)));
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
