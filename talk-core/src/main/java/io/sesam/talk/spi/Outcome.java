package io.sesam.talk.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The outcome of one operation. Must be honest; when in doubt it is {@link Unknown} (R21). */
public sealed interface Outcome {
    /**
     * The operation was carried out.
     *
     * @param recordId the record that was created or changed
     * @param after the record's present state, if the system returns it; shows its rendering of the values (R20)
     */
    record Applied(String recordId, Optional<RecordSnapshot> after) implements Outcome {}

    /**
     * Nothing to do: the record already had these values.
     *
     * @param recordId the record
     */
    record NoChange(String recordId) implements Outcome {}

    /**
     * The record differs from {@link Operation#basedOn()}; nothing was written (R19).
     *
     * @param current the present record, if the system returns it; empty also when it is gone
     */
    record Conflict(Optional<RecordSnapshot> current) implements Outcome {}

    /**
     * The system refuses this record. Sending the same values again is useless.
     *
     * @param reason the system's answer and what to do about it, without personal values
     */
    record Rejected(String reason) implements Outcome {}

    /**
     * The system cannot do it now, and did nothing.
     *
     * @param after the time to wait that the system asks for
     * @param reason the system's answer
     */
    record RetryLater(Duration after, String reason) implements Outcome {}

    /**
     * The operation was sent, but no answer came. It may have been carried out; the engine looks before it sends
     * again.
     *
     * @param reason what happened
     */
    record Unknown(String reason) implements Outcome {}

    /** Creates an outcome with the record's new state. */
    static Outcome applied(RecordSnapshot after) {
        return new Applied(after.id(), Optional.of(after));
    }

    /** Creates an outcome without the record's new state, which the next reading shows. */
    static Outcome applied(String recordId) {
        return new Applied(recordId, Optional.empty());
    }

    /** Runs the action of the matching case. */
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

    /** Applies the function of the matching case. */
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
