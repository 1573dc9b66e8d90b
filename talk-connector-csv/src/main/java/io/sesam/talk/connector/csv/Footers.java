package io.sesam.talk.connector.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The last rows of a report that are no records: notes and totals.
 *
 * <p>A note fills one cell where the other rows fill three and more. A total has a name such as "Total", no id, and
 * nothing else but numbers. A lone e-mail address is a record.
 */
final class Footers {
    private static final int MANY = 3;
    private static final int MOST = 50;
    private static final Pattern TOTAL = Pattern.compile(
            "(?:grand |sub)?totals?|sums?|summe|gesamt|gesamtsumme|totalt|totalsum|i alt|totaal|totale|somme|suma|"
                    + "razem|celkem|yhteensä|samtals|average|count|antall|anzahl",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d\\s.,'\u00a0\u202f]+%?|[-–]");

    private final Columns columns;
    private final List<Integer> last = new ArrayList<>();
    private long cells;
    private long rows;

    Footers(Columns columns) {
        this.columns = columns;
    }

    /** Takes the next row; rows that may be footers count as such when only such rows follow. */
    void take(int row, String[] content) {
        int filled = 0;
        for (String cell : content) {
            filled += cell.isBlank() ? 0 : 1;
        }
        if (isNote(content, filled) || isTotal(content)) {
            last.add(row);
            return;
        }
        last.clear();
        cells += filled;
        rows++;
    }

    /** Returns the rows at the end that are footers; none when there are too many of them. */
    List<Integer> found() {
        boolean fits = rows > 0 && last.size() <= MOST;
        return fits ? last : List.of();
    }

    private boolean isNote(String[] content, int filled) {
        if (filled != 1 || rows == 0 || cells < MANY * rows) {
            return false;
        }
        boolean hasId = !columns.idOf(content).isEmpty();
        for (String cell : content) {
            String text = cell.strip();
            if (!text.isEmpty()) {
                return hasId ? text.indexOf(' ') > 0 : text.indexOf('@') <= 0 || text.indexOf(' ') > 0;
            }
        }
        return false;
    }

    private boolean isTotal(String[] content) {
        boolean named = false;
        for (int i = 0; i < content.length; i++) {
            String text = content[i].strip();
            if (text.isEmpty() || named && NUMBER.matcher(text).matches()) {
                continue;
            }
            String name =
                    text.endsWith(":") ? text.substring(0, text.length() - 1).strip() : text;
            if (named || !TOTAL.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                return false;
            }
            named = true;
        }
        return named && rows > 0 && columns.count() > 2;
    }
}
