package io.sesam.talk.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What became of one operation; honest, also when nobody knows (R21). */
public sealed interface Outcome {
    /**
     * It was done.
     *
     * @param recordId the record that was made or changed
     * @param after the record as the system holds it now, where the system tells: what it made of our values (R20)
     */
    record Applied(String recordId, Optional<RecordSnapshot> after) implements Outcome {}

    /**
     * Nothing had to be done: the record already was so.
     *
     * @param recordId the record
     */
    record NoChange(String recordId) implements Outcome {}

    /**
     * The record is no longer what the decision rests on; nothing was written (R19).
     *
     * @param current the record as it is now, where the system tells; empty also when it is gone
     */
    record Conflict(Optional<RecordSnapshot> current) implements Outcome {}

    /**
     * The system refuses this record; asking again with the same values is of no use.
     *
     * @param reason what the system said and what to do about it, without values of people
     */
    record Rejected(String reason) implements Outcome {}

    /**
     * The system cannot do it now, and did not do it.
     *
     * @param after how long it asks to wait
     * @param reason what it said
     */
    record RetryLater(Duration after, String reason) implements Outcome {}

    /**
     * It was sent and no answer came: it may have been done. Never sent again without looking.
     *
     * @param reason what happened
     */
    record Unknown(String reason) implements Outcome {}

    /** It was done, and this is what the system made of it. */
    static Outcome applied(RecordSnapshot after) {
        return new Applied(after.id(), Optional.of(after));
    }

    /** It was done; what the system made of it shows when it is read. */
    static Outcome applied(String recordId) {
        return new Applied(recordId, Optional.empty());
    }

    /** Does one thing for each case; forgetting one does not compile. */
    default void match(
            Consumer<Applied> applied,
            Consumer<NoChange> noChange,
            Consumer<Conflict> conflict,
            Consumer<Rejected> rejected,
            Consumer<RetryLater> retryLater,
            Consumer<Unknown> unknown) {
        if (this instanceof Applied a) {
            applied.accept(a);
        } else if (this instanceof NoChange n) {
            noChange.accept(n);
        } else if (this instanceof Conflict c) {
            conflict.accept(c);
        } else if (this instanceof Rejected r) {
            rejected.accept(r);
        } else if (this instanceof RetryLater l) {
            retryLater.accept(l);
        } else {
            unknown.accept((Unknown) this);
        }
    }

    /** One answer for each case; forgetting one does not compile. */
    default <R> R fold(
            Function<Applied, R> applied,
            Function<NoChange, R> noChange,
            Function<Conflict, R> conflict,
            Function<Rejected, R> rejected,
            Function<RetryLater, R> retryLater,
            Function<Unknown, R> unknown) {
        if (this instanceof Applied a) {
            return applied.apply(a);
        }
        if (this instanceof NoChange n) {
            return noChange.apply(n);
        }
        if (this instanceof Conflict c) {
            return conflict.apply(c);
        }
        if (this instanceof Rejected r) {
            return rejected.apply(r);
        }
        return this instanceof RetryLater l ? retryLater.apply(l) : unknown.apply((Unknown) this);
    }
}
