package io.sesam.talk.simulators;

import java.time.Duration;

/** What goes wrong with one request. */
public sealed interface SimFault {
    /**
     * The request has no effect and is answered with a status.
     *
     * @param status an HTTP status
     * @param body what is answered
     */
    record Answer(int status, String body) implements SimFault {}

    /**
     * The connection breaks off without an answer.
     *
     * @param afterTheEffect whether the request was carried out before
     */
    record Reset(boolean afterTheEffect) implements SimFault {}

    /**
     * No answer comes for a while (of real time); then the connection breaks off.
     *
     * @param afterTheEffect whether the request was carried out before
     * @param silence how long
     */
    record Silence(boolean afterTheEffect, Duration silence) implements SimFault {}

    /** The request is carried out, and the answer ends in the middle of its body. */
    record Truncated() implements SimFault {}

    /**
     * The request is carried out, and the answer comes byte by byte.
     *
     * @param pause between two bytes (of real time)
     */
    record Drip(Duration pause) implements SimFault {}
}
