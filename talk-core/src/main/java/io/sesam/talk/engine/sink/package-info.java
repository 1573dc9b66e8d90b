/** Brings the tables of the sinks up to the golden records. */
@NullMarked
package io.sesam.talk.engine.sink;

import org.jspecify.annotations.NullMarked;
