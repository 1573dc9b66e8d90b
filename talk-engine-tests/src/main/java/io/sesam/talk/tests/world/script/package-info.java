/** What a seed decides: which systems there are, what happens when, and what goes wrong. */
@NullMarked
package io.sesam.talk.tests.world.script;

import org.jspecify.annotations.NullMarked;
