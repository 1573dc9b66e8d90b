package io.sesam.talk.event;

import io.sesam.talk.model.Experimental;
import java.time.Instant;

/** A run that has begun. */
@Experimental
public interface RunEvent {
    /** Id of the run in the journal. */
    String run();

    /** What the run is for. */
    Kind kind();

    /** Time of its start. */
    Instant started();

    /** Purposes of runs. */
    enum Kind {
        /** {@code Talk.sync()}. */
        SYNC,
        /** {@code Talk.apply()}. */
        APPLY,
        /** {@code Talk.plan()} or {@code Talk.planUndo()}; writes to no system. */
        PLAN,
        /** {@code Talk.undo()}. */
        UNDO,
        /** An erasure by a steward. */
        ERASE
    }
}
