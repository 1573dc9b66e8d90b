package io.sesam.talk.connector.csv.row;

import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.cell.TimeStyle;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Reference;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The spelling of values in a file's columns. A country as alpha-2, a gender as its column usually spells that gender,
 * a time in the column's format.
 *
 * <p>A gender that the column does not contain yet is written as {@code female}, or {@code FEMALE} where all others are
 * in upper case. A value outside a vocabulary is written unchanged. Learnt from the first rows; a large file has enough
 * of them.
 */
public final class CellFormat {
    private static final int ROWS = 10_000;
    private static final int SPELLINGS = 100;

    private final Columns columns;
    private final Map<Integer, Map<Gender.Code, Map<String, Integer>>> genders = new HashMap<>();
    private Optional<TimeStyle> times = Optional.empty();

    public CellFormat(Columns columns) {
        this.columns = columns;
        for (int i = 0; i < columns.schema().size(); i++) {
            if (columns.schema().property(i).kind() == Kind.GENDER && columns.column(i) >= 0) {
                genders.put(columns.column(i), new EnumMap<>(Gender.Code.class));
            }
        }
    }

    /** Learns from a row. */
    public void learn(RowScanner cells, int row) {
        if (row >= ROWS) {
            return;
        }
        genders.forEach((column, counts) -> {
            if (column < cells.count()) {
                String cell = cells.cell(column);
                Gender.parse(cell).code().ifPresent(code -> count(counts, code, cell.strip()));
            }
        });
        if (times.isEmpty()) {
            times = columns.modified()
                    .filter(column -> column < cells.count())
                    .flatMap(column -> TimeStyle.of(cells.cell(column)));
        }
    }

    private static void count(Map<Gender.Code, Map<String, Integer>> counts, Gender.Code code, String spelling) {
        Map<String, Integer> spellings = counts.computeIfAbsent(code, unused -> new HashMap<>());
        if (spellings.size() < SPELLINGS || spellings.containsKey(spelling)) {
            spellings.merge(spelling, 1, Integer::sum);
        }
    }

    /** Returns the cell text of a value or blank. */
    public String spell(int column, Object slot) {
        if (slot == Blank.BLANK) {
            return "";
        }
        if (slot instanceof Country country) {
            return country.alpha2().orElse(country.original());
        }
        if (slot instanceof Gender gender) {
            return gender.code().map(code -> spell(column, code)).orElse(gender.original());
        }
        return slot instanceof Reference reference ? reference.id() : slot.toString();
    }

    /** Returns the time format of the column. Taken from the given cell, or else from the previous row. */
    public TimeStyle timeStyle(String spelling) {
        return TimeStyle.of(spelling).or(() -> times).orElse(TimeStyle.INSTANT);
    }

    private String spell(int column, Gender.Code code) {
        Map<Gender.Code, Map<String, Integer>> counts = genders.getOrDefault(column, Map.of());
        return counts.getOrDefault(code, Map.of()).entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElseGet(() -> isUpperCase(counts) ? code.name() : code.name().toLowerCase(Locale.ROOT));
    }

    private static boolean isUpperCase(Map<Gender.Code, Map<String, Integer>> counts) {
        return !counts.isEmpty()
                && counts.values().stream()
                        .flatMap(spellings -> spellings.keySet().stream())
                        .allMatch(spelling -> spelling.equals(spelling.toUpperCase(Locale.ROOT))
                                && !spelling.equals(spelling.toLowerCase(Locale.ROOT)));
    }
}
