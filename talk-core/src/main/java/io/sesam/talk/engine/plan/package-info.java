/**
 * Planning of writes: comparison of golden records with targets.
 *
 * <p>Called by plans, syncs and explanations. Never writes to a system.
 */
@NullMarked
package io.sesam.talk.engine.plan;

import org.jspecify.annotations.NullMarked;
