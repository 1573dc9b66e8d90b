package io.sesam.talk.connector.csv.edit;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.policy.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cell changes for one row. Also checks whether the file can represent them. */
public final class RowUpdate {
    private final FileTable table;
    private final Columns columns;
    private final String[] before;
    private final Fields wanted;
    private final Map<Integer, String> values;

    /** Computes the changes of a row; changes nothing yet. */
    public RowUpdate(FileTable table, String[] before, Fields wanted) {
        this.table = table;
        this.columns = table.columns();
        this.before = before;
        this.wanted = wanted;
        this.values = values();
    }

    /** Returns the new values by column. Cells that already have the same meaning are left out. */
    public Map<Integer, String> changes() {
        return values;
    }

    /** Sets a column without a property. */
    public void put(int column, String value) {
        values.put(column, value);
    }

    /** Sets the change time in the column's format. Does nothing without such a column. */
    public void stamp(Instant now) {
        columns.modified().ifPresent(column -> {
            String sample = column < before.length ? value(before[column]) : "";
            values.put(column, table.format().timeStyle(sample).render(now));
        });
    }

    /** Returns the cells after the changes. */
    public String[] after() {
        int needed =
                values.keySet().stream().mapToInt(column -> column + 1).max().orElse(0);
        String[] after = Arrays.copyOf(before, Math.max(before.length, needed));
        for (int i = 0; i < after.length; i++) {
            after[i] = values.getOrDefault(i, after[i] == null ? "" : after[i]);
        }
        return after;
    }

    /** Reports whether the fields of a decision are unchanged. */
    public static boolean isStill(Fields basedOn, Fields current) {
        Fields before = Normalizer.normalize(basedOn);
        Fields after = Normalizer.normalize(current);
        for (int i = 0; i < before.schema().size(); i++) {
            if (!isMet(before.slot(i), after.slot(i))) {
                return false;
            }
        }
        return true;
    }

    /** Reports whether a field matches an expectation. Unknown expects nothing, and a missing cell counts as blank. */
    private static boolean isMet(@Nullable Object expected, @Nullable Object held) {
        return expected == null || expected.equals(held) || expected == Blank.BLANK && held == null;
    }

    private Map<Integer, String> values() {
        Fields held = Normalizer.normalize(columns.fieldsOf(before));
        Fields expected = Normalizer.normalize(wanted);
        Map<Integer, String> changes = new LinkedHashMap<>();
        for (int i = 0; i < wanted.schema().size(); i++) {
            int column = columns.column(i);
            Object slot = wanted.slot(i);
            if (slot != null && column >= 0 && !isMet(expected.slot(i), held.slot(i))) {
                String there = column < before.length ? before[column] : "";
                String value = table.format().spell(column, slot);
                if (!value.equals(value(there))) {
                    changes.put(
                            column, CellText.cell(value, there, table.layout().formulas()));
                }
            }
        }
        return changes;
    }

    private String value(String cell) {
        return CellText.value(cell, table.layout().formulas());
    }

    /** Explains why values cannot be stored, without quoting them. */
    public Optional<String> refusal() {
        for (int i = 0; i < wanted.schema().size(); i++) {
            if (wanted.slot(i) != null && columns.column(i) < 0) {
                return Optional.of(table.layout().file() + " has no column for "
                        + wanted.schema().property(i) + "; add one to its first line");
            }
        }
        return values.entrySet().stream()
                .flatMap(entry -> refusal(columns.header(entry.getKey()), entry.getValue()).stream())
                .findFirst();
    }

    private Optional<String> refusal(String header, String value) {
        if (RowScanner.control(value) >= 0) {
            return Optional.of("the value for the column \"" + header
                    + "\" contains a control character, which a CSV file cannot hold; correct it in the system"
                    + " it comes from");
        }
        return table.dialect().canHold(value)
                ? Optional.empty()
                : Optional.of("the value for the column \"" + header + "\" contains a character that the encoding of "
                        + table.layout().file() + ", " + table.dialect().charset()
                        + ", does not have; save the file as \"CSV UTF-8\"");
    }
}
