package io.sesam.talk.connector.csv.row;

import io.sesam.talk.connector.csv.cell.RowScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The last rows of a report that are no records: notes and totals.
 *
 * <p>A note fills one cell where the other rows fill three and more. A total has a name such as "Total", no id, and
 * nothing else but numbers. A lone e-mail address is a record.
 */
public final class Footers {
    private static final int MANY = 3;
    private static final int MOST = 50;
    private static final int LONGEST_NAME = 16;
    private static final Set<String> TOTALS = Set.of(
            "total",
            "totals",
            "grand total",
            "grand totals",
            "subtotal",
            "subtotals",
            "sum",
            "sums",
            "summe",
            "gesamt",
            "gesamtsumme",
            "totalt",
            "totalsum",
            "i alt",
            "totaal",
            "totale",
            "somme",
            "suma",
            "razem",
            "celkem",
            "yhteensä",
            "samtals",
            "average",
            "count",
            "antall",
            "anzahl");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d\\s.,'\u00a0\u202f]+%?|[-–]");

    private final Columns columns;
    private final List<Integer> last = new ArrayList<>();
    private long cells;
    private long rows;

    public Footers(Columns columns) {
        this.columns = columns;
    }

    /** Takes the next row; rows that may be footers count as such when only such rows follow. */
    public void take(int row, RowScanner content) {
        int filled = 0;
        int first = -1;
        for (int i = 0; i < content.count(); i++) {
            if (!content.isBlank(i)) {
                filled++;
                first = first < 0 ? i : first;
            }
        }
        if (isNote(content, filled, first) || isTotal(content, first)) {
            last.add(row);
            return;
        }
        if (!last.isEmpty()) {
            last.clear();
        }
        cells += filled;
        rows++;
    }

    /** Returns the rows at the end that are footers; none when there are too many of them. */
    public List<Integer> found() {
        boolean fits = rows > 0 && last.size() <= MOST;
        return fits ? last : List.of();
    }

    private boolean isNote(RowScanner content, int filled, int first) {
        if (filled != 1 || rows == 0 || cells < MANY * rows) {
            return false;
        }
        boolean hasId = !columns.idOf(content).isEmpty();
        String text = content.cell(first).strip();
        return hasId ? text.indexOf(' ') > 0 : text.indexOf('@') <= 0 || text.indexOf(' ') > 0;
    }

    private boolean isTotal(RowScanner content, int first) {
        if (first < 0 || !mayBeName(content, first) || rows == 0 || columns.count() <= 2) {
            return false;
        }
        String text = content.cell(first).strip();
        String name = text.endsWith(":") ? text.substring(0, text.length() - 1).strip() : text;
        if (!TOTALS.contains(name.toLowerCase(Locale.ROOT))) {
            return false;
        }
        for (int i = first + 1; i < content.count(); i++) {
            String cell = content.cell(i).strip();
            if (!cell.isEmpty() && !NUMBER.matcher(cell).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Reports whether a cell has the length of a name of totals and no digits. */
    private static boolean mayBeName(RowScanner content, int cell) {
        int from = content.from(cell);
        int to = content.to(cell);
        while (from < to && Character.isWhitespace(content.text()[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(content.text()[to - 1])) {
            to--;
        }
        if (to - from > LONGEST_NAME) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (content.text()[i] >= '0' && content.text()[i] <= '9') {
                return false;
            }
        }
        return true;
    }
}
