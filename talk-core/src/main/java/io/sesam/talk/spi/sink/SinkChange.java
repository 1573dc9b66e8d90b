package io.sesam.talk.spi.sink;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The present state or removal of a golden record. */
public final class SinkChange {
    private final GoldenId id;
    private final EntityType type;
    private final long sequence;
    private final @Nullable GoldenRecord golden;
    private final boolean erased;

    private SinkChange(GoldenId id, EntityType type, long sequence, @Nullable GoldenRecord golden, boolean erased) {
        this.erased = erased;
        this.id = id;
        this.type = type;
        this.sequence = sequence;
        this.golden = golden;
    }

    /** Creates a change to a golden record's present state. Its members are its crosswalk rows. */
    public static SinkChange upserted(GoldenRecord golden, long sequence) {
        return new SinkChange(golden.id(), golden.type(), sequence, golden, false);
    }

    /** Creates a removal, which includes crosswalk and provenance. */
    public static SinkChange removed(GoldenId id, EntityType type, long sequence) {
        return new SinkChange(id, type, sequence, null, false);
    }

    /** Creates a removal after which nothing of the record may be left in the sink's files, as far as it can reach. */
    public static SinkChange erased(GoldenId id, EntityType type, long sequence) {
        return new SinkChange(id, type, sequence, null, true);
    }

    /** Returns the id of the golden record. */
    public GoldenId id() {
        return id;
    }

    /** Returns the type, which selects the table. */
    public EntityType type() {
        return type;
    }

    /**
     * Returns the sequence, which grows with every change of any golden record. An older change never overwrites a
     * newer one.
     */
    public long sequence() {
        return sequence;
    }

    /**
     * Checks whether a person asked for the removal (R46). Beside what any removal does, the bytes of the record must be
     * gone from the sink's own files when it is closed, and after a kill when the next one is; a sink that cannot reach
     * them, such as in backups of a service, says so in its documentation.
     */
    public boolean isErased() {
        return erased;
    }

    /** Returns the golden record; empty for a removal. */
    public Optional<GoldenRecord> golden() {
        return Optional.ofNullable(golden);
    }
}
