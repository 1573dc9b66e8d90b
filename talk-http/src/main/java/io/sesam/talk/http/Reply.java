package io.sesam.talk.http;

import java.time.Duration;
import java.util.function.Function;

/** What became of a writing call; honest, also when nobody knows (R21). */
public sealed interface Reply {
    /**
     * It was carried out; of a batch, perhaps not every part: the answer tells.
     *
     * @param answer what came back
     */
    record Done(Answer answer) implements Reply {}

    /**
     * The system refused it, and did nothing.
     *
     * @param reason what it said, without values of people
     * @param answer what came back
     */
    record Refused(String reason, Answer answer) implements Reply {}

    /**
     * The system cannot do it now, and did nothing.
     *
     * @param after how long it asks to wait
     * @param reason what it said
     */
    record Later(Duration after, String reason) implements Reply {}

    /**
     * It was sent and no answer came that could be understood: it may have been done.
     *
     * @param reason what happened
     */
    record Unknown(String reason) implements Reply {}

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
