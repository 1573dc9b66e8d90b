package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.ByteWords;
import io.sesam.talk.bulk.work.TextFiles;
import java.util.Arrays;

/** Bytes of rows for one file, written there when there are enough. For one thread. */
final class RowBytes {
    private static final int FULL = 1 << 16;

    private final TextFiles files;
    private final String file;
    private byte[] bytes = new byte[FULL + (FULL >> 1)];
    private int length;

    RowBytes(TextFiles files, String file) {
        this.files = files;
        this.file = file;
    }

    /** Makes room for so many bytes; all others methods that add bytes need it. */
    void room(int more) {
        if (length > FULL) {
            flush();
        }
        if (bytes.length - length < more + ByteWords.SLACK) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more + ByteWords.SLACK));
        }
    }

    void octet(char letter) {
        bytes[length++] = (byte) letter;
    }

    /** Adds bytes from an array with slack. */
    void add(byte[] from, int offset, int count) {
        length = ByteWords.copy(from, offset, bytes, length, count);
    }

    void add(PaddedBytes text) {
        add(text.bytes(), 0, text.length());
    }

    /** Adds the text of a cell. */
    void cell(byte[] from, int offset, int count, boolean quoted) {
        if (quoted) {
            length = quoted(from, offset, count, bytes, length);
        } else {
            add(from, offset, count);
        }
    }

    /** Writes a text in quotation marks; returns the offset after it. */
    static int quoted(byte[] from, int offset, int count, byte[] into, int at) {
        int to = at;
        into[to++] = '"';
        for (int i = offset; i < offset + count; i++) {
            if (from[i] == '"') {
                into[to++] = '"';
            }
            into[to++] = from[i];
        }
        into[to++] = '"';
        return to;
    }

    void flush() {
        files.write(file, bytes, length);
        length = 0;
    }
}
