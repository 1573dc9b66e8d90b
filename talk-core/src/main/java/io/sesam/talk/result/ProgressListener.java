package io.sesam.talk.result;

/**
 * A listener for the progress of a run.
 *
 * <p>Called from several threads, one at a time. It must return at once and must not call the {@code Talk}.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Listens to nothing. */
    ProgressListener NONE = progress -> {};

    /** Something went on: a page was read, a batch was written. */
    void on(Progress progress);
}
