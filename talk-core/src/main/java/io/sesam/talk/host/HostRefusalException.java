package io.sesam.talk.host;

import io.sesam.talk.model.Experimental;

/** The host's refusal to write a record. The record is parked with the reason, and others are written. */
@Experimental
public final class HostRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a refusal.
     *
     * @param reason what the host does not accept and what to do about it, without personal values
     */
    public HostRefusalException(String reason) {
        super(reason);
    }
}
