/**
 * Walks records through the rooms in their order: read, normalize, match, merge, diff, plan, write, remember, sinks. The
 * only room that knows the order, and the only one with threads.
 */
@NullMarked
package io.sesam.talk.sync;

import org.jspecify.annotations.NullMarked;
