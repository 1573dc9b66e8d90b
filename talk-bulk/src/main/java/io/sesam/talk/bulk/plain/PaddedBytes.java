package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.ByteWords;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text in UTF-8 with the slack that fast copies need.
 *
 * @param bytes its bytes and more
 * @param length the number of its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PaddedBytes(byte[] bytes, int length) {
    static PaddedBytes of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new PaddedBytes(Arrays.copyOf(utf8, utf8.length + ByteWords.SLACK), utf8.length);
    }

    /** Writes the text; returns the offset after it. */
    int copy(byte[] into, int at) {
        return ByteWords.copy(bytes, 0, into, at, length);
    }
}
