package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The reading progress of a type in a system.
 *
 * @param system the system
 * @param type the type
 * @param position where reading continues; {@code null} for the start
 * @param listing the number of the listing under way or last completed; grows by one with each complete listing
 * @param listed whether that listing is complete: {@code false} while it is under way
 * @param completed when a listing was first completed; {@code null} while none was (R16)
 * @param onboarded when the first reading began; older records existed before the system was connected (R17)
 */
public record ReadState(
        SystemName system,
        EntityType type,
        @Nullable Position position,
        long listing,
        boolean listed,
        @Nullable Instant completed,
        Instant onboarded) {}
