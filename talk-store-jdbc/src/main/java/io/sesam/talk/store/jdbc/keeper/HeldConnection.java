package io.sesam.talk.store.jdbc.keeper;

import io.sesam.talk.model.Experimental;
import java.time.Duration;

/** A place where a pooled connection may be kept for a while. Implemented by the store alone. */
@Experimental
public interface HeldConnection {
    /** Gives the connection back if it was not used for a time; reports whether none is kept any more. */
    boolean giveBackIdle(Duration idle);
}
