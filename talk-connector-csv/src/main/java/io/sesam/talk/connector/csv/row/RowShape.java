package io.sesam.talk.connector.csv.row;

import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.disk.Fingerprint;

/**
 * The part of a row that damage by a program leaves as it is (R42).
 *
 * <p>Rows of one shape differ only in letters outside ASCII and question marks, and in the zeros and signs that a
 * spreadsheet takes off a number.
 */
public final class RowShape {
    private static final String HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    private static final char UNREADABLE = '\uFFFD';

    private long shape;
    private int letters;
    private int zeros;

    /** Computes the shape of a row from its properties. */
    public void take(Columns columns, RowScanner row) {
        shape = 0;
        letters = 0;
        zeros = 0;
        for (int property = 0; property < columns.schema().size(); property++) {
            int column = columns.column(property);
            if (column >= 0 && column < row.count()) {
                if (row.isPlain(column)) {
                    take(property, row.text(), row.from(column), row.to(column));
                } else {
                    char[] cell = row.cell(column).toCharArray();
                    take(property, cell, 0, cell.length);
                }
            }
        }
    }

    private void take(int property, char[] text, int begin, int stop) {
        int from = begin;
        int to = stop;
        while (from < to && Character.isWhitespace(text[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(text[to - 1])) {
            to--;
        }
        if (from < to) {
            shape = isNumber(text, from, to)
                    ? number(shape + property, text, from, to)
                    : text(shape + property, text, from, to);
        }
    }

    /** Returns the hash of the shape; never 0. */
    public long hash() {
        return shape == 0 ? 1 : shape;
    }

    /** Returns how sound the letters are; question marks and wrongly decoded letters count against them. */
    public int letters() {
        return letters;
    }

    /** Returns the number of leading zeros and signs of numbers. */
    public int zeros() {
        return zeros;
    }

    private static boolean isNumber(char[] text, int from, int to) {
        int digits = 0;
        int points = 0;
        for (int at = text[from] == '+' ? from + 1 : from; at < to; at++) {
            char letter = text[at];
            boolean point = letter == '.' || letter == ',';
            if ((letter < '0' || letter > '9') && !point) {
                return false;
            }
            digits += point ? 0 : 1;
            points += point ? 1 : 0;
        }
        return digits > 0 && points <= 1;
    }

    private long number(long before, char[] text, int from, int to) {
        int start = text[from] == '+' ? from + 1 : from;
        while (start < to - 1 && text[start] == '0' && Character.isDigit(text[start + 1])) {
            start++;
        }
        zeros += start - from;
        int stop = to;
        while (stop > start && text[stop - 1] == '0') {
            stop--;
        }
        boolean fraction = stop < to && stop > start && (text[stop - 1] == '.' || text[stop - 1] == ',');
        return Fingerprint.of(before, text, start, fraction ? stop - 1 : to);
    }

    private long text(long before, char[] text, int from, int to) {
        long hash = Fingerprint.begin(before);
        int length = 0;
        char last = 0;
        for (int i = from; i < to; i++) {
            char letter = text[i];
            boolean sound = letter < 0x80 && letter != '?';
            letters += sound ? 0 : soundness(text, to, i);
            char seen = sound ? letter : '?';
            if (sound || length == 0 || last != '?') {
                hash = Fingerprint.with(hash, seen);
                length++;
                last = seen;
            }
        }
        return Fingerprint.end(hash, length);
    }

    private static int soundness(char[] text, int to, int at) {
        char letter = text[at];
        if (letter == '?') {
            return -1;
        }
        if (letter == UNREADABLE) {
            return -3;
        }
        if (isBegunTwice(text, to, at)) {
            return -2;
        }
        return letter > 0x24F && Character.isLetter(letter) ? 1 : 0;
    }

    /** Reports whether two letters are the bytes of one letter in UTF-8. */
    private static boolean isBegunTwice(char[] text, int to, int at) {
        char letter = text[at];
        if (letter < 0xC2 || letter > 0xF4 || at + 1 == to) {
            return false;
        }
        char next = text[at + 1];
        return next >= 0x80 && next <= 0xBF || HIGH.indexOf(next) >= 0;
    }
}
