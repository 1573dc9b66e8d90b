package io.sesam.talk.connector.csv.row;

import io.sesam.talk.connector.csv.disk.FileErrors;
import java.util.ArrayList;
import java.util.List;

/** The problems that make all rows of a file doubtful. Reported together, with line numbers and without values. */
public final class RowProblems {
    private static final int TOLD = 10;

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private int count;

    public RowProblems(String file) {
        this.file = file;
    }

    public void sameId(long first, long second, String id) {
        add(file + ", lines " + first + " and " + second + ": both rows have the id \"" + id
                + "\"; change one of the ids, or empty the cell so that Talk generates one");
    }

    public void quotes(long line) {
        add(file + ", line " + line + ": a quotation mark in this row is opened but not closed correctly; double the"
                + " quotation marks inside a quoted cell, and close it");
    }

    public void throwIfAny() {
        if (count == 0) {
            return;
        }
        String more = count > TOLD ? System.lineSeparator() + file + ": and " + (count - TOLD) + " more" : "";
        throw FileErrors.unreadable(String.join(System.lineSeparator(), problems) + more);
    }

    private void add(String problem) {
        if (count++ < TOLD) {
            problems.add(problem);
        }
    }
}
