/**
 * A simulated world that tests the engine's promises. One seed decides the systems, the people's actions and the
 * faults. Begin with {@link io.sesam.talk.tests.world.SimulatedWorld}.
 */
@NullMarked
package io.sesam.talk.tests.world;

import org.jspecify.annotations.NullMarked;
