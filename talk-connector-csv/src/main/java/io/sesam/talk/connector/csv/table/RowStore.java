package io.sesam.talk.connector.csv.table;

import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.row.RowShape;
import java.util.Arrays;

/** The places, ids and fingerprints of the rows of a file, in a few dozen bytes for each row. */
public final class RowStore {
    /** The most bytes that a row takes here and in the snapshot of the reading before, without its id. */
    public static final int BYTES_EACH = 80;

    private static final int OPEN = -1;

    private final RowShape shape = new RowShape();
    private IdIndex ids = new IdIndex();
    private int[] starts = new int[128];
    private int[] ends = new int[128];
    private int[] lines = new int[128];
    private long[] fingerprints = new long[128];
    private long[] shapes = new long[128];
    private int[] letters = new int[128];
    private int[] zeros = new int[128];
    private int size;

    /** Makes room for a number of rows, so that none of them is moved later. */
    public void expect(int rows, long idBytes) {
        if (rows > starts.length) {
            grow(rows);
        }
        ids.expect(rows, idBytes);
    }

    /** Adds a row; it ends where the next one begins. */
    public void add(int start, Columns columns, RowScanner row, byte[] id, int idLength) {
        endsBefore(start);
        if (size == starts.length) {
            grow(size + size / 2);
        }
        shape.take(columns, row);
        starts[size] = start;
        ends[size] = OPEN;
        lines[size] = (int) Math.min(Integer.MAX_VALUE, row.line());
        fingerprints[size] = columns.fingerprintOf(row);
        shapes[size] = shape.hash();
        letters[size] = shape.letters();
        zeros[size] = shape.zeros();
        ids.add(id, 0, idLength);
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
    public void endsBefore(int start) {
        if (size > 0 && ends[size - 1] == OPEN) {
            ends[size - 1] = start;
        }
    }

    /** Ends the last row at the end of the file, and releases memory. */
    public RowStore complete(int end) {
        endsBefore(end);
        if (starts.length > size + size / 8) {
            grow(size);
        }
        lines = new int[0]; // only the scan itself names lines
        return this;
    }

    /** Removes the rows from a number on. */
    public void cut(int from) {
        IdIndex kept = new IdIndex();
        for (int row = 0; row < from; row++) {
            kept.add(ids, row);
        }
        ids = kept;
        size = from;
    }

    public int size() {
        return size;
    }

    public IdIndex ids() {
        return ids;
    }

    public int start(int row) {
        return starts[row];
    }

    /** Returns the byte after a row and the empty lines that follow it. */
    public int end(int row) {
        return ends[row];
    }

    /** Returns the byte after a row, which may be the last one of the file so far. */
    public int end(int row, int otherwise) {
        return ends[row] == OPEN ? otherwise : ends[row];
    }

    public long line(int row) {
        return lines[row];
    }

    public long fingerprint(int row) {
        return fingerprints[row];
    }

    public long shape(int row) {
        return shapes[row];
    }

    public int letters(int row) {
        return letters[row];
    }

    public int zeros(int row) {
        return zeros[row];
    }
}
