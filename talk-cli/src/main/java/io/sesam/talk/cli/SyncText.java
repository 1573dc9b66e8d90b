package io.sesam.talk.cli;

import io.sesam.talk.result.SyncReport;
import java.io.PrintStream;

/** A sync report as text, with the commands for the next step. */
final class SyncText {
    private final SyncReport report;
    private final PrintStream out;

    SyncText(SyncReport report, PrintStream out) {
        this.report = report;
        this.out = out;
    }

    void print() {
        out.print(report.text());
        if (report.parked() > 0) {
            hint("\"talk status --parked " + report.parked() + "\" lists what is parked, one by one.");
        }
        if (!report.heldPlans().isEmpty()) {
            hint("\"talk approve SYSTEM TYPE\" lets the next run do it, \"talk reject SYSTEM TYPE\" drops it.");
        }
        if (report.writes() > 0) {
            hint("\"talk undo --run " + report.run() + "\" shows what would undo these writes.");
        }
    }

    private void hint(String text) {
        out.println();
        out.println(text);
    }
}
