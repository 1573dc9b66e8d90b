/** Playing of histories and checks of their results. */
@NullMarked
package io.sesam.talk.tests.world.play;

import org.jspecify.annotations.NullMarked;
