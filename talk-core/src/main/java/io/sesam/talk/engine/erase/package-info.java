/** Erases a person: from the store, from every system that can delete, and keeps them out by keyed hash. */
@NullMarked
package io.sesam.talk.engine.erase;

import org.jspecify.annotations.NullMarked;
