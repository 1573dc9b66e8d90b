/**
 * What the calls of {@link io.sesam.talk.Talk} return: reports, plans, explanations and progress.
 *
 * <p>Values only; they are built by the engine and read by the host.
 */
@NullMarked
package io.sesam.talk.result;

import org.jspecify.annotations.NullMarked;
