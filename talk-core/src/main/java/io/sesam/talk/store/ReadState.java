package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a type of a system has been read.
 *
 * @param system the system
 * @param type the type
 * @param position where reading goes on; {@code null} for the start
 * @param listing the number of the listing under way or last completed; grows by one with each reading from the start
 * @param listed whether that listing is complete: {@code false} while it is under way
 * @param completed when a listing was first completed; {@code null} while none was (R16)
 * @param onboarded when the first reading began; what is older counts as there before (R17)
 */
public record ReadState(
        SystemName system,
        EntityType type,
        @Nullable Position position,
        long listing,
        boolean listed,
        @Nullable Instant completed,
        Instant onboarded) {}
