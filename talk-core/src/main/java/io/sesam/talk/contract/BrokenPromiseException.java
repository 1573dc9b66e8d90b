package io.sesam.talk.contract;

import io.sesam.talk.model.Experimental;

/** A promise that a connector does not keep. The message says what was seen, without values of people. */
@Experimental
public final class BrokenPromiseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates it with what was seen. */
    public BrokenPromiseException(String seen) {
        super(seen);
    }

    /** Fails unless a condition holds. */
    static void unless(boolean holds, String seen) {
        if (!holds) {
            throw new BrokenPromiseException(seen);
        }
    }
}
