/**
 * A simulated world: one seed decides which systems there are, what people do in them, and what goes wrong, and then the
 * engine is held to what it promises. Begin with {@link io.sesam.talk.tests.world.SimulatedWorld}.
 */
@NullMarked
package io.sesam.talk.tests.world;

import org.jspecify.annotations.NullMarked;
