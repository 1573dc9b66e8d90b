package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import java.time.Duration;

/** What an answer means for the call that it answers. */
public sealed interface Verdict {
    /** All is well; the connector reads the answer. */
    record Success() implements Verdict {}

    /**
     * It did not go well this time.
     *
     * @param after how long to wait at least; zero leaves that to the toolkit
     * @param nothingDone whether it is certain that nothing was done: only then a writing call is asked again
     * @param reason what the system said
     */
    record Again(Duration after, boolean nothingDone, String reason) implements Verdict {}

    /**
     * Too many calls; nothing was done.
     *
     * @param after how long to wait
     * @param reason what the system said
     */
    record Limited(Duration after, String reason) implements Verdict {}

    /**
     * The token is not valid any more, or never was; nothing was done.
     *
     * @param reason what the system said
     */
    record TokenRefused(String reason) implements Verdict {}

    /**
     * The system refuses this call, and did nothing; asking again is of no use.
     *
     * @param reason what it said, without values of people
     */
    record Refused(String reason) implements Verdict {}

    /**
     * The answer cannot be understood: the call may have been carried out.
     *
     * @param reason what came instead
     */
    record Unreadable(String reason) implements Verdict {}

    /**
     * The system as a whole cannot be worked with.
     *
     * @param code what is to be done about it
     * @param reason what the system said, and what a person should do
     */
    record Stop(ErrorCode code, String reason) implements Verdict {}
}
