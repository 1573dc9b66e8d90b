/**
 * The sync engine: a run as a list of stages.
 *
 * <p>Called only by {@link io.sesam.talk.Talk}. The only package that knows the order of the stages.
 */
@NullMarked
package io.sesam.talk.engine;

import org.jspecify.annotations.NullMarked;
