package io.sesam.talk.policy;

import io.sesam.talk.model.Experimental;
import java.util.List;

/** An executor of independent parts of a run. Supplied by the host, like the clock. */
@FunctionalInterface
@Experimental
public interface RunExecutor {
    /**
     * Runs the parts one after another on the calling thread: for hosts that want no further threads, and for
     * repeatable runs.
     */
    RunExecutor IN_TURN = parts -> parts.forEach(Runnable::run);

    /**
     * Runs all parts, in any order or in parallel. Returns when none is running any more. An exception of a part
     * ends the run and is rethrown; parts not yet started may be skipped. Parts wait for each other only at locks
     * held briefly.
     */
    void all(List<Runnable> parts);
}
