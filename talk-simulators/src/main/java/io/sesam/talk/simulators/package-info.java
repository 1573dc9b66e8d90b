/** Simulated systems on loopback HTTP. They keep state, limit calls, lag and, on demand, fail. */
@NullMarked
package io.sesam.talk.simulators;

import org.jspecify.annotations.NullMarked;
