/** The one exception of Talk, and what is to be done about it. */
@NullMarked
package io.sesam.talk.error;

import org.jspecify.annotations.NullMarked;
