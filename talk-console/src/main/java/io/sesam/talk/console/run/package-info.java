/** Runs that the console starts: one at a time, with progress and result. */
@NullMarked
package io.sesam.talk.console.run;

import org.jspecify.annotations.NullMarked;
