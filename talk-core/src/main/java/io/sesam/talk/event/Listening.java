package io.sesam.talk.event;

import io.sesam.talk.model.Experimental;

/** A listener that is told events until it is closed. */
@Experimental
public interface Listening extends AutoCloseable {
    /** Ends it; what waits is told if that takes no more than a few seconds. May be called twice. */
    @Override
    void close();
}
