package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import java.time.Duration;
import java.util.Map;

/**
 * A plan to undo writes of the journal.
 *
 * <p>Made by {@code Talk.planUndo}, carried out by {@code Talk.undo} of the same store. It is no {@link SyncPlan}: a sync cannot
 * apply it. Immutable.
 */
@Experimental
public interface UndoPlan {
    /** The writes to be undone. */
    UndoScope scope();

    /** Number of writes, by system and type; refused ones stay as they are. */
    Map<SystemName, Map<EntityType, SyncPlan.Planned>> writes();

    /** Systems that could not be read, each with the reason; their writes are missing in the plan. */
    Map<SystemName, String> paused();

    /** Shortest time for the writing calls, by system with known quotas. */
    Map<SystemName, Duration> atLeast();

    /** Number of records that would be updated or archived in all systems. */
    long touched();
}
