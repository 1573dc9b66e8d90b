/** Decides which records are the same thing: by keys they share, and by links that no key can undo. */
@NullMarked
package io.sesam.talk.match;

import org.jspecify.annotations.NullMarked;
