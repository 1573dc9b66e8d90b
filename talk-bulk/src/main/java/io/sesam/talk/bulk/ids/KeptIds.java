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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;

/**
 * The heirs of the golden ids that an earlier merge gave to the records of one type, found on disk.
 *
 * <p>The heir of an id is the record it was made from, or, where that one is gone, the record with the least reference of
 * those that had the id. Three steps: rows of the earlier merge come from one thread, and the present records from any;
 * then {@link #settle} finds the heirs, in the memory of one part; then {@link #heirs} gives those of a shard.
 *
 * <p>A frame is the home or root, the hash of the reference, whether the id was made from the record, and the id; the
 * reference itself follows only where the id was made from another record.
 */
public final class KeptIds {
    private static final int REFERENCE = Long.BYTES;
    private static final int FLAG = 2 * Long.BYTES;
    private static final int ID = FLAG + 1;
    private static final int TEXTS = ID + Founders.LETTERS;
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
    private final Founders founders;
    /** The hashes of the ids whose heir is not the record they were made from. */
    private final LongMap inherited = new LongMap(16);

    /**
     * Creates the files.
     *
     * @param directories makes a directory of a name
     * @param limit the most ids whose first record is gone; they are held in memory
     * @param memory about so many bytes are for the buffers of a kind of files
     */
    public KeptIds(
            EntityType type, Function<String, Path> directories, int shards, int parts, long limit, long memory) {
        this.type = type;
        this.parts = parts;
        this.limit = limit;
        this.earlier = new SpillFiles(directories.apply("earlier"), parts, memory);
        this.present = new SpillFiles(directories.apply("present"), parts, memory);
        this.byId = new SpillFiles(directories.apply("ids"), parts, memory);
        this.heirs = new SpillFiles(directories.apply("heirs"), shards, memory);
        this.founders = new Founders(type);
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

    /** Takes note of a row of the earlier merge. For one thread. */
    public void earlier(RecordRef ref, GoldenId id) {
        long hash = hash(ref);
        byte[] letters = id.value().getBytes(StandardCharsets.ISO_8859_1);
        byte[] frame;
        if (founders.isFounder(ref, letters)) {
            frame = new byte[TEXTS];
            frame[FLAG] = FOUNDER;
        } else {
            byte[] system = ref.system().value().getBytes(StandardCharsets.UTF_8);
            byte[] text = ref.id().getBytes(StandardCharsets.UTF_8);
            frame = new byte[TEXTS + 1 + system.length + text.length];
            frame[FLAG] = OTHER;
            frame[TEXTS] = (byte) system.length;
            System.arraycopy(system, 0, frame, TEXTS + 1, system.length);
            System.arraycopy(text, 0, frame, TEXTS + 1 + system.length, text.length);
        }
        Frames.bits(frame, REFERENCE, hash);
        System.arraycopy(letters, 0, frame, ID, letters.length);
        earlier.add(part(hash), frame, 0, frame.length);
    }

    /** Takes note of a present record. */
    public void present(long hash, long home) {
        byte[] frame = new byte[FLAG];
        Frames.bits(frame, 0, hash);
        Frames.bits(frame, Long.BYTES, home);
        present.add(part(hash), frame, 0, frame.length);
    }

    private RecordRef ref(FrameReader frame) {
        byte[] bytes = frame.array();
        int at = frame.offset() + TEXTS;
        int system = bytes[at++] & 0xff;
        int id = at + system;
        return new RecordRef(
                new SystemName(new String(bytes, at, system, StandardCharsets.UTF_8)),
                type,
                new String(bytes, id, frame.offset() + frame.length() - id, StandardCharsets.UTF_8));
    }

    private static GoldenId id(FrameReader frame) {
        return new GoldenId(
                new String(frame.array(), frame.offset() + ID, Founders.LETTERS, StandardCharsets.ISO_8859_1));
    }

    /** The best heir so far of an id whose first record has not been found. */
    private static final class Heir {
        private final RecordRef ref;
        private final byte[] frame;

        Heir(RecordRef ref, byte[] frame) {
            this.ref = ref;
            this.frame = frame;
        }
    }

    /**
     * Finds the heirs, when all rows and records have come.
     *
     * @param runner runs so many numbered tasks, and returns when all have ended
     * @param root gives the root of a home
     * @param shard gives the shard of a root
     * @throws TalkException UNREADABLE when too many ids have lost the record they were made from
     */
    public void settle(Runner runner, LongUnaryOperator root, LongToIntFunction shard) {
        earlier.finish();
        present.finish();
        runner.run(parts, this::join);
        byId.finish();
        runner.run(parts, part -> choose(part, root, shard));
        heirs.finish();
    }

    /** Runs tasks. */
    @FunctionalInterface
    public interface Runner {
        /** Runs so many tasks; they may run side by side. */
        void run(int count, IntConsumer task);
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
                int slot = homes.slot(frames.bits(REFERENCE));
                if (slot >= 0) {
                    Frames.bits(frames.array(), frames.offset(), homes.value(slot));
                    byId.add(
                            part(Founders.hash(frames.array(), frames.offset() + ID)),
                            frames.array(),
                            frames.offset(),
                            frames.length());
                }
            }
        }
        earlier.drop(part);
    }

    /** Sends the heirs to their shards. */
    private void choose(int part, LongUnaryOperator root, LongToIntFunction shard) {
        Map<GoldenId, Heir> best = new HashMap<>();
        try (FrameReader frames = byId.open(part)) {
            while (frames.next()) {
                if (frames.octet(FLAG) == OTHER) {
                    Heir heir = new Heir(ref(frames), frames.rest(0));
                    best.merge(id(frames), heir, (one, other) -> other.ref.compareTo(one.ref) < 0 ? other : one);
                }
            }
        }
        try (FrameReader frames = byId.open(part)) {
            while (frames.next()) {
                if (frames.octet(FLAG) == FOUNDER) {
                    if (!best.isEmpty()) {
                        best.remove(id(frames));
                    }
                    send(frames.array(), frames.offset(), ID, root, shard);
                }
            }
        }
        byId.drop(part);
        best.forEach((id, heir) -> {
            inherit(id);
            send(heir.frame, 0, heir.frame.length, root, shard);
        });
    }

    private void send(byte[] frame, int at, int length, LongUnaryOperator root, LongToIntFunction shard) {
        long place = root.applyAsLong(Frames.bitsAt(frame, at));
        Frames.bits(frame, at, place);
        heirs.add(shard.applyAsInt(place), frame, at, length);
    }

    private synchronized void inherit(GoldenId id) {
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
                    found.founder(frames.bits(REFERENCE));
                } else {
                    found.other(frames.bits(REFERENCE), ref(frames), id(frames));
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
