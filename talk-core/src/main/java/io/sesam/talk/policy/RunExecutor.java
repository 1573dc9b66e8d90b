package io.sesam.talk.policy;

import java.util.List;

/**
 * How a run does what need not wait for one another, such as reading several systems. It comes in by the door, as the
 * clock does.
 */
@FunctionalInterface
public interface RunExecutor {
    /** One after the other, on the thread that runs: for hosts that want no further threads, and to repeat a run exactly. */
    RunExecutor IN_TURN = parts -> parts.forEach(Runnable::run);

    /**
     * Does all parts, in any order or at the same time, and comes back when none is at work any more. What a part throws
     * ends the run and is thrown on; parts not begun by then may be left out. Parts do not wait for each other but for
     * locks held briefly.
     */
    void all(List<Runnable> parts);
}
