package io.sesam.talk.error;

/** The engine's reaction to a failure. */
public enum Remedy {
    /** Retry: the same call may succeed in a moment. */
    RETRY,
    /** Pause this system until a person acts or the next run. The others go on. */
    PAUSE,
    /** Park the record with its reason; the others go on. */
    PARK,
    /** End the run, because continuing could do harm or cannot work. */
    STOP
}
