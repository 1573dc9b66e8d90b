package io.sesam.talk.beam;

import io.sesam.talk.bulk.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The golden records and refused rows of a block, one after the other. */
final class ResultFrames {
    static final byte GOLDEN = 0;
    /** A golden record of a record that is kept apart. */
    static final byte PARKED = 1;

    static final byte REFUSED = 2;

    private final ByteBuffer block;
    private byte kind;
    private int bodyAt;
    private int bodyLength;
    private int end;

    ResultFrames(byte[] block) {
        this.block = ByteBuffer.wrap(block);
    }

    /** Goes to the next frame, at its head. */
    boolean next() {
        if (end >= block.limit()) {
            return false;
        }
        kind = block.get(end);
        int headAt = end + 1 + Integer.BYTES;
        int headLength = block.getInt(end + 1);
        bodyLength = block.getInt(headAt + headLength);
        bodyAt = headAt + headLength + Integer.BYTES;
        end = bodyAt + bodyLength;
        block.position(headAt);
        return true;
    }

    boolean isGolden() {
        return kind != REFUSED;
    }

    boolean isParked() {
        return kind == PARKED;
    }

    /** Reads how many records a golden record has; then come its id, and system and id of each. */
    int members() {
        return block.getInt();
    }

    String text() {
        int length = block.getInt();
        int at = block.position();
        block.position(at + length);
        return new String(block.array(), at, length, StandardCharsets.UTF_8);
    }

    /** Returns the bytes of the golden record. */
    byte[] golden() {
        return Arrays.copyOfRange(block.array(), bodyAt, bodyAt + bodyLength);
    }

    Refusal refusal() {
        long position = block.getLong();
        return Refusal.of(text(), position, text());
    }
}
