package io.sesam.talk.bulk.ids;

import io.sesam.talk.bulk.work.FrameReader;
import io.sesam.talk.bulk.work.Frames;
import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.bulk.work.LongMap;
import io.sesam.talk.bulk.work.SpillFiles;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;

/**
 * The heirs of the golden ids that an earlier merge gave to the records of one type, found on disk.
 *
 * <p>The heir of an id is the record it was made from, or, where that one is gone, the record with the least reference of
 * those that had the id. Three steps: rows of the earlier merge and the present records come in any order and from any
 * thread; then {@link #settle} finds the heirs, in the memory of one part; then {@link #heirs} gives those of a shard.
 */
public final class KeptIds {
    private static final int FLAG = 2 * Long.BYTES;
    private static final int TEXTS = FLAG + 1;
    /** The record that the id was made from. */
    private static final byte FOUNDER = 1;

    private static final byte OTHER = 0;

    private final EntityType type;
    private final int parts;
    private final long limit;
    private final SpillFiles earlier;
    private final SpillFiles present;
    private final SpillFiles byId;
    private final SpillFiles heirs;
    /** The hashes of the ids whose heir is not the record they were made from. */
    private final LongMap inherited = new LongMap(16);

    /**
     * Creates the files.
     *
     * @param directories makes a directory of a name
     * @param limit the most ids whose first record is gone; they are held in memory
     */
    public KeptIds(EntityType type, Function<String, Path> directories, int shards, int parts, long limit) {
        this.type = type;
        this.parts = parts;
        this.limit = limit;
        this.earlier = new SpillFiles(directories.apply("earlier"), parts);
        this.present = new SpillFiles(directories.apply("present"), parts);
        this.byId = new SpillFiles(directories.apply("ids"), parts);
        this.heirs = new SpillFiles(directories.apply("heirs"), shards);
    }

    static long hash(RecordRef ref) {
        return Hashes.reference(ref.system().value(), ref.id());
    }

    static long hash(GoldenId id) {
        return Hashes.reference("", id.value());
    }

    private int part(long hash) {
        return (int) Long.remainderUnsigned(Hashes.mixed(hash + 3), parts);
    }

    /** Takes note of a row of the earlier merge. */
    public void earlier(RecordRef ref, GoldenId id) {
        long hash = hash(ref);
        byte flag = GoldenId.foundedBy(ref).equals(id) ? FOUNDER : OTHER;
        add(earlier, part(hash), 0, hash, flag, ref, id);
    }

    /** Takes note of a present record. */
    public void present(long reference, long home) {
        byte[] frame = new byte[FLAG];
        Frames.bits(frame, 0, reference);
        Frames.bits(frame, Long.BYTES, home);
        present.add(part(reference), frame, 0, frame.length);
    }

    private void add(SpillFiles files, int file, long place, long reference, byte flag, RecordRef ref, GoldenId id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(place);
            out.writeLong(reference);
            out.writeByte(flag);
            out.writeUTF(ref.system().value());
            out.writeUTF(ref.id());
            out.writeUTF(id.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes all
        }
        files.add(file, bytes.toByteArray(), 0, bytes.size());
    }

    /** A row of the earlier merge whose record is still there. */
    private record Row(RecordRef ref, GoldenId id) {
        static Row of(FrameReader frame, EntityType type) {
            try (DataInputStream in = new DataInputStream(
                    new ByteArrayInputStream(frame.array(), frame.offset() + TEXTS, frame.length() - TEXTS))) {
                return new Row(
                        new RecordRef(new SystemName(in.readUTF()), type, in.readUTF()), new GoldenId(in.readUTF()));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // an array has all that was written
            }
        }
    }

    /** An heir, or the best one so far. */
    private record Heir(RecordRef ref, long home, byte flag) {
        boolean comesBefore(Heir other) {
            return flag != other.flag ? flag == FOUNDER : ref.compareTo(other.ref) < 0;
        }
    }

    /**
     * Finds the heirs, when all rows and records have come.
     *
     * @param root gives the root of a home
     * @param shard gives the shard of a root
     * @throws TalkException UNREADABLE when too many ids have lost the record they were made from
     */
    public void settle(LongUnaryOperator root, LongToIntFunction shard) {
        earlier.finish();
        present.finish();
        for (int part = 0; part < parts; part++) {
            join(part);
        }
        byId.finish();
        for (int part = 0; part < parts; part++) {
            choose(part).forEach((id, heir) -> {
                long place = root.applyAsLong(heir.home());
                add(heirs, shard.applyAsInt(place), place, hash(heir.ref()), heir.flag(), heir.ref(), id);
                if (heir.flag() == OTHER) {
                    inherit(id);
                }
            });
            byId.drop(part);
        }
        heirs.finish();
    }

    /** Sends the rows whose records are still there, with their homes, to the part of their id. */
    private void join(int part) {
        LongMap homes = new LongMap((int) Math.min(1 << 28, present.bytes(part) / (FLAG + Integer.BYTES)));
        try (FrameReader frames = present.open(part)) {
            while (frames.next()) {
                homes.put(frames.bits(0), frames.bits(Long.BYTES));
            }
        }
        present.drop(part);
        try (FrameReader frames = earlier.open(part)) {
            while (frames.next()) {
                long reference = frames.bits(Long.BYTES);
                int slot = homes.slot(reference);
                if (slot >= 0) {
                    Row row = Row.of(frames, type);
                    add(
                            byId,
                            part(hash(row.id())),
                            homes.value(slot),
                            reference,
                            frames.octet(FLAG),
                            row.ref(),
                            row.id());
                }
            }
        }
        earlier.drop(part);
    }

    private Map<GoldenId, Heir> choose(int part) {
        Map<GoldenId, Heir> best = new HashMap<>();
        try (FrameReader frames = byId.open(part)) {
            while (frames.next()) {
                Row row = Row.of(frames, type);
                Heir heir = new Heir(row.ref(), frames.bits(0), frames.octet(FLAG));
                best.merge(row.id(), heir, (one, other) -> other.comesBefore(one) ? other : one);
            }
        }
        return best;
    }

    private void inherit(GoldenId id) {
        inherited.put(hash(id), 1);
        if (inherited.size() > limit) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "more than %,d golden ids of the earlier merge of the type %s lost the record they were made from,"
                                    + " which do not fit into the memory; nothing was written. Give the JVM more (-Xmx), or start"
                                    + " with new ids",
                            limit,
                            type));
        }
    }

    /** Loads the heirs of a shard whose root passes. */
    public Heirs heirs(int shard, LongPredicate root) {
        Heirs found = new Heirs(inherited);
        try (FrameReader frames = heirs.open(shard)) {
            while (frames.next()) {
                if (!root.test(frames.bits(0))) {
                    continue;
                }
                if (frames.octet(FLAG) == FOUNDER) {
                    found.founder(frames.bits(Long.BYTES));
                } else {
                    Row row = Row.of(frames, type);
                    found.other(frames.bits(Long.BYTES), row.ref(), row.id());
                }
            }
        }
        return found;
    }

    /** Deletes the heirs of a shard. */
    public void drop(int shard) {
        heirs.drop(shard);
    }
}
