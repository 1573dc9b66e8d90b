/**
 * Events for a host while Talk works: runs, pauses, what waits for a person, and changes of golden records.
 *
 * <p>Talk calls a {@link io.sesam.talk.event.TalkListener} after the commit of an event, on a thread of the listener's own.
 */
@NullMarked
package io.sesam.talk.event;

import org.jspecify.annotations.NullMarked;
