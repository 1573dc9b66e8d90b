package io.sesam.talk.beam;

import io.sesam.talk.model.Link;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What goes to a shard, as bytes: a record with its home, or a link.
 *
 * @param home the home of a record
 * @param isAlone whether one match key alone can join the record to others
 * @param row the record, normalised
 */
record Placed(long home, boolean isAlone, MergeInput row) {
    private static final byte LINK = 2;
    private static final int HEAD = 1 + Long.BYTES;
    private static final MergeInputCoder ROWS = MergeInputCoder.of();
    private static final LinkCoder LINKS = LinkCoder.of();

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEAD + row.record().length + 64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(isAlone ? 1 : 0);
            out.writeLong(home);
            ROWS.encode(row, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes all
        }
        return bytes.toByteArray();
    }

    static byte[] encode(Link link) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        bytes.write(LINK);
        try {
            LINKS.encode(link, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes all
        }
        return bytes.toByteArray();
    }

    static long home(byte[] encoded) {
        return ByteBuffer.wrap(encoded).getLong(1);
    }

    static boolean isLink(byte[] encoded) {
        return encoded[0] == LINK;
    }

    static Link link(byte[] encoded) {
        try {
            return LINKS.decode(new ByteArrayInputStream(encoded, 1, encoded.length - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array has all that was written
        }
    }

    static Placed decode(byte[] encoded) {
        try {
            return new Placed(
                    home(encoded),
                    encoded[0] == 1,
                    ROWS.decode(new ByteArrayInputStream(Arrays.copyOfRange(encoded, HEAD, encoded.length))));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array has all that was written
        }
    }
}
