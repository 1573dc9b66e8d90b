/** What a system holds compared with what is golden, after that system's own normalisation. */
@NullMarked
package io.sesam.talk.diff;

import org.jspecify.annotations.NullMarked;
