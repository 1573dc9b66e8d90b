package io.sesam.talk.cli;

import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.settings.json.ResultObjects;
import io.sesam.talk.store.Erasure;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An erasure report as text and as an object, without personal data. */
final class ErasureText {
    private final ErasureReport report;

    ErasureText(ErasureReport report) {
        this.report = report;
    }

    void print(PrintStream out) {
        out.println("Golden records erased: " + TextTable.number(report.golden()) + ". Records in systems: "
                + TextTable.number(report.records().size()) + ".");
        print(report.records(), out);
        report.sinks().stream().sorted().forEach(sink -> out.println("  " + sink + ": its rows are removed"));
        new TreeMap<>(report.paused()).forEach((system, reason) -> out.println("  " + system + ": " + reason));
        report.remains().forEach(place -> out.println("  Bytes may remain in " + place));
        if (report.inDoubt() > 0) {
            out.println("  Inserts in doubt: " + report.inDoubt()
                    + "; if one was done, \"talk status\" lists a record that has come back");
        }
        if (!report.isDone()) {
            out.println("Each sync asks again for what is not done; \"talk status\" lists the rest.");
        }
    }

    static void print(List<Erasure> erasures, PrintStream out) {
        for (Erasure erasure : erasures) {
            out.println("  " + erasure.record() + ": " + state(erasure)
                    + (erasure.reason().isEmpty() ? "" : "; " + erasure.reason()));
        }
    }

    private static String state(Erasure erasure) {
        return switch (erasure.state()) {
            case ERASED -> "deleted";
            case ARCHIVED -> "archived; the system may keep it";
            case PENDING -> "not deleted yet";
            case IMPOSSIBLE -> "still there";
            case BACK -> "has come back";
        };
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("done", report.isDone());
        object.put("golden", report.golden());
        object.put("inDoubt", report.inDoubt());
        object.put(
                "records",
                report.records().stream()
                        .map(erasure -> ResultObjects.of(erasure))
                        .toList());
        object.put(
                "sinks", report.sinks().stream().sorted().map(Object::toString).toList());
        object.put(
                "paused",
                report.paused().keySet().stream().sorted().map(Object::toString).toList());
        object.put("remains", report.remains());
        return object;
    }
}
