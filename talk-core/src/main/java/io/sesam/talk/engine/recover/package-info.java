/**
 * Finds out what became of writes that were sent but never answered (in-doubt writes).
 *
 * <p>It looks records up and never sends a write again.
 */
@NullMarked
package io.sesam.talk.engine.recover;

import org.jspecify.annotations.NullMarked;
