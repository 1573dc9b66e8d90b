package io.sesam.talk.spi.sink;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A golden record as it is now, or the news that it is gone. */
public final class SinkChange {
    private final GoldenId id;
    private final EntityType type;
    private final long sequence;
    private final @Nullable GoldenRecord golden;

    private SinkChange(GoldenId id, EntityType type, long sequence, @Nullable GoldenRecord golden) {
        this.id = id;
        this.type = type;
        this.sequence = sequence;
        this.golden = golden;
    }

    /** A golden record as it is now; its members are its rows in the crosswalk. */
    public static SinkChange upserted(GoldenRecord golden, long sequence) {
        return new SinkChange(golden.id(), golden.type(), sequence, golden);
    }

    /** A golden record that is gone, with its crosswalk and provenance. */
    public static SinkChange removed(GoldenId id, EntityType type, long sequence) {
        return new SinkChange(id, type, sequence, null);
    }

    /** Which golden record. */
    public GoldenId id() {
        return id;
    }

    /** What kind of thing: the table. */
    public EntityType type() {
        return type;
    }

    /** Grows with every change of any golden record; an older one never overwrites a newer one. */
    public long sequence() {
        return sequence;
    }

    /** The golden record; empty when it is gone. */
    public Optional<GoldenRecord> golden() {
        return Optional.ofNullable(golden);
    }
}
