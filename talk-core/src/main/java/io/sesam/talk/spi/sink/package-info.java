/** Interfaces for authors of analytic sinks, and the tables. */
@NullMarked
package io.sesam.talk.spi.sink;

import org.jspecify.annotations.NullMarked;
