package io.sesam.talk.connector.csv;

/**
 * The part of a row that damage by a program leaves as it is (R42).
 *
 * <p>Rows of one shape differ only in letters outside ASCII and question marks, and in the zeros and signs that a
 * spreadsheet takes off a number.
 */
final class RowShape {
    private static final String HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    private static final char UNREADABLE = '\uFFFD';

    private long shape;
    private int letters;
    private int zeros;

    private RowShape() {}

    /** Computes the shape of a row from its properties. */
    static RowShape of(Columns columns, String[] cells) {
        RowShape shape = new RowShape();
        for (int property = 0; property < columns.schema().size(); property++) {
            int column = columns.of(property).orElse(cells.length);
            if (column < cells.length) {
                shape.take(property, cells[column].strip());
            }
        }
        return shape;
    }

    private void take(int property, String cell) {
        if (!cell.isEmpty()) {
            shape = Fingerprint.of(shape + property, isNumber(cell) ? number(cell) : text(cell));
        }
    }

    /** Returns the hash of the shape; never 0. */
    long hash() {
        return shape == 0 ? 1 : shape;
    }

    /** Returns how sound the letters are; question marks and wrongly decoded letters count against them. */
    int letters() {
        return letters;
    }

    /** Returns the number of leading zeros and signs of numbers. */
    int zeros() {
        return zeros;
    }

    private static boolean isNumber(String cell) {
        int at = cell.charAt(0) == '+' ? 1 : 0;
        int digits = 0;
        int points = 0;
        for (; at < cell.length(); at++) {
            char letter = cell.charAt(at);
            digits += letter >= '0' && letter <= '9' ? 1 : 0;
            points += letter == '.' || letter == ',' ? 1 : 0;
            if ((letter < '0' || letter > '9') && letter != '.' && letter != ',') {
                return false;
            }
        }
        return digits > 0 && points <= 1;
    }

    private String number(String cell) {
        int start = cell.charAt(0) == '+' ? 1 : 0;
        while (start < cell.length() - 1 && cell.charAt(start) == '0' && Character.isDigit(cell.charAt(start + 1))) {
            start++;
        }
        zeros += start;
        return cell.substring(start).replaceFirst("[.,]0+$", "");
    }

    private String text(String cell) {
        StringBuilder seen = new StringBuilder(cell.length());
        for (int i = 0; i < cell.length(); i++) {
            char letter = cell.charAt(i);
            if (letter < 0x80 && letter != '?') {
                seen.append(letter);
                continue;
            }
            if (seen.length() == 0 || seen.charAt(seen.length() - 1) != '?') {
                seen.append('?');
            }
            letters += soundness(cell, i);
        }
        return seen.toString();
    }

    private static int soundness(String cell, int at) {
        char letter = cell.charAt(at);
        if (letter == '?') {
            return -1;
        }
        if (letter == UNREADABLE) {
            return -3;
        }
        if (isBegunTwice(cell, at)) {
            return -2;
        }
        return letter > 0x24F && Character.isLetter(letter) ? 1 : 0;
    }

    /** Reports whether two letters are the bytes of one letter in UTF-8. */
    private static boolean isBegunTwice(String cell, int at) {
        char letter = cell.charAt(at);
        if (letter < 0xC2 || letter > 0xF4 || at + 1 == cell.length()) {
            return false;
        }
        char next = cell.charAt(at + 1);
        return next >= 0x80 && next <= 0xBF || HIGH.indexOf(next) >= 0;
    }
}
