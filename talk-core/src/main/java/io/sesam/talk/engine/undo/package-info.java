/** Plans and writes the compensation of earlier writes, from the journal. */
@NullMarked
package io.sesam.talk.engine.undo;

import org.jspecify.annotations.NullMarked;
