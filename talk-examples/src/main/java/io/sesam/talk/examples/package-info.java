/** Examples of the SDK in use. */
@NullMarked
package io.sesam.talk.examples;

import org.jspecify.annotations.NullMarked;
