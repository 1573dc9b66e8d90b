/** The boundary between the engine and its surroundings, where faults are injected. */
@NullMarked
package io.sesam.talk.tests.world.boundary;

import org.jspecify.annotations.NullMarked;
