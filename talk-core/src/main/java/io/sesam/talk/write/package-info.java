/** Carries out a plan: notes the intent, asks the system, and turns each outcome into what is to be remembered. */
@NullMarked
package io.sesam.talk.write;

import org.jspecify.annotations.NullMarked;
