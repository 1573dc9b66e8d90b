package io.sesam.talk.http;

/** What one attempt at a call brought. */
sealed interface Heard {
    /** An answer. */
    record Answered(Answer answer) implements Heard {}

    /**
     * None.
     *
     * @param maySent whether the call may have arrived all the same
     * @param reason what happened
     */
    record Nothing(boolean maySent, String reason) implements Heard {}

    /** More than we are ready to keep. */
    record TooLarge(String reason) implements Heard {}

    /** The host wants the thread back; whether the call arrived is not known. */
    record Interrupted() implements Heard {}
}
