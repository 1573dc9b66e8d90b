package io.sesam.talk.engine.report;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import java.time.Instant;

/** Values of a {@link HeldPlan}. */
public record HeldPlanData(
        SystemName system, EntityType type, long changes, long removals, Instant since, boolean approved)
        implements HeldPlan {}
