package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.time.Instant;

/** A plan for one type of one system that exceeds the change limit. */
public interface HeldPlan {
    /** The system to be written. */
    SystemName system();

    /** The type to be written. */
    EntityType type();

    /** Number of records that would change, removals included. */
    long changes();

    /** Number of records that would be archived. */
    long removals();

    /** Time at which the plan was held. */
    Instant since();

    /** Whether a person has approved this many changes; a larger plan is held again. */
    boolean approved();
}
