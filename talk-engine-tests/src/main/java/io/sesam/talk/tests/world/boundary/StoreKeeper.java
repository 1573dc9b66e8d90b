package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.store.Store;

/**
 * The store of a simulated world, kept over crashes, with a backup.
 *
 * <p>The store is closed when {@link #backUp} or {@link #restore} is called. For one thread.
 */
public interface StoreKeeper extends AutoCloseable {
    /** Opens the store with all that was committed. It is closed before it is opened again. */
    Store open();

    /** Copies the store, replacing an earlier copy. */
    void backUp();

    /** Replaces the store by the copy. */
    void restore();

    /** Releases all resources. */
    @Override
    void close();
}
