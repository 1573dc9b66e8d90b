package io.sesam.talk.connector.csv.decode;

import io.sesam.talk.connector.csv.disk.FileImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** The letters of a file, decoded part by part. */
public final class TextSource implements AutoCloseable {
    private static final int PART = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes;
    private long offset;
    private int left;
    private boolean ended;
    private boolean misfit;

    private TextSource(InputStream in, Charset charset, int from, int to) {
        this.in = in;
        this.offset = from;
        this.left = Math.max(0, to - from);
        this.bytes = ByteBuffer.allocate(Math.min(PART, left + 1)).limit(0);
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Opens the letters between two offsets. */
    public static TextSource of(FileImage image, Charset charset, int from, int to) throws IOException {
        return new TextSource(image.open(from), charset, from, to);
    }

    /** Decodes letters into an array; returns their number, -1 at the end, or where bytes do not fit. */
    public int read(char[] into, int at) throws IOException {
        CharBuffer letters = CharBuffer.wrap(into, at, into.length - at);
        while (letters.position() == at && !ended) {
            fill();
            int before = bytes.position();
            CoderResult result = decoder.decode(bytes, letters, left == 0);
            offset += bytes.position() - before;
            if (result.isError()) {
                misfit = true;
                ended = true;
            } else if (result.isUnderflow() && left == 0) {
                decoder.flush(letters);
                ended = true;
            } else if (result.isOverflow()) {
                break;
            }
        }
        return letters.position() > at || !ended ? letters.position() - at : -1;
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.readNBytes(bytes.array(), bytes.position(), Math.min(bytes.remaining(), left));
        left = read < Math.min(bytes.remaining(), left) ? 0 : left - read;
        bytes.position(bytes.position() + read).flip();
    }

    /** Reports whether reading ended at bytes that do not fit the encoding. */
    public boolean isMisfit() {
        return misfit;
    }

    /** Returns the offset of the next byte. */
    public long offset() {
        return offset;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
