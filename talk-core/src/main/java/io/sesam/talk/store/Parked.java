package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write that was refused, with its reason (R22).
 *
 * @param system the system that refused it, or for which Talk did
 * @param type the type
 * @param golden the golden record that was to be written
 * @param recordId the record that was to be changed; {@code null} for one that was to be made
 * @param reason what was said, without values of people
 * @param fingerprint of what was to be written: while it is the same, it is not tried again
 * @param since when it was first refused
 */
public record Parked(
        SystemName system,
        EntityType type,
        GoldenId golden,
        @Nullable String recordId,
        String reason,
        String fingerprint,
        Instant since) {
    /** The fingerprint of a record that is parked because a crowd shares its key (R11). */
    public static final String CROWD = "crowd";

    /** What is parked: one write to one system at a time. */
    public record Key(
            SystemName system,
            EntityType type,
            GoldenId golden,
            @Nullable String recordId) {}

    /** What is parked. */
    public Key key() {
        return new Key(system, type, golden, recordId);
    }
}
