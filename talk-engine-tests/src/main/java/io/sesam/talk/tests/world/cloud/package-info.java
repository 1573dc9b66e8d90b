/** Simulated systems with abilities, index lags and quirks. */
@NullMarked
package io.sesam.talk.tests.world.cloud;

import org.jspecify.annotations.NullMarked;
