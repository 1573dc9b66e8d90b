package io.sesam.talk.connector.csv;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * The encoding and delimiter of a file.
 *
 * @param charset its encoding
 * @param mark the length of its byte order mark, in bytes
 * @param delimiter the character between cells
 * @param preamble the number of characters between mark and header: a line {@code sep=;}
 */
record CsvDialect(Charset charset, int mark, char delimiter, int preamble) {
    /** The encoding that spreadsheets call ANSI in Western Europe and America. */
    static final Charset WINDOWS = Charset.forName("windows-1252");

    /** Returns the format for commons-csv. Keeps every line and all white space. */
    static CSVFormat format(char delimiter) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
    }

    CSVParser parser(String text) {
        try {
            return CSVParser.builder()
                    .setReader(new StringReader(text))
                    .setFormat(format(delimiter))
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String decode(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, charset);
    }

    byte[] encode(String text) {
        return text.getBytes(charset);
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
