/** Undo: compensating writes planned from the journal. */
@NullMarked
package io.sesam.talk.engine.undo;

import org.jspecify.annotations.NullMarked;
