package io.sesam.talk.model;

/** The kind of a property: how it is parsed, compared and written. */
public enum Kind {
    /** Plain text. Compared in Unicode NFC without outer white space, case-sensitive. */
    TEXT,
    /** An e-mail address; compared case-insensitively. */
    EMAIL,
    /** A host name such as {@code acme.no}. Scheme, {@code www.}, path and case are ignored. */
    DOMAIN,
    /** A {@link Country}. */
    COUNTRY,
    /** A {@link Gender}. */
    GENDER,
    /** A {@link Reference} to another record of the same system. */
    REFERENCE
}
