package io.sesam.talk.http;

/** The result of one attempt at a call. */
sealed interface AttemptResult {
    /** The attempt brought a response. */
    record Answered(ApiResponse response) implements AttemptResult {}

    /**
     * The attempt brought no response.
     *
     * @param maySent whether the call may have reached the system all the same
     * @param reason the cause
     */
    record Nothing(boolean maySent, String reason) implements AttemptResult {}

    /**
     * No connection was made, so that nothing was sent.
     *
     * @param reason the host, the cause, and what to do
     */
    record Unconnected(String reason) implements AttemptResult {}

    /** The response exceeded the size limit. */
    record TooLarge(String reason) implements AttemptResult {}

    /** The thread was interrupted. It is unknown whether the call reached the system. */
    record Interrupted() implements AttemptResult {}
}
