package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import java.time.Duration;

/** The classification of a response. */
public sealed interface Verdict {
    /** Success; the connector interprets the response. */
    record Success() implements Verdict {}

    /**
     * A temporary failure.
     *
     * @param after the minimum wait; zero leaves it to the toolkit
     * @param nothingDone whether certainly nothing was done: only then is a writing call repeated
     * @param reason the system's explanation
     */
    record Again(Duration after, boolean nothingDone, String reason) implements Verdict {}

    /**
     * Too many calls; nothing was done.
     *
     * @param after the wait
     * @param reason the system's explanation
     */
    record Limited(Duration after, String reason) implements Verdict {}

    /**
     * An invalid or expired token; nothing was done.
     *
     * @param reason the system's explanation
     */
    record TokenRefused(String reason) implements Verdict {}

    /**
     * A permanent refusal of this call; nothing was done.
     *
     * @param reason the system's explanation, without personal values
     */
    record Refused(String reason) implements Verdict {}

    /**
     * A response that cannot be interpreted. The call may have been carried out.
     *
     * @param reason a description of the response
     */
    record Unreadable(String reason) implements Verdict {}

    /**
     * A failure of the system as a whole.
     *
     * @param code the kind of failure
     * @param reason the system's explanation, and the action to take
     */
    record Stop(ErrorCode code, String reason) implements Verdict {}
}
