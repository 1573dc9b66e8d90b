package io.sesam.talk.connector.csv;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.policy.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out which cells of a row must change, and whether the file can hold them. */
final class RowUpdate {
    private final FileTable table;
    private final Columns columns;
    private final String[] before;
    private final Fields wanted;
    private final Map<Integer, String> values;

    /** What must change in a row, so that it says what is wanted; nothing of it is done here. */
    RowUpdate(FileTable table, String[] before, Fields wanted) {
        this.table = table;
        this.columns = table.columns();
        this.before = before;
        this.wanted = wanted;
        this.values = values();
    }

    /** The new values by column; of those that already mean the same none. */
    Map<Integer, String> changes() {
        return values;
    }

    /** Puts a value into a column that holds no property. */
    void put(int column, String value) {
        values.put(column, value);
    }

    /** Sets the time of the last change, where there is a column for it, in the style it has there. */
    void stamp(Instant now) {
        columns.modified().ifPresent(column -> {
            String said = column < before.length ? before[column] : "";
            values.put(column, table.format().timeStyle(said).render(now));
        });
    }

    /** The cells as they will be. */
    String[] after() {
        int needed =
                values.keySet().stream().mapToInt(column -> column + 1).max().orElse(0);
        String[] after = Arrays.copyOf(before, Math.max(before.length, needed));
        for (int i = 0; i < after.length; i++) {
            after[i] = values.getOrDefault(i, after[i] == null ? "" : after[i]);
        }
        return after;
    }

    /** Whether everything that a decision rests on still means the same (R19). */
    static boolean isStill(Fields basedOn, Fields current) {
        Fields before = Normalizer.normalize(basedOn);
        Fields after = Normalizer.normalize(current);
        for (int i = 0; i < before.schema().size(); i++) {
            if (!isMet(before.slot(i), after.slot(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a slot holds what is asked of it; nothing is asked by unknown, and a missing cell is as good as a blank. */
    private static boolean isMet(@Nullable Object asked, @Nullable Object held) {
        return asked == null || asked.equals(held) || asked == Blank.BLANK && held == null;
    }

    private Map<Integer, String> values() {
        Fields held = Normalizer.normalize(columns.fieldsOf(before));
        Fields asked = Normalizer.normalize(wanted);
        Map<Integer, String> changes = new LinkedHashMap<>();
        for (int i = 0; i < wanted.schema().size(); i++) {
            Optional<Integer> column = columns.of(i);
            Object slot = wanted.slot(i);
            if (slot != null && column.isPresent() && !isMet(asked.slot(i), held.slot(i))) {
                changes.put(column.get(), table.format().spell(column.get(), slot));
            }
        }
        return changes;
    }

    /** Why the file cannot hold some values; told without them. */
    Optional<String> refusal() {
        for (int i = 0; i < wanted.schema().size(); i++) {
            if (wanted.slot(i) != null && columns.of(i).isEmpty()) {
                return Optional.of(table.layout().file() + " has no column for "
                        + wanted.schema().property(i) + "; add one to its first line");
            }
        }
        return values.entrySet().stream()
                .flatMap(entry -> refusal(columns.header(entry.getKey()), entry.getValue()).stream())
                .findFirst();
    }

    private Optional<String> refusal(String header, String value) {
        if (!DialectDetector.isPlausible(value)) {
            return Optional.of("the value for the column \"" + header + "\" holds a control character, which a CSV file"
                    + " cannot; correct it where it comes from");
        }
        return table.dialect().canHold(value)
                ? Optional.empty()
                : Optional.of("the value for the column \"" + header + "\" holds a letter that the encoding of "
                        + table.layout().file() + ", " + table.dialect().charset()
                        + ", lacks; save the file as \"CSV UTF-8\"");
    }
}
