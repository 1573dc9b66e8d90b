package io.sesam.talk.connector.csv.history;

import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.connector.csv.table.IdIndex;
import io.sesam.talk.spi.IdSpellings;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** The ids and row fingerprints of one reading. */
public final class FileSnapshot {
    private static final int MAGIC = 0x7a1c_0002;
    /** The format without encoding, notes and shapes. */
    private static final int EARLIER = 0x7a1c_0001;

    private static final int CHECKSUM = Long.BYTES;
    /** The least number of bytes of a record. */
    private static final int LEAST = 10;

    private static final int BUFFER = 1 << 16;
    /** The fingerprint of an absent record. */
    public static final long ABSENT = 0;

    private final byte[] content;
    private final String encoding;
    private final List<String> notes;
    private final IdIndex ids;
    private long[] fingerprints;
    private long[] shapes;
    private int[] letters;
    private int[] zeros;

    private FileSnapshot(byte[] content, String encoding, List<String> notes, int size) {
        this.content = content;
        this.encoding = encoding;
        this.notes = notes;
        this.ids = new IdIndex();
        ids.expect(size, 0);
        this.fingerprints = new long[size];
        this.shapes = new long[size];
        this.letters = new int[size];
        this.zeros = new int[size];
    }

    /**
     * Encodes a table.
     *
     * @param before the snapshot of the reading before; the rows that are rejected now are carried over
     */
    public static void write(FileTable table, byte[] content, Optional<FileSnapshot> before, OutputStream to)
            throws IOException {
        List<String> carried = before.map(snapshot -> snapshot.heldIn(table)).orElse(List.of());
        CheckedOutputStream checked = new CheckedOutputStream(to, new CRC32C());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
        out.writeInt(MAGIC);
        out.writeInt(content.length);
        out.write(content);
        out.writeUTF(table.encoding());
        out.writeInt(table.notes().size());
        for (String note : table.notes()) {
            out.writeUTF(note);
        }
        out.writeInt(table.size() + carried.size());
        for (int row = 0; row < table.size(); row++) {
            out.writeUTF(table.id(row));
            out.writeLong(table.fingerprint(row));
            out.writeLong(table.shape(row));
            out.writeInt(table.letters(row));
            out.writeInt(table.zeros(row));
        }
        for (String id : carried) {
            before.orElseThrow().write(id, out);
        }
        out.flush();
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    private void write(String id, DataOutputStream out) throws IOException {
        int number = ids.find(id);
        out.writeUTF(id);
        out.writeLong(fingerprints[number]);
        out.writeLong(shapes[number]);
        out.writeInt(letters[number]);
        out.writeInt(zeros[number]);
    }

    /**
     * Parses the result of {@link #write}, and the earlier format; refuses anything else.
     *
     * @param length the number of bytes
     */
    public static FileSnapshot parse(InputStream bytes, long length) throws IOException {
        if (length < 2 * CHECKSUM) {
            throw new IOException("the snapshot is too short");
        }
        SnapshotInput in = new SnapshotInput(bytes);
        int magic = in.readInt();
        if (magic != MAGIC && magic != EARLIER) {
            throw new IOException("the snapshot is damaged");
        }
        byte[] content = in.readNBytes((int) Math.min(length, in.readInt()));
        String encoding = magic == MAGIC ? in.readUtf() : "";
        List<String> notes = new ArrayList<>();
        for (int count = magic == MAGIC ? in.readInt() : 0; count > 0; count--) {
            notes.add(in.readUtf());
        }
        int size = in.readInt();
        if (size < 0 || size > length / LEAST) {
            throw new IOException("the snapshot is damaged");
        }
        FileSnapshot snapshot = new FileSnapshot(content, encoding, notes, size);
        for (int row = 0; row < size; row++) {
            int number = in.readId(snapshot.ids);
            snapshot.fingerprints[number] = in.readLong();
            if (magic == MAGIC) {
                snapshot.shapes[number] = in.readLong();
                snapshot.letters[number] = in.readInt();
                snapshot.zeros[number] = in.readInt();
            }
        }
        long checksum = in.checksum();
        if (in.readLong() != checksum) {
            throw new IOException("the snapshot is damaged");
        }
        return snapshot;
    }

    /** Reports whether it was made from this content. That includes the way the bytes were decoded. */
    public boolean isOf(byte[] otherContent) {
        return Arrays.equals(content, otherContent);
    }

    /** Returns the number of records. */
    public int size() {
        int size = 0;
        for (int i = 0; i < ids.size(); i++) {
            size += fingerprints[i] == ABSENT ? 0 : 1;
        }
        return size;
    }

    public boolean knows(String id) {
        return ids.find(id) >= 0;
    }

    public IdIndex ids() {
        return ids;
    }

    /** Returns the encoding of the file; empty when the file proved none. */
    public String encoding() {
        return encoding;
    }

    /** Returns what a person should know about the reading. */
    public List<String> notes() {
        return notes;
    }

    /** Returns the number of the record of a row, or -1. */
    public int find(FileTable table, int row) {
        return ids.find(table.ids(), row);
    }

    /** Returns the fingerprint of a record; ABSENT where it has no row. */
    public long fingerprint(String id) {
        int number = ids.find(id);
        return number < 0 ? ABSENT : fingerprints[number];
    }

    /** Returns the fingerprint of a record by its number; ABSENT where it has no row. */
    public long fingerprint(int number) {
        return fingerprints[number];
    }

    /** Returns the hash of what damage leaves of a record as it is; 0 when it is not known. */
    public long shape(int number) {
        return shapes[number];
    }

    /** Returns how sound the letters of a record were. */
    public int letters(int number) {
        return letters[number];
    }

    /** Returns the number of leading zeros and signs of the numbers of a record. */
    public int zeros(int number) {
        return zeros[number];
    }

    /** Returns the records without a row in a table that may be among its rejected rows. */
    private List<String> heldIn(FileTable table) {
        return missingFrom(table).stream().filter(table.rejected()::mayHold).toList();
    }

    /** Returns the ids missing from a table, without those that may be among its rejected rows. */
    public List<String> goneFrom(FileTable table) {
        return missingFrom(table).stream()
                .filter(id -> !table.rejected().mayHold(id))
                .toList();
    }

    /**
     * Applies a row that Talk wrote. Only where the row had this snapshot's state just before; otherwise a person had
     * changed it, and that change has not been listed yet.
     */
    public void follow(WriteJournal.Entry written) {
        int number = ids.find(written.id());
        if (number < 0 && written.before() == ABSENT) {
            number = ids.add(written.id());
            grow(number);
            set(number, written.after());
        } else if (number >= 0 && fingerprints[number] == written.before()) {
            set(number, written.after());
        }
    }

    /** Sets the fingerprint of a record of which nothing else is known. */
    private void set(int number, long fingerprint) {
        fingerprints[number] = fingerprint;
        shapes[number] = 0;
        letters[number] = 0;
        zeros[number] = 0;
    }

    private void grow(int number) {
        if (number == fingerprints.length) {
            int length = Math.max(16, number + number / 2);
            fingerprints = Arrays.copyOf(fingerprints, length);
            shapes = Arrays.copyOf(shapes, length);
            letters = Arrays.copyOf(letters, length);
            zeros = Arrays.copyOf(zeros, length);
        }
    }

    /** Returns the rows that are new or different. */
    public int[] changedIn(FileTable table) {
        int[] rows = new int[table.size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            int number = find(table, row);
            if (number < 0 || fingerprints[number] != table.fingerprint(row)) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** Returns the new ids of records whose ids were respelt: the contents prove that they are the same. */
    public Map<String, String> respelt(FileTable table, List<String> gone) {
        if (gone.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> vanished = new HashMap<>();
        gone.forEach(id -> vanished.put(id, fingerprint(id)));
        Map<String, Long> appeared = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            if (find(table, row) < 0) {
                appeared.put(table.id(row), table.fingerprint(row));
            }
        }
        return IdSpellings.followed(vanished, appeared);
    }

    private List<String> missingFrom(FileTable table) {
        BitSet present = new BitSet(ids.size());
        for (int row = 0; row < table.size(); row++) {
            int number = find(table, row);
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
