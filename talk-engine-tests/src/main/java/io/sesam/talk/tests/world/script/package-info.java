/** Scripts derived from a seed: systems, steps and faults. */
@NullMarked
package io.sesam.talk.tests.world.script;

import org.jspecify.annotations.NullMarked;
