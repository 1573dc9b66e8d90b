package io.sesam.talk.error;

/** The kinds of problem Talk tells apart, each with what is done about it. */
public enum ErrorCode {
    /** A setting is missing, misspelt or impossible; nothing was started. */
    CONFIGURATION(Remedy.STOP),
    /** The system could not be reached, or broke off in the middle. */
    UNREACHABLE(Remedy.RETRY),
    /** The system refuses us: revoked, expired or insufficient access. */
    ACCESS_REFUSED(Remedy.PAUSE),
    /** A quota is used up and the wait is longer than a run. */
    QUOTA_EXHAUSTED(Remedy.PAUSE),
    /** The system's data are not there or cannot be understood: a missing file, an unreadable encoding, a broken answer. */
    UNREADABLE(Remedy.PAUSE),
    /** A listing came back empty or broken although the system had records. */
    LISTING_SUSPECT(Remedy.PAUSE),
    /** A reader can no longer go on after the position it was given: the engine reads everything again from the start. */
    POSITION_LOST(Remedy.RETRY),
    /** A reader returned the position it was given: going on would loop for ever. */
    CURSOR_STUCK(Remedy.PAUSE),
    /** The system cannot be written as a whole: a full disk, a read-only file. */
    UNWRITABLE(Remedy.PAUSE),
    /**
     * A system refused several operations at once because of some of them, without saying which, and did none: the engine asks
     * for fewer at a time until it knows.
     */
    BATCH_REFUSED(Remedy.PARK),
    /** Another call on the same {@code Talk} is under way. */
    BUSY(Remedy.STOP),
    /** The store is used by another process. */
    STORE_IN_USE(Remedy.STOP),
    /** The store was written by a newer version of Talk. */
    STORE_NEWER(Remedy.STOP),
    /** The store could not be read or written. */
    STORE_FAILED(Remedy.STOP),
    /** The host asked the run to stop. */
    CANCELLED(Remedy.STOP),
    /** A plugin broke its contract, or Talk itself is wrong. */
    BUG(Remedy.PAUSE);

    private final Remedy remedy;

    ErrorCode(Remedy remedy) {
        this.remedy = remedy;
    }

    /** What the engine does about it. */
    public Remedy remedy() {
        return remedy;
    }
}
