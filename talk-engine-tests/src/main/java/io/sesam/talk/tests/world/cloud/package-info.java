/** Simulated systems, with abilities, lags and quirks of their own. */
@NullMarked
package io.sesam.talk.tests.world.cloud;

import org.jspecify.annotations.NullMarked;
