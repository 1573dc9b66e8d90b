/**
 * What the stages of one run share: configuration, state writing, threads, cancellation and statistics.
 *
 * <p>The only package of the engine that owns threads. It calls no stage.
 */
@NullMarked
package io.sesam.talk.engine.run;

import org.jspecify.annotations.NullMarked;
