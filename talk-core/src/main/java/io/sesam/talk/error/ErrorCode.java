package io.sesam.talk.error;

/** Kinds of failure and how the engine reacts. */
public enum ErrorCode {
    /** A setting is missing, misspelt or invalid; nothing was started. */
    CONFIGURATION(Remedy.STOP),
    /** The system could not be reached, or the connection broke. */
    UNREACHABLE(Remedy.RETRY),
    /** The system denied access: revoked, expired or insufficient rights. */
    ACCESS_REFUSED(Remedy.PAUSE),
    /** A quota is used up for longer than a run lasts. */
    QUOTA_EXHAUSTED(Remedy.PAUSE),
    /** The data is missing or unreadable: no file, unknown encoding, malformed answer. */
    UNREADABLE(Remedy.PAUSE),
    /** A listing was empty or malformed although the system had records. */
    LISTING_SUSPECT(Remedy.PAUSE),
    /** The reader cannot continue from the given position. The engine lists everything again. */
    POSITION_LOST(Remedy.RETRY),
    /** A reader returned the position it was given, which would loop forever. */
    CURSOR_STUCK(Remedy.PAUSE),
    /** The system cannot be written at all, such as a full disk. */
    UNWRITABLE(Remedy.PAUSE),
    /**
     * A batch was refused as a whole, without naming the operation at fault. Nothing of it was done; the engine
     * sends smaller batches until it finds the operation.
     */
    BATCH_REFUSED(Remedy.PARK),
    /** Another call on the same {@code Talk} is under way. */
    BUSY(Remedy.STOP),
    /** The store is used by another process. */
    STORE_IN_USE(Remedy.STOP),
    /** A newer version of Talk wrote the store. */
    STORE_NEWER(Remedy.STOP),
    /** The store could not be read or written. */
    STORE_FAILED(Remedy.STOP),
    /** The host cancelled the run. */
    CANCELLED(Remedy.STOP),
    /** A plugin broke its contract, or Talk has a bug. */
    BUG(Remedy.PAUSE);

    private final Remedy remedy;

    ErrorCode(Remedy remedy) {
        this.remedy = remedy;
    }

    /** Returns the engine's reaction to this failure. */
    public Remedy remedy() {
        return remedy;
    }
}
