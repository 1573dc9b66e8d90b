/** Explanations: members, winners and decisions per system. Changes nothing. */
@NullMarked
package io.sesam.talk.engine.explain;

import org.jspecify.annotations.NullMarked;
