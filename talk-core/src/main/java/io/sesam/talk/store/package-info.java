/** What is remembered between runs: the port, and the store that forgets everything when it is closed. */
@NullMarked
package io.sesam.talk.store;

import org.jspecify.annotations.NullMarked;
