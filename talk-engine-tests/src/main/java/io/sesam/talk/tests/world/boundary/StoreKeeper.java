package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.store.Store;

/**
 * Keeps the store of a simulated world over crashes, and can take it back to a backup.
 *
 * <p>Nothing is open when {@link #backUp} or {@link #restore} is called. For one thread.
 */
public interface StoreKeeper extends AutoCloseable {
    /** Opens the store with all that was committed; it is closed before it is opened again. */
    Store open();

    /** Keeps a copy of the store as it is now; an earlier copy is given up. */
    void backUp();

    /** Puts the copy in the store's place. */
    void restore();

    /** Lets go of everything. */
    @Override
    void close();
}
