/** The store port, and a store in memory. */
@NullMarked
package io.sesam.talk.store;

import org.jspecify.annotations.NullMarked;
