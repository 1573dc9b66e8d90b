package io.sesam.talk.beam;

import io.sesam.talk.model.Link;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The records, links and members of a block, one after the other. */
final class RecordFrames {
    /** The first byte of a link; that of a record is less. */
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
    private long position;
    private int bodyAt;

    RecordFrames(byte[] block) {
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
        return kind == 1;
    }

    long home() {
        return home;
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
