package io.sesam.talk.spi;

/** The way a system reports deletions (R25). */
public enum Deletes {
    /** Incremental reading reports a deletion as a change. */
    FEED,
    /** The system lists archived records. The reader reads them as part of its listing. */
    ARCHIVED_LISTING,
    /** Only a complete listing shows the absence. The connector needs a {@link Lookup} to confirm it. */
    ID_SWEEP,
    /** The system never reports deletions. */
    NONE
}
