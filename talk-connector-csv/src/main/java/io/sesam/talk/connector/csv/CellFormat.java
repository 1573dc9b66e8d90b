package io.sesam.talk.connector.csv;

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
 * How a file spells values: a country as alpha-2, a gender as its column mostly spells that gender, a time as its column
 * does.
 *
 * <p>A gender that the column does not hold yet is spelt {@code female}, or {@code FEMALE} where all others are in upper
 * case. What is outside a vocabulary is written as it was said. Learnt from the first rows; a large file has enough of
 * them.
 */
final class CellFormat {
    private static final int ROWS = 10_000;
    private static final int SPELLINGS = 100;

    private final Columns columns;
    private final Map<Integer, Map<Gender.Code, Map<String, Integer>>> genders = new HashMap<>();
    private Optional<TimeStyle> times = Optional.empty();

    CellFormat(Columns columns) {
        this.columns = columns;
        for (int i = 0; i < columns.schema().size(); i++) {
            if (columns.schema().property(i).kind() == Kind.GENDER
                    && columns.of(i).isPresent()) {
                genders.put(columns.of(i).get(), new EnumMap<>(Gender.Code.class));
            }
        }
    }

    /** Takes a row into account. */
    void learn(String[] cells, int row) {
        if (row >= ROWS) {
            return;
        }
        genders.forEach((column, counts) -> {
            if (column < cells.length) {
                Gender.parse(cells[column]).code().ifPresent(code -> count(counts, code, cells[column].strip()));
            }
        });
        if (times.isEmpty()) {
            times = columns.modified()
                    .filter(column -> column < cells.length)
                    .flatMap(column -> TimeStyle.of(cells[column]));
        }
    }

    private static void count(Map<Gender.Code, Map<String, Integer>> counts, Gender.Code code, String said) {
        Map<String, Integer> spellings = counts.computeIfAbsent(code, unused -> new HashMap<>());
        if (spellings.size() < SPELLINGS || spellings.containsKey(said)) {
            spellings.merge(said, 1, Integer::sum);
        }
    }

    /** The cell for a value or a blank. */
    String spell(int column, Object slot) {
        if (slot == Blank.BLANK) {
            return "";
        }
        if (slot instanceof Country country) {
            return country.alpha2().orElse(country.said());
        }
        if (slot instanceof Gender gender) {
            return gender.code().map(code -> spell(column, code)).orElse(gender.said());
        }
        return slot instanceof Reference reference ? reference.id() : slot.toString();
    }

    /** How a time is spelt in the column, or else in the row before. */
    TimeStyle timeStyle(String said) {
        return TimeStyle.of(said).or(() -> times).orElse(TimeStyle.INSTANT);
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
                        .allMatch(said -> said.equals(said.toUpperCase(Locale.ROOT))
                                && !said.equals(said.toLowerCase(Locale.ROOT)));
    }
}
