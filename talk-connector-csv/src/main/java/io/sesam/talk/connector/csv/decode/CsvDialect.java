package io.sesam.talk.connector.csv.decode;

import io.sesam.talk.connector.csv.disk.FileImage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The encoding and delimiter of a file.
 *
 * @param charset its encoding
 * @param mark the length of its byte order marks, in bytes
 * @param delimiter the character between cells
 * @param preamble the number of characters between mark and header: a line {@code sep=;}
 */
public record CsvDialect(Charset charset, int mark, char delimiter, int preamble) {
    /** The encoding that spreadsheets call ANSI in Western Europe and America. */
    public static final Charset WINDOWS = Charset.forName("windows-1252");

    /** The character that ended a file in DOS; some programs still write it. */
    private static final char END_OF_FILE = '\u001a';

    public String decode(byte[] bytes) {
        return new String(bytes, charset);
    }

    public byte[] encode(String text) {
        return text.getBytes(charset);
    }

    /** Returns the number of bytes at the end of a file that are end-of-file characters. */
    public int endMarks(FileImage image) {
        if (!isWide()) {
            return Math.min(image.survey().endMarks(), image.size() - mark);
        }
        int marks = 0;
        byte[] character = String.valueOf(END_OF_FILE).getBytes(charset);
        for (int at = image.size() - 2; at >= mark && Arrays.equals(image.bytes(at, at + 2), character); at -= 2) {
            marks += 2;
        }
        return marks;
    }

    private boolean isWide() {
        return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
    }

    /** Reports whether the encoding can represent a text. */
    public boolean canHold(String text) {
        return charset.newEncoder().canEncode(text);
    }

    /** Returns the encoded length of some letters. */
    public int bytes(char[] text, int from, int to) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return utf8(text, from, to);
        }
        if (isWide()) {
            return 2 * (to - from);
        }
        return charset.equals(WINDOWS) ? to - from : new String(text, from, to - from).getBytes(charset).length;
    }

    static int utf8(char[] text, int from, int to) {
        int bytes = to - from;
        for (int i = from; i < to; i++) {
            char letter = text[i];
            if (letter >= 0x80) {
                // Each surrogate counts two: together they take four bytes.
                bytes += letter < 0x800 || Character.isSurrogate(letter) ? 1 : 2;
            }
        }
        return bytes;
    }
}
