package io.sesam.talk.http;

import java.time.Duration;
import java.util.function.Function;

/** What became of a writing call; honest, also when nobody knows (R21). */
public sealed interface WriteReply {
    /**
     * It was carried out; of a batch, perhaps not every part: the answer tells.
     *
     * @param response what came back
     */
    record Done(ApiResponse response) implements WriteReply {}

    /**
     * The system refused it, and did nothing.
     *
     * @param reason what it said, without values of people
     * @param response what came back
     */
    record Refused(String reason, ApiResponse response) implements WriteReply {}

    /**
     * The system cannot do it now, and did nothing.
     *
     * @param after how long it asks to wait
     * @param reason what it said
     */
    record Later(Duration after, String reason) implements WriteReply {}

    /**
     * It was sent and no answer came that could be understood: it may have been done.
     *
     * @param reason what happened
     */
    record Unknown(String reason) implements WriteReply {}

    /** One answer for each case; forgetting one does not compile. */
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
