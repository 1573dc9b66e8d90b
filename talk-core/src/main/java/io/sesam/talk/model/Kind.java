package io.sesam.talk.model;

/** What kind of value a property holds, and so how it is read, compared and spelt. */
public enum Kind {
    /** Plain text; compared in Unicode NFC without outer white space, case matters. */
    TEXT,
    /** An e-mail address; case does not matter. */
    EMAIL,
    /** A host name such as {@code acme.no}; scheme, {@code www.}, path and case do not matter. */
    DOMAIN,
    /** A {@link Country}. */
    COUNTRY,
    /** A {@link Gender}. */
    GENDER,
    /** A {@link Reference} to another record of the same system. */
    REFERENCE
}
