/**
 * Reads what changed in a system, page by page, and commits it with the position.
 *
 * <p>Called before anything is written. Never writes to a system.
 */
@NullMarked
package io.sesam.talk.engine.read;

import org.jspecify.annotations.NullMarked;
