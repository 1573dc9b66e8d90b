/** Updates of sinks to the golden records. */
@NullMarked
package io.sesam.talk.engine.sink;

import org.jspecify.annotations.NullMarked;
