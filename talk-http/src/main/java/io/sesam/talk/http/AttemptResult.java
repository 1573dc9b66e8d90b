package io.sesam.talk.http;

/** What one attempt at a call brought. */
sealed interface AttemptResult {
    /** An answer. */
    record Answered(ApiResponse response) implements AttemptResult {}

    /**
     * None.
     *
     * @param maySent whether the call may have arrived all the same
     * @param reason what happened
     */
    record Nothing(boolean maySent, String reason) implements AttemptResult {}

    /** More than we are ready to keep. */
    record TooLarge(String reason) implements AttemptResult {}

    /** The host wants the thread back; whether the call arrived is not known. */
    record Interrupted() implements AttemptResult {}
}
