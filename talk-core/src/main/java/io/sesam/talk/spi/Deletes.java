package io.sesam.talk.spi;

/** How it shows in a system that a record is gone (R25). */
public enum Deletes {
    /** Reading after a position tells it as a change. */
    FEED,
    /** There is a listing of archived records, which the reader reads as part of its own. */
    ARCHIVED_LISTING,
    /** Only by what a complete listing lacks; the connector then has a {@link Lookup} to confirm it. */
    ID_SWEEP,
    /** Not at all. */
    NONE
}
