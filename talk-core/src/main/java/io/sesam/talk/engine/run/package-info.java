/**
 * Services shared by all stages of a run. These are configuration, store writer, threads, cancellation and
 * statistics.
 *
 * <p>The only package of the engine that owns threads. It calls no stage.
 */
@NullMarked
package io.sesam.talk.engine.run;

import org.jspecify.annotations.NullMarked;
