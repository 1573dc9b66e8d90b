/**
 * Sends planned writes in batches and records one outcome for each.
 *
 * <p>The only way in which the engine changes a system.
 */
@NullMarked
package io.sesam.talk.engine.write;

import org.jspecify.annotations.NullMarked;
