package io.sesam.talk.connector.csv;

import java.util.ArrayList;
import java.util.List;

/** The problems in the rows of a file. All are reported together, with line numbers and without values. */
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
                + "\"; change one of the ids, or empty the cell so that Talk generates one");
    }

    void tooManyCells(long line, int cells, int columns) {
        add(at(line) + cells + " cells for " + columns
                + " columns; a cell probably contains the delimiter and needs quotation marks");
    }

    void tooFewCells(long line, int cells, String idHeader) {
        add(at(line) + "the row ends after " + cells + " cells, before the column \"" + idHeader
                + "\"; complete the row");
    }

    void idTooLong(long line, int longest) {
        add(at(line) + "the id has more than " + longest + " characters; shorten it");
    }

    void quotes(long line) {
        add(at(line) + "a quotation mark in this row is opened but not closed correctly; double the quotation"
                + " marks inside a quoted cell, and close it");
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
