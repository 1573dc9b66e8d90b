/** A history being played, and how what came of it is judged. */
@NullMarked
package io.sesam.talk.tests.world.play;

import org.jspecify.annotations.NullMarked;
