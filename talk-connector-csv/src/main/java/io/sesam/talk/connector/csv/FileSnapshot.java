package io.sesam.talk.connector.csv;

import io.sesam.talk.spi.IdSpellings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** The ids and row fingerprints of one reading. */
final class FileSnapshot {
    private static final int MAGIC = 0x7a1c_0001;
    private static final int CHECKSUM = Long.BYTES;
    /** The fingerprint of an absent record. */
    static final long ABSENT = 0;

    private final byte[] content;
    private final IdIndex ids;
    private long[] fingerprints;

    private FileSnapshot(byte[] content, IdIndex ids, long[] fingerprints) {
        this.content = content;
        this.ids = ids;
        this.fingerprints = fingerprints;
    }

    static byte[] bytesOf(FileTable table, byte[] content) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + table.size() * 24);
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(content.length);
            out.write(content);
            out.writeInt(table.size());
            for (int row = 0; row < table.size(); row++) {
                out.writeUTF(table.id(row));
                out.writeLong(table.fingerprint(row));
            }
            out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses the result of {@link #bytesOf}; refuses anything else. */
    static FileSnapshot parse(byte[] bytes) throws IOException {
        if (bytes.length < 2 * CHECKSUM) {
            throw new IOException("the snapshot is too short");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long checksum = checksum(bytes, bytes.length - CHECKSUM);
            if (in.readInt() != MAGIC || checksum != lastLong(bytes)) {
                throw new IOException("the snapshot is damaged");
            }
            byte[] content = in.readNBytes(in.readInt());
            int size = in.readInt();
            IdIndex ids = new IdIndex();
            long[] fingerprints = new long[Math.max(16, size)];
            for (int row = 0; row < size; row++) {
                fingerprints[ids.add(in.readUTF())] = in.readLong();
            }
            return new FileSnapshot(content, ids, fingerprints);
        }
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }

    private static long lastLong(byte[] bytes) throws IOException {
        int start = bytes.length - CHECKSUM;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, start, CHECKSUM))) {
            return in.readLong();
        }
    }

    /** Reports whether it was made from this content. That includes the way the bytes were decoded. */
    boolean isOf(byte[] otherContent) {
        return Arrays.equals(content, otherContent);
    }

    /** Returns the number of records. */
    int size() {
        int size = 0;
        for (int i = 0; i < ids.size(); i++) {
            size += fingerprints[i] == ABSENT ? 0 : 1;
        }
        return size;
    }

    boolean knows(String id) {
        return ids.find(id) >= 0;
    }

    /**
     * Applies a row that Talk wrote. Only where the row had this snapshot's state just before; otherwise a person had
     * changed it, and that change has not been listed yet.
     */
    void follow(WriteJournal.Entry written) {
        int number = ids.find(written.id());
        if (number < 0 && written.before() == ABSENT) {
            add(written.id(), written.after());
        } else if (number >= 0 && fingerprints[number] == written.before()) {
            fingerprints[number] = written.after();
        }
    }

    private void add(String id, long fingerprint) {
        int number = ids.add(id);
        if (number == fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, number * 2);
        }
        fingerprints[number] = fingerprint;
    }

    /** Returns the rows that are new or different. */
    int[] changedIn(FileTable table) {
        int[] rows = new int[table.size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            int number = ids.find(table.id(row));
            if (number < 0 || fingerprints[number] != table.fingerprint(row)) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** Returns the new ids of records whose ids were respelt: the contents prove that they are the same. */
    Map<String, String> respelt(FileTable table, List<String> gone) {
        if (gone.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> vanished = new HashMap<>();
        gone.forEach(id -> vanished.put(id, fingerprints[ids.find(id)]));
        Map<String, Long> appeared = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            if (ids.find(table.id(row)) < 0) {
                appeared.put(table.id(row), table.fingerprint(row));
            }
        }
        return IdSpellings.followed(vanished, appeared);
    }

    /** Returns the ids missing from a table. */
    List<String> goneFrom(FileTable table) {
        BitSet present = new BitSet(ids.size());
        for (int row = 0; row < table.size(); row++) {
            int number = ids.find(table.id(row));
            if (number >= 0) {
                present.set(number);
            }
        }
        List<String> gone = new ArrayList<>();
        for (int i = present.nextClearBit(0); i < ids.size(); i = present.nextClearBit(i + 1)) {
            if (fingerprints[i] != ABSENT) {
                gone.add(ids.id(i));
            }
        }
        return gone;
    }
}
