package io.sesam.talk.connector.csv.decode;

import io.sesam.talk.connector.csv.disk.FileImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of a file in UTF-8, whatever its encoding. */
public final class Utf8Source implements AutoCloseable {
    private static final int PART = 1 << 15;

    private final InputStream in;
    private final @Nullable TextSource text;
    private final char[] letters;
    private byte[] encoded = new byte[0];
    private int taken;
    private int left;

    private Utf8Source(InputStream in, @Nullable TextSource text, int left) {
        this.in = in;
        this.text = text;
        this.letters = new char[text == null ? 0 : PART];
        this.left = left;
    }

    /** Opens the text between two offsets. */
    public static Utf8Source of(FileImage image, Charset charset, int from, int to) throws IOException {
        return charset.equals(StandardCharsets.UTF_8)
                ? new Utf8Source(image.open(from), null, Math.max(0, to - from))
                : new Utf8Source(
                        InputStream.nullInputStream(), TextSource.of(image, charset, from, to), Math.max(0, to - from));
    }

    /** Reads bytes into an array; returns their number, -1 at the end. */
    public int read(byte[] into, int at, int most) throws IOException {
        TextSource source = text;
        if (source == null) {
            int read = in.readNBytes(into, at, Math.min(most, left));
            left -= read;
            return read == 0 ? -1 : read;
        }
        if (taken == encoded.length) {
            int read = source.read(letters, 0);
            if (read < 0) {
                return -1;
            }
            encoded = new String(letters, 0, read).getBytes(StandardCharsets.UTF_8);
            taken = 0;
        }
        int count = Math.min(most, encoded.length - taken);
        System.arraycopy(encoded, taken, into, at, count);
        taken += count;
        return count;
    }

    /** Reports, at the end, whether the file was read to the offset given, and fitted its encoding. */
    public boolean isComplete(int to) {
        return text == null ? left == 0 : !text.isMisfit() && text.offset() == to;
    }

    @Override
    public void close() throws IOException {
        in.close();
        if (text != null) {
            text.close();
        }
    }
}
