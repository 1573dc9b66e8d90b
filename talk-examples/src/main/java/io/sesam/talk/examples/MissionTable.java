package io.sesam.talk.examples;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** A table of a run's results. A line for each system, and a column for each type of record. */
final class MissionTable {
    private static final List<EntityType> TYPES =
            List.of(EntityType.PERSON, EntityType.ORGANISATION, EntityType.PRODUCT);
    private static final String NOTHING = "-";

    private final List<String> header;
    private final List<List<String>> rows;

    private MissionTable(List<String> header, List<List<String>> rows) {
        this.header = header;
        this.rows = rows;
    }

    static MissionTable of(SyncReport report) {
        List<List<String>> rows = new ArrayList<>();
        TreeSet<SystemName> systems = new TreeSet<>(report.read().keySet());
        systems.addAll(report.written().keySet());
        for (SystemName system : systems) {
            List<String> row = new ArrayList<>(List.of(system.value()));
            TYPES.forEach(type -> row.add(cell(report, system, type)));
            Calls.Count calls = report.calls().get(system);
            row.add(calls == null ? NOTHING : calls.reads() + " reading, " + calls.writes() + " writing");
            rows.add(row);
        }
        rows.add(row("golden", type -> {
            SyncReport.Golden golden = report.golden().get(type);
            return golden == null ? NOTHING : golden.total() + " records";
        }));
        report.sinks()
                .forEach((sink, tables) -> rows.add(row(sink.value(), type -> {
                    Long count = tables.get(type.name());
                    return count == null ? NOTHING : count + " rows";
                })));
        return new MissionTable(List.of("", "people", "organisations", "products", "calls"), rows);
    }

    private interface Cell {
        String of(EntityType type);
    }

    private static List<String> row(String name, Cell cell) {
        List<String> row = new ArrayList<>(List.of(name));
        TYPES.forEach(type -> row.add(cell.of(type)));
        row.add(NOTHING);
        return row;
    }

    private static String cell(SyncReport report, SystemName system, EntityType type) {
        Long read = report.read().getOrDefault(system, Map.of()).get(type);
        SyncReport.Written written =
                report.written().getOrDefault(system, Map.of()).get(type);
        if (read == null && written == null) {
            return NOTHING;
        }
        String cell = (read == null ? 0 : read) + " read";
        return written == null || written.touched() == 0
                ? cell
                : cell + ", " + written.inserted() + " made, " + written.updated() + " changed";
    }

    /** Returns the cell of a system and a type. */
    String cell(String system, EntityType type) {
        return rows.stream()
                .filter(row -> row.get(0).equals(system))
                .map(row -> row.get(1 + TYPES.indexOf(type)))
                .findFirst()
                .orElse(NOTHING);
    }

    List<String> lines() {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = all.stream()
                        .mapToInt(each -> each.get(at).length())
                        .max()
                        .orElse(1);
                line.append(String.format(Locale.ROOT, "%-" + (width + 2) + "s", row.get(column)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
