/**
 * Sending of planned writes in batches with recorded outcomes.
 *
 * <p>The only way in which the engine changes a system.
 */
@NullMarked
package io.sesam.talk.engine.write;

import org.jspecify.annotations.NullMarked;
