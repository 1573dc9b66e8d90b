/** The exception of Talk, its codes and reactions. */
@NullMarked
package io.sesam.talk.error;

import org.jspecify.annotations.NullMarked;
