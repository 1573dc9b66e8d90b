/**
 * Contract tests for stores: {@link io.sesam.talk.testkit.store.StoreContract}.
 *
 * <p>The author of a persistent store implements {@link io.sesam.talk.testkit.store.StorePlace}.
 */
@NullMarked
package io.sesam.talk.testkit.store;

import org.jspecify.annotations.NullMarked;
