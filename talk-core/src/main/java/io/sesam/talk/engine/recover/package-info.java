/**
 * Recovery of in-doubt writes: sent, but never answered.
 *
 * <p>Looks records up and never sends a write again.
 */
@NullMarked
package io.sesam.talk.engine.recover;

import org.jspecify.annotations.NullMarked;
