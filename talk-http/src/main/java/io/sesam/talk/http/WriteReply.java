package io.sesam.talk.http;

import java.time.Duration;
import java.util.function.Function;

/** The result of a writing call. Distinguishes "not done" from "unknown". */
public sealed interface WriteReply {
    /**
     * The call was carried out. In a batch, the response reports which parts were.
     *
     * @param response the response
     */
    record Done(ApiResponse response) implements WriteReply {}

    /**
     * The system refused the call; nothing was done.
     *
     * @param reason the system's explanation, without personal values
     * @param response the response
     */
    record Refused(String reason, ApiResponse response) implements WriteReply {}

    /**
     * A temporary failure; nothing was done.
     *
     * @param after the wait that the system asks for
     * @param reason the system's explanation
     */
    record Later(Duration after, String reason) implements WriteReply {}

    /**
     * No readable response came; it may have been done.
     *
     * @param reason the cause
     */
    record Unknown(String reason) implements WriteReply {}

    /** Maps each case to a result. */
    default <R> R fold(
            Function<Done, R> done,
            Function<Refused, R> refused,
            Function<Later, R> later,
            Function<Unknown, R> unknown) {
        if (this instanceof Done d) {
            return done.apply(d);
        }
        if (this instanceof Refused r) {
            return refused.apply(r);
        }
        return this instanceof Later l ? later.apply(l) : unknown.apply((Unknown) this);
    }
}
