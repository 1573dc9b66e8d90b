/** What stands between the engine and its surroundings, where things go wrong or are made to. */
@NullMarked
package io.sesam.talk.tests.world.boundary;

import org.jspecify.annotations.NullMarked;
