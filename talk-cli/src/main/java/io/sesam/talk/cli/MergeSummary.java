package io.sesam.talk.cli;

import io.sesam.talk.bulk.BulkReport;
import io.sesam.talk.bulk.Refusal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a merge of files did, as text and as an object. */
final class MergeSummary {
    private static final int PROPERTIES = 10;
    private static final int REFUSALS = 5;

    private final BulkReport report;
    private final int files;
    private final Path directory;
    private final String ending;

    MergeSummary(BulkReport report, int files, Path directory, String ending) {
        this.report = report;
        this.files = files;
        this.directory = directory;
        this.ending = ending;
    }

    void print(PrintStream out) {
        out.println(TextTable.number(report.rows()) + " rows of " + files + (files == 1 ? " file" : " files")
                + " became " + TextTable.number(report.goldens()) + " golden records, "
                + TextTable.number(report.merged()) + " of them of several records. They are in " + directory);
        TextTable largest = new TextTable("Largest clusters", "records");
        report.largest()
                .forEach(cluster ->
                        largest.row(List.of(cluster.type().name(), cluster.id().value()), cluster.size()));
        largest.print(out);
        TextTable lost = new TextTable("Values that lost against another", "values");
        report.lost().entrySet().stream()
                .limit(PROPERTIES)
                .forEach(property -> lost.row(List.of(property.getKey()), property.getValue()));
        lost.print(out);
        if (report.parked() > 0) {
            out.println();
            out.println(TextTable.number(report.parked())
                    + " records are kept apart, because more records than the limit share a match key. parked." + ending
                    + " lists"
                    + " them; ignore the key, or raise the limit");
        }
        if (report.refused() > 0) {
            out.println();
            out.println(
                    TextTable.number(report.refused()) + " rows were not merged; refused." + ending + " lists them:");
            report.refusals().stream().limit(REFUSALS).forEach(refusal -> out.println("  " + refusal));
        }
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("directory", directory.toString());
        object.put("rows", report.rows());
        object.put("golden", report.goldens());
        object.put("merged", report.merged());
        object.put("parked", report.parked());
        object.put("refused", report.refused());
        object.put(
                "largest",
                report.largest().stream()
                        .map(cluster -> Map.of(
                                "type", cluster.type().name(),
                                "golden", cluster.id().value(),
                                "records", cluster.size()))
                        .toList());
        object.put("lost", report.lost());
        object.put(
                "refusals", report.refusals().stream().map(MergeSummary::object).toList());
        return object;
    }

    private static Map<String, Object> object(Refusal refusal) {
        return Map.of("source", refusal.source(), "position", refusal.position(), "reason", refusal.reason());
    }
}
