package io.sesam.talk.connector.csv.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** The rows that Talk wrote since a generation. Stored in batches; an incomplete batch after a crash is ignored. */
public final class WriteJournal {
    /**
     * A row that Talk wrote.
     *
     * @param id the record's id
     * @param before the row's fingerprint just before, or {@link FileSnapshot#ABSENT}
     * @param after its fingerprint since, or {@link FileSnapshot#ABSENT}
     */
    public record Entry(String id, long before, long after) {}

    private WriteJournal() {}

    /** Encodes a batch for appending to the journal. */
    public static byte[] bytesOf(List<Entry> entries) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] batch = batchOf(entries);
            out.writeInt(batch.length);
            out.write(batch);
            out.writeLong(checksum(batch));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] batchOf(List<Entry> entries) throws IOException {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(entries.size());
            for (Entry entry : entries) {
                out.writeUTF(entry.id());
                out.writeLong(entry.before());
                out.writeLong(entry.after());
            }
            return bytes.toByteArray();
        }
    }

    /** Parses all complete batches, in order. */
    public static List<Entry> parse(byte[] file) {
        List<Entry> entries = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
            while (in.available() > 0) {
                byte[] batch = in.readNBytes(in.readInt());
                if (in.readLong() != checksum(batch)) {
                    return entries;
                }
                entries.addAll(entriesOf(batch));
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) {
            return entries; // truncated: the missing entries are listed again as changes
        }
    }

    private static List<Entry> entriesOf(byte[] batch) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(batch))) {
            int count = in.readInt();
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                entries.add(new Entry(in.readUTF(), in.readLong(), in.readLong()));
            }
            return entries;
        }
    }

    private static long checksum(byte[] batch) {
        CRC32C checksum = new CRC32C();
        checksum.update(batch);
        return checksum.getValue();
    }
}
