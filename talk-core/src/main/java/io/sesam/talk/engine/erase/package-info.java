/** Erasure of records from systems and store, with suppression. */
@NullMarked
package io.sesam.talk.engine.erase;

import org.jspecify.annotations.NullMarked;
