package io.sesam.talk.merge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of numbers and texts, one after another. */
final class ByteWriter {
    private byte[] bytes;
    private int length;

    ByteWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    ByteWriter octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Adds a number from 0 on, in seven bits a byte. */
    ByteWriter number(int value) {
        room(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    ByteWriter word(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >> shift);
        }
        return this;
    }

    ByteWriter time(long value) {
        return word((int) (value >> 32)).word((int) value);
    }

    /** Adds a text as UTF-8, or as its characters where UTF-8 would lose one of them. */
    ByteWriter text(String text) {
        if (isAsciiAdded(text)) {
            return this;
        }
        if (hasLoneSurrogate(text)) {
            number(text.length() << 1 | 1);
            for (int i = 0; i < text.length(); i++) {
                octet(text.charAt(i) >> 8).octet(text.charAt(i));
            }
            return this;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length << 1);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    /** Most texts are ASCII: adds such a text in one go, and nothing of any other. */
    private boolean isAsciiAdded(String text) {
        int before = length;
        int count = text.length();
        number(count << 1);
        room(count);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                length = before;
                return false;
            }
            to[at + i] = (byte) unit;
        }
        length = at + count;
        return true;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    int length() {
        return length;
    }

    /** Returns the bytes without a copy; only the first {@link #length()} count. */
    byte[] array() {
        return bytes;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
