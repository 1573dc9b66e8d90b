package io.sesam.talk.event;

import io.sesam.talk.model.Experimental;

/** A registration of a listener, until it is closed. */
@Experimental
public interface Listening extends AutoCloseable {
    /** Ends it; waiting events are delivered if that takes no more than a few seconds. May be called twice. */
    @Override
    void close();
}
