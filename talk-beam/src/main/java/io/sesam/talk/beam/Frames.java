package io.sesam.talk.beam;

import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.model.Link;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What {@link Blocks} hold, one after the other. */
final class Frames {
    private Frames() {}

    /** The records, links and members of a block, one after the other. */
    static final class Records {
        /** The first byte of a record. */
        static final byte RECORD = 0;
        /** The first byte of a record that one match key alone can join to others. */
        static final byte ALONE = 1;
        /** The first byte of a link. */
        static final byte LINK = 2;
        /** The first byte of a frame that says which golden record a record belongs to. */
        static final byte MEMBER = 3;

        private static final LinkCoder LINKS = LinkCoder.of();

        private final ByteBuffer block;
        private String source = "";
        private byte[] sourceBytes = new byte[0];
        private int start;
        private byte kind;
        private long home;
        private long reference;
        private long position;
        private int bodyAt;

        Records(byte[] block) {
            this.block = ByteBuffer.wrap(block);
        }

        boolean next() {
            if (!block.hasRemaining()) {
                return false;
            }
            start = block.position();
            kind = block.get();
            if (kind < LINK) {
                home = block.getLong();
                reference = block.getLong();
                position = block.getLong();
                readSource();
            }
            int length = block.getInt();
            bodyAt = block.position();
            block.position(bodyAt + length);
            return true;
        }

        /** Most rows of a block are of one source. */
        private void readSource() {
            int length = block.getInt();
            int at = block.position();
            if (!Arrays.equals(sourceBytes, 0, sourceBytes.length, block.array(), at, at + length)) {
                sourceBytes = Arrays.copyOfRange(block.array(), at, at + length);
                source = new String(sourceBytes, StandardCharsets.UTF_8);
            }
            block.position(at + length);
        }

        boolean isLink() {
            return kind == LINK;
        }

        boolean isMember() {
            return kind == MEMBER;
        }

        /** Returns system and id of a record, and the id of its golden record. */
        String[] member() {
            ByteBuffer body = block.duplicate().position(bodyAt);
            String[] texts = new String[3];
            for (int i = 0; i < texts.length; i++) {
                int length = body.getInt();
                texts[i] = new String(block.array(), body.position(), length, StandardCharsets.UTF_8);
                body.position(body.position() + length);
            }
            return texts;
        }

        boolean isAlone() {
            return kind == ALONE;
        }

        long home() {
            return home;
        }

        byte kind() {
            return kind;
        }

        long reference() {
            return reference;
        }

        long position() {
            return position;
        }

        String source() {
            return source;
        }

        /** Returns the row of a record. */
        MergeInput row(String type) {
            return new MergeInput(source, position, type, record(), "");
        }

        byte[] record() {
            return Arrays.copyOfRange(block.array(), bodyAt, block.position());
        }

        Link link() {
            try {
                return LINKS.decode(new ByteArrayInputStream(block.array(), bodyAt, block.position() - bodyAt));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // an array has all that was written
            }
        }

        /** Returns where the frame begins in the array. */
        int start() {
            return start;
        }

        int length() {
            return block.position() - start;
        }
    }

    /** The golden records and refused rows of a block, one after the other. */
    static final class Results {
        static final byte GOLDEN = 0;
        /** A golden record of a record that is kept apart. */
        static final byte PARKED = 1;

        static final byte REFUSED = 2;

        private final ByteBuffer block;
        private byte kind;
        private int bodyAt;
        private int bodyLength;
        private int end;

        Results(byte[] block) {
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
}
