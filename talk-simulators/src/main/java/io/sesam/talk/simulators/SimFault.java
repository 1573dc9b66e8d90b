package io.sesam.talk.simulators;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** A fault for one request. */
public sealed interface SimFault {
    /**
     * An error response without any effect.
     *
     * @param status an HTTP status
     * @param body the response body
     */
    record Answer(int status, String body) implements SimFault {}

    /**
     * A connection reset without a response.
     *
     * @param afterTheEffect whether the request is carried out before
     */
    record Reset(boolean afterTheEffect) implements SimFault {}

    /**
     * A silence before the connection is closed.
     *
     * @param afterTheEffect whether the request is carried out before
     * @param silence its length, in real time
     */
    record Silence(boolean afterTheEffect, Duration silence) implements SimFault {}

    /** A response truncated in the middle of its body. The request is carried out. */
    record Truncated() implements SimFault {}

    /**
     * A response sent byte by byte. The request is carried out.
     *
     * @param pause the pause between two bytes, in real time
     */
    record Drip(Duration pause) implements SimFault {}

    /**
     * A response without a part, with its status. The request is carried out.
     *
     * @param name the field that is left out wherever it occurs; empty for the whole, which becomes an empty object
     */
    record Lacking(String name) implements SimFault {}

    /**
     * A changed response. The request is carried out.
     *
     * @param change makes another response of the right one
     */
    record Changed(UnaryOperator<SimResponse> change) implements SimFault {}
}
