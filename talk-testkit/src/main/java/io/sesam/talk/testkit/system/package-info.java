/** Simulated systems in memory that a test can script: what they make of values, how they lag, and how they fail. */
@NullMarked
package io.sesam.talk.testkit.system;

import org.jspecify.annotations.NullMarked;
