/** Brings every value into one alphabet, so that what means the same looks the same; what was said is kept beside it. */
@NullMarked
package io.sesam.talk.normalize;

import org.jspecify.annotations.NullMarked;
