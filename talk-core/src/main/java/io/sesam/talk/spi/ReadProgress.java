package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;

/** A listener for the preparation of a page. A connector calls it from the reading thread, as often as it likes. */
@Experimental
@FunctionalInterface
public interface ReadProgress {
    /**
     * Reports progress.
     *
     * @param done how much is done, such as megabytes
     * @param total the whole, in the same unit
     */
    void advanced(long done, long total);
}
