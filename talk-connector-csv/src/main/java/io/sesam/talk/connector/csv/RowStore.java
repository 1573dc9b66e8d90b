package io.sesam.talk.connector.csv;

import java.util.Arrays;
import java.util.List;

/** The places, ids and fingerprints of the rows of a file, in a few dozen bytes for each row. */
final class RowStore {
    private static final int OPEN = -1;

    private IdIndex ids = new IdIndex();
    private int[] starts = new int[128];
    private int[] ends = new int[128];
    private int[] lines = new int[128];
    private long[] fingerprints = new long[128];
    private long[] shapes = new long[128];
    private int[] letters = new int[128];
    private int[] zeros = new int[128];
    private int size;

    /** Adds a row; it ends where the next one begins. */
    void add(int start, long line, String id, Columns columns, String[] cells) {
        endsBefore(start);
        if (size == starts.length) {
            grow(size * 2);
        }
        RowShape shape = RowShape.of(columns, cells);
        starts[size] = start;
        ends[size] = OPEN;
        lines[size] = (int) Math.min(Integer.MAX_VALUE, line);
        fingerprints[size] = columns.fingerprintOf(cells);
        shapes[size] = shape.hash();
        letters[size] = shape.letters();
        zeros[size] = shape.zeros();
        ids.add(id);
        size++;
    }

    private void grow(int length) {
        starts = Arrays.copyOf(starts, length);
        ends = Arrays.copyOf(ends, length);
        lines = Arrays.copyOf(lines, length);
        fingerprints = Arrays.copyOf(fingerprints, length);
        shapes = Arrays.copyOf(shapes, length);
        letters = Arrays.copyOf(letters, length);
        zeros = Arrays.copyOf(zeros, length);
    }

    /** Ends the last row. */
    void endsBefore(int start) {
        if (size > 0 && ends[size - 1] == OPEN) {
            ends[size - 1] = start;
        }
    }

    /** Ends the last row at the end of the file, and releases memory. */
    RowStore complete(int end) {
        endsBefore(end);
        grow(size);
        return this;
    }

    /** Removes the rows from a number on. */
    void cut(int from) {
        IdIndex kept = new IdIndex();
        for (int row = 0; row < from; row++) {
            kept.add(ids.id(row));
        }
        ids = kept;
        size = from;
    }

    /** Returns the first byte of the first row, put aside or not. */
    int firstByte(List<AsideRow> aside) {
        int first = size == 0 ? Integer.MAX_VALUE : starts[0];
        for (AsideRow row : aside) {
            first = Math.min(first, row.start());
        }
        return first;
    }

    int size() {
        return size;
    }

    IdIndex ids() {
        return ids;
    }

    int start(int row) {
        return starts[row];
    }

    /** Returns the byte after a row and the empty lines that follow it. */
    int end(int row) {
        return ends[row];
    }

    /** Returns the byte after a row, which may be the last one of the file so far. */
    int end(int row, int otherwise) {
        return ends[row] == OPEN ? otherwise : ends[row];
    }

    long line(int row) {
        return lines[row];
    }

    long fingerprint(int row) {
        return fingerprints[row];
    }

    RowMark mark(int row) {
        return new RowMark(fingerprints[row], shapes[row], letters[row], zeros[row]);
    }
}
