package io.sesam.talk.connector.csv;

import java.util.Optional;

/** The faults of a single row, which is then put aside. */
final class RowFault {
    private static final int LONGEST_ID = 1024;
    private static final String ASIDE = "; the row is put aside";

    private RowFault() {}

    /** Returns what is wrong with a row and what to do; empty when it can be read. */
    static Optional<String> of(Columns columns, RowScanner row, String[] cells) {
        if (row.isMisquoted()) {
            return Optional.of(
                    "text follows a closing quotation mark; double the quotation marks inside a quoted cell" + ASIDE);
        }
        if (row.control() >= 0) {
            return Optional.of(
                    String.format("it contains the control character U+%04X; delete it", row.control()) + ASIDE);
        }
        int filled = filled(cells);
        if (filled > columns.count()) {
            return Optional.of(filled + " cells for " + columns.count()
                    + " columns; a cell probably contains the delimiter and needs quotation marks" + ASIDE);
        }
        if (columns.id().filter(column -> column >= cells.length).isPresent()) {
            return Optional.of("the row ends after " + cells.length + " cells, before the column \""
                    + columns.header(columns.id().get()) + "\"; complete the row" + ASIDE);
        }
        return columns.idOf(cells).length() > LONGEST_ID
                ? Optional.of("the id has more than " + LONGEST_ID + " characters; shorten it" + ASIDE)
                : Optional.empty();
    }

    /** Returns the id of a row with a fault, where it is sure. */
    static Optional<String> idOf(Columns columns, RowScanner row, String[] cells) {
        String id = columns.idOf(cells);
        boolean sure = !row.isMisquoted()
                && !id.isEmpty()
                && id.length() <= LONGEST_ID
                && RowScanner.control(id, 0, id.length()) < 0
                && (filled(cells) <= columns.count() || columns.id().orElse(-1) == 0);
        return sure ? Optional.of(id) : Optional.empty();
    }

    /** Returns the number of cells up to the last that is not blank. */
    private static int filled(String[] cells) {
        int filled = cells.length;
        while (filled > 0 && cells[filled - 1].isBlank()) {
            filled--;
        }
        return filled;
    }
}
