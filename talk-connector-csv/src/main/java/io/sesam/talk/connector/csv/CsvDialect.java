package io.sesam.talk.connector.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The encoding and delimiter of a file.
 *
 * @param charset its encoding
 * @param mark the length of its byte order marks, in bytes
 * @param delimiter the character between cells
 * @param preamble the number of characters between mark and header: a line {@code sep=;}
 */
record CsvDialect(Charset charset, int mark, char delimiter, int preamble) {
    /** The encoding that spreadsheets call ANSI in Western Europe and America. */
    static final Charset WINDOWS = Charset.forName("windows-1252");

    /** The character that ended a file in DOS; some programs still write it. */
    private static final char END_OF_FILE = '\u001a';

    String decode(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, charset);
    }

    byte[] encode(String text) {
        return text.getBytes(charset);
    }

    /** Returns the offset of the end-of-file characters of a text. */
    static int endOf(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == END_OF_FILE) {
            end--;
        }
        return end;
    }

    /** Reports whether the encoding can represent a text. */
    boolean canHold(String text) {
        return charset.newEncoder().canEncode(text);
    }

    /** Returns the encoded length of a substring. */
    int bytes(String text, int from, int to) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return utf8(text, from, to);
        }
        if (charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE)) {
            return 2 * (to - from);
        }
        return charset.equals(WINDOWS) ? to - from : text.substring(from, to).getBytes(charset).length;
    }

    private static int utf8(String text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char letter = text.charAt(i);
            // Each surrogate counts two: together they take four bytes.
            bytes += letter < 0x80 ? 1 : letter < 0x800 || Character.isSurrogate(letter) ? 2 : 3;
        }
        return bytes;
    }
}
