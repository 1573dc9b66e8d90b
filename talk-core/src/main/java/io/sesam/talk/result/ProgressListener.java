package io.sesam.talk.result;

/** Is told how far a run has come. Called from several threads, one at a time; must return at once. */
@FunctionalInterface
public interface ProgressListener {
    /** Listens to nothing. */
    ProgressListener NONE = progress -> {};

    /** Something went on: a page was read, a batch was written. */
    void on(Progress progress);
}
