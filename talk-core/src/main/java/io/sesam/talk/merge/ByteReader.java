package io.sesam.talk.merge;

import java.nio.charset.StandardCharsets;

/** The reader of what {@link ByteWriter} wrote. Throws {@link IndexOutOfBoundsException} at the end. */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean isAtEnd() {
        return at == end;
    }

    private int take(int count) {
        if (count < 0 || count > end - at) {
            throw new IndexOutOfBoundsException(count);
        }
        at += count;
        return at - count;
    }

    int octet() {
        return bytes[take(1)] & 0xff;
    }

    int number() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int octet = octet();
            value |= (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("a number of more than five bytes");
    }

    int word() {
        int from = take(4);
        return bytes[from] << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | bytes[from + 3] & 0xff;
    }

    long time() {
        long high = word();
        return high << 32 | word() & 0xffff_ffffL;
    }

    String text() {
        int head = number();
        int count = head >>> 1;
        if ((head & 1) == 0) {
            return new String(bytes, take(count), count, StandardCharsets.UTF_8);
        }
        char[] units = new char[Math.min(count, end - at)];
        for (int i = 0; i < count; i++) {
            int high = octet();
            units[i] = (char) (high << 8 | octet());
        }
        return new String(units);
    }
}
