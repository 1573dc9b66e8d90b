package io.sesam.talk.connector.csv.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.connector.csv.table.IdIndex;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Tests that a snapshot is read as it was written, whatever pieces the file system gives. */
final class SnapshotInputTest {
    private static final int[] LETTERS = {'a', '7', '-', ' ', 'å', 'Ж', '漢', 0, 0x1F600};

    @Test
    void whatIsWrittenIsReadWithItsChecksum() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<Object> written = new ArrayList<>();
            byte[] bytes = write(random, written);
            SnapshotInput in = new SnapshotInput(inPieces(bytes, random));
            IdIndex ids = new IdIndex();
            for (Object one : written) {
                assertThat(read(in, one, ids)).as("seed %d", seed).isEqualTo(one);
            }
            CRC32C expected = new CRC32C();
            expected.update(bytes);
            assertThat(in.checksum()).as("seed %d", seed).isEqualTo(expected.getValue());
            assertThatExceptionOfType(EOFException.class).isThrownBy(in::readInt);
        }
    }

    @Test
    void aCutTextIsNoText() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DataOutputStream(out).writeUTF("abc");
        byte[] cut = new byte[out.size() - 1];
        System.arraycopy(out.toByteArray(), 0, cut, 0, cut.length);

        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> new SnapshotInput(new ByteArrayInputStream(cut)).readId(new IdIndex()));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new SnapshotInput(new ByteArrayInputStream(cut)).readNBytes(-1));
    }

    private static byte[] write(Random random, List<Object> written) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < 3_000; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    written.add(random.nextInt());
                    out.writeInt((Integer) written.get(i));
                }
                case 1 -> {
                    written.add(random.nextLong());
                    out.writeLong((Long) written.get(i));
                }
                case 2 -> {
                    written.add(text(random));
                    out.writeUTF((String) written.get(i));
                }
                default -> {
                    byte[] some = new byte[random.nextInt(200)];
                    random.nextBytes(some);
                    written.add(some);
                    out.write(some);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static Object read(SnapshotInput in, Object like, IdIndex ids) throws IOException {
        if (like instanceof Integer) {
            return in.readInt();
        }
        if (like instanceof Long) {
            return in.readLong();
        }
        return like instanceof byte[] some ? in.readNBytes(some.length) : ids.id(in.readId(ids));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int letters = random.nextInt(100) == 0 ? LETTERS.length : random.nextInt(3);
        for (int length = random.nextInt(random.nextInt(50) == 0 ? 9_000 : 30); length > 0; length--) {
            text.appendCodePoint(LETTERS[random.nextInt(letters + 1) % LETTERS.length]);
        }
        return text.toString();
    }

    private static InputStream inPieces(byte[] bytes, Random random) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                return super.read(to, from, Math.min(length, 1 + random.nextInt(70_000)));
            }
        };
    }
}
