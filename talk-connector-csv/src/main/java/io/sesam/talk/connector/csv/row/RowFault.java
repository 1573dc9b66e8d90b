package io.sesam.talk.connector.csv.row;

import io.sesam.talk.connector.csv.cell.RowScanner;
import java.util.Optional;

/** The faults of a single row, which is then rejected. */
public final class RowFault {
    /** The most characters of an id. */
    public static final int LONGEST_ID = 1024;

    private static final String REJECTED = "; the row is rejected";

    private RowFault() {}

    /** Returns what is wrong with a row and what to do; empty when it can be read. */
    public static Optional<String> of(Columns columns, RowScanner row) {
        if (row.isMisquoted()) {
            return Optional.of("text follows a closing quotation mark; double the quotation marks inside a quoted cell"
                    + REJECTED);
        }
        int control = row.control();
        if (control >= 0) {
            return Optional.of(
                    String.format("it contains the control character U+%04X; delete it", control) + REJECTED);
        }
        int filled = row.count() > columns.count() ? row.filled() : 0;
        if (filled > columns.count()) {
            return Optional.of(filled + " cells for " + columns.count()
                    + " columns; a cell probably contains the delimiter and needs quotation marks" + REJECTED);
        }
        int id = columns.idColumn();
        if (id >= row.count()) {
            return Optional.of("the row ends after " + row.count() + " cells, before the column \"" + columns.header(id)
                    + "\"; complete the row" + REJECTED);
        }
        return id >= 0
                        && row.to(id) - row.from(id) > LONGEST_ID
                        && columns.idOf(row).length() > LONGEST_ID
                ? Optional.of("the id has more than " + LONGEST_ID + " characters; shorten it" + REJECTED)
                : Optional.empty();
    }

    /** Returns the id of a row with a fault, where it is sure. */
    public static Optional<String> idOf(Columns columns, RowScanner row) {
        String id = columns.idOf(row);
        boolean sure = !row.isMisquoted()
                && !id.isEmpty()
                && id.length() <= LONGEST_ID
                && RowScanner.control(id) < 0
                && (row.filled() <= columns.count() || columns.idColumn() == 0);
        return sure ? Optional.of(id) : Optional.empty();
    }
}
