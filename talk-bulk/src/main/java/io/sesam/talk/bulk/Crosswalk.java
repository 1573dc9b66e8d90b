package io.sesam.talk.bulk;

import io.sesam.talk.bulk.work.FrameReader;
import io.sesam.talk.bulk.work.SpillFiles;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Which record of a type belongs to which golden record, on disk, for types that refer to it. */
final class Crosswalk {
    /** Records are found in the part of their hash, so that a join holds one part at a time. */
    static final int PARTS = 64;

    private static final int BUFFERS = 1 << 20;

    private final EntityType type;
    private final SpillFiles files;

    Crosswalk(EntityType type, Path directory) {
        this.type = type;
        this.files = new SpillFiles(directory, PARTS, BUFFERS);
    }

    static int part(RecordRef ref) {
        return (int) Long.remainderUnsigned(Survey.hash(ref), PARTS);
    }

    void add(GoldenRecord golden) {
        for (SourceRecord member : golden.members()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeUTF(member.ref().system().value());
                out.writeUTF(member.ref().id());
                out.writeUTF(golden.id().value());
            } catch (IOException e) {
                throw new UncheckedIOException(e); // an array takes all
            }
            files.add(part(member.ref()), bytes.toByteArray(), 0, bytes.size());
        }
    }

    void finish() {
        files.finish();
    }

    /** Loads a part. */
    Map<RecordRef, GoldenId> load(int part) {
        Map<RecordRef, GoldenId> goldens = new HashMap<>();
        Map<String, SystemName> systems = new HashMap<>();
        try (FrameReader frames = files.open(part)) {
            while (frames.next()) {
                DataInputStream in =
                        new DataInputStream(new ByteArrayInputStream(frames.array(), frames.offset(), frames.length()));
                SystemName system = systems.computeIfAbsent(in.readUTF(), SystemName::new);
                goldens.put(new RecordRef(system, type, in.readUTF()), new GoldenId(in.readUTF()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array has all that was written
        }
        return goldens;
    }
}
