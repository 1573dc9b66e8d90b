/**
 * The sync engine: one run as a list of stages.
 *
 * <p>Called by {@link io.sesam.talk.Talk} only. The only package that knows the order of the stages.
 */
@NullMarked
package io.sesam.talk.engine;

import org.jspecify.annotations.NullMarked;
