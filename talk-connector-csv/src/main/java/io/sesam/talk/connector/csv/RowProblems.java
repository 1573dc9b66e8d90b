package io.sesam.talk.connector.csv;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the rows of a file: told all at once, with line numbers and without values (R37). */
final class RowProblems {
    private static final int TOLD = 10;

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private int count;

    RowProblems(String file) {
        this.file = file;
    }

    int count() {
        return count;
    }

    void sameId(long first, long second, String id) {
        add(file + ", lines " + first + " and " + second + ": both rows have the id \"" + id
                + "\"; give one of them another id, or empty the cell and Talk makes one up");
    }

    void tooManyCells(long line, int cells, int columns) {
        add(at(line) + cells + " cells for " + columns + " columns; probably a cell holds the delimiter and stands"
                + " without quotation marks");
    }

    void tooFewCells(long line, int cells, String idHeader) {
        add(at(line) + "the row ends after " + cells + " cells, before the column \"" + idHeader
                + "\"; complete the row");
    }

    void idTooLong(long line, int longest) {
        add(at(line) + "the id has more than " + longest + " letters; shorten it");
    }

    void quotes(long line) {
        add(at(line) + "a quotation mark is opened in this row and not closed as it should be; double quotation marks"
                + " within a quoted cell, and close it");
    }

    void throwIfAny() {
        if (count == 0) {
            return;
        }
        String more = count > TOLD ? System.lineSeparator() + file + ": and " + (count - TOLD) + " more" : "";
        throw FileErrors.unreadable(String.join(System.lineSeparator(), problems) + more);
    }

    private String at(long line) {
        return file + ", line " + line + ": ";
    }

    private void add(String problem) {
        if (count++ < TOLD) {
            problems.add(problem);
        }
    }
}
