/** Explains a golden record: members, winners, and the decision for each system. Changes nothing. */
@NullMarked
package io.sesam.talk.engine.explain;

import org.jspecify.annotations.NullMarked;
