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
import java.util.Optional;
import java.util.zip.CRC32C;

/** The ids and row fingerprints of one reading. */
final class FileSnapshot {
    private static final int MAGIC = 0x7a1c_0002;
    /** The format without encoding, notes and shapes. */
    private static final int EARLIER = 0x7a1c_0001;

    private static final int CHECKSUM = Long.BYTES;
    /** The fingerprint of an absent record. */
    static final long ABSENT = 0;

    private final byte[] content;
    private final String encoding;
    private final List<String> notes;
    private final IdIndex ids;
    private RowMark[] marks;

    private FileSnapshot(byte[] content, String encoding, List<String> notes, IdIndex ids, RowMark[] marks) {
        this.content = content;
        this.encoding = encoding;
        this.notes = notes;
        this.ids = ids;
        this.marks = marks;
    }

    /**
     * Encodes a table.
     *
     * @param before the snapshot of the reading before; its rows that are put aside now are carried over
     */
    static byte[] bytesOf(FileTable table, byte[] content, Optional<FileSnapshot> before) {
        List<String> carried = before.map(snapshot -> snapshot.heldIn(table)).orElse(List.of());
        int size = table.size() + carried.size();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + size * 40);
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(content.length);
            out.write(content);
            out.writeUTF(table.encoding());
            out.writeInt(table.notes().size());
            for (String note : table.notes()) {
                out.writeUTF(note);
            }
            out.writeInt(size);
            for (int row = 0; row < table.size(); row++) {
                write(out, table.id(row), table.mark(row));
            }
            for (String id : carried) {
                write(out, id, before.orElseThrow().mark(id));
            }
            out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, String id, RowMark mark) throws IOException {
        out.writeUTF(id);
        out.writeLong(mark.fingerprint());
        out.writeLong(mark.shape());
        out.writeInt(mark.letters());
        out.writeInt(mark.zeros());
    }

    /** Parses the result of {@link #bytesOf}, and the earlier format; refuses anything else. */
    static FileSnapshot parse(byte[] bytes) throws IOException {
        if (bytes.length < 2 * CHECKSUM) {
            throw new IOException("the snapshot is too short");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long checksum = checksum(bytes, bytes.length - CHECKSUM);
            int magic = in.readInt();
            if (magic != MAGIC && magic != EARLIER || checksum != lastLong(bytes)) {
                throw new IOException("the snapshot is damaged");
            }
            byte[] content = in.readNBytes(in.readInt());
            String encoding = magic == MAGIC ? in.readUTF() : "";
            List<String> notes = new ArrayList<>();
            for (int count = magic == MAGIC ? in.readInt() : 0; count > 0; count--) {
                notes.add(in.readUTF());
            }
            int size = in.readInt();
            IdIndex ids = new IdIndex();
            RowMark[] marks = new RowMark[Math.max(16, size)];
            for (int row = 0; row < size; row++) {
                int number = ids.add(in.readUTF());
                long fingerprint = in.readLong();
                marks[number] = magic == MAGIC
                        ? new RowMark(fingerprint, in.readLong(), in.readInt(), in.readInt())
                        : RowMark.of(fingerprint);
            }
            return new FileSnapshot(content, encoding, notes, ids, marks);
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
            size += marks[i].fingerprint() == ABSENT ? 0 : 1;
        }
        return size;
    }

    boolean knows(String id) {
        return ids.find(id) >= 0;
    }

    IdIndex ids() {
        return ids;
    }

    /** Returns the encoding of the file; empty when the file proved none. */
    String encoding() {
        return encoding;
    }

    /** Returns what a person should know about the reading. */
    List<String> notes() {
        return notes;
    }

    /** Returns what is known of a record; ABSENT where it has no row. */
    RowMark mark(String id) {
        int number = ids.find(id);
        return number < 0 ? RowMark.of(ABSENT) : marks[number];
    }

    /** Returns the ids of all records. */
    List<String> records() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (marks[i].fingerprint() != ABSENT) {
                records.add(ids.id(i));
            }
        }
        return records;
    }

    /** Returns the records without a row in a table that may be among its rows put aside. */
    private List<String> heldIn(FileTable table) {
        return missingFrom(table).stream().filter(table.aside()::mayHold).toList();
    }

    /** Returns the ids missing from a table, without those that may be among its rows put aside. */
    List<String> goneFrom(FileTable table) {
        return missingFrom(table).stream()
                .filter(id -> !table.aside().mayHold(id))
                .toList();
    }

    /**
     * Applies a row that Talk wrote. Only where the row had this snapshot's state just before; otherwise a person had
     * changed it, and that change has not been listed yet.
     */
    void follow(WriteJournal.Entry written) {
        int number = ids.find(written.id());
        if (number < 0 && written.before() == ABSENT) {
            add(written.id(), written.after());
        } else if (number >= 0 && marks[number].fingerprint() == written.before()) {
            marks[number] = RowMark.of(written.after());
        }
    }

    private void add(String id, long fingerprint) {
        int number = ids.add(id);
        if (number == marks.length) {
            marks = Arrays.copyOf(marks, number * 2);
        }
        marks[number] = RowMark.of(fingerprint);
    }

    /** Returns the rows that are new or different. */
    int[] changedIn(FileTable table) {
        int[] rows = new int[table.size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            int number = ids.find(table.id(row));
            if (number < 0 || marks[number].fingerprint() != table.fingerprint(row)) {
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
        gone.forEach(id -> vanished.put(id, marks[ids.find(id)].fingerprint()));
        Map<String, Long> appeared = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            if (ids.find(table.id(row)) < 0) {
                appeared.put(table.id(row), table.fingerprint(row));
            }
        }
        return IdSpellings.followed(vanished, appeared);
    }

    private List<String> missingFrom(FileTable table) {
        BitSet present = new BitSet(ids.size());
        for (int row = 0; row < table.size(); row++) {
            int number = ids.find(table.id(row));
            if (number >= 0) {
                present.set(number);
            }
        }
        List<String> gone = new ArrayList<>();
        for (int i = present.nextClearBit(0); i < ids.size(); i = present.nextClearBit(i + 1)) {
            if (marks[i].fingerprint() != ABSENT) {
                gone.add(ids.id(i));
            }
        }
        return gone;
    }
}
