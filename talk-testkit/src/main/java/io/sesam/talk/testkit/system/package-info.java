/** Scriptable systems in memory for tests. Tests control their normalisation, lags and failures. */
@NullMarked
package io.sesam.talk.testkit.system;

import org.jspecify.annotations.NullMarked;
