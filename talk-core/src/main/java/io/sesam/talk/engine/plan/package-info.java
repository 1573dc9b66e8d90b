/**
 * Decides what is written to a system: golden record against what the target holds.
 *
 * <p>Called by plans, syncs and explanations. Never writes to a system.
 */
@NullMarked
package io.sesam.talk.engine.plan;

import org.jspecify.annotations.NullMarked;
