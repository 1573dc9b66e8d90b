/**
 * Delivery of events to the host's listeners.
 *
 * <p>Called by runs after a commit. Never lets a run wait for a listener.
 */
@NullMarked
package io.sesam.talk.engine.event;

import org.jspecify.annotations.NullMarked;
