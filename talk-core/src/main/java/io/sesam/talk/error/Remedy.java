package io.sesam.talk.error;

/** What the engine does about a problem. */
public enum Remedy {
    /** Ask again: the same call may go well in a moment. */
    RETRY,
    /** Leave this system alone until a person has acted or the next run; the others go on. */
    PAUSE,
    /** Put the record aside with its reason; the others go on. */
    PARK,
    /** End the run: going on could do harm or cannot work. */
    STOP
}
