package io.sesam.talk.engine.report;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.Optional;

/** Values of a {@link HeldPlan}. */
public record HeldPlanData(SystemName system, EntityType type, long changes, long removals, Instant since, boolean approved) implements HeldPlan {
}
