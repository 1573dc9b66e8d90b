package io.sesam.talk.write;

import io.sesam.talk.plan.PlannedWrite;
import io.sesam.talk.spi.Outcome;

/**
 * What was asked and what came of it.
 *
 * @param write what was asked
 * @param outcome what came of it
 */
public record Asked(PlannedWrite write, Outcome outcome) {}
