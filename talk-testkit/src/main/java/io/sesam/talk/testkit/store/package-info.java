/** What the author of a store needs to test it: the contract, and a place for it to happen. */
@NullMarked
package io.sesam.talk.testkit.store;

import org.jspecify.annotations.NullMarked;
