/** What the author of an analytic sink implements, and the tables it keeps. */
@NullMarked
package io.sesam.talk.spi.sink;

import org.jspecify.annotations.NullMarked;
