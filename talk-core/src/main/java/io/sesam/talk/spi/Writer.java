package io.sesam.talk.spi;

import java.util.List;
import java.util.Map;

/** Writes the records of one type. */
@FunctionalInterface
public interface Writer {
    /**
     * Carries out operations, each for itself: one that is refused does not hold the others up (R22).
     *
     * <p>Never asks again by itself. An operation whose record is no longer what it {@link Operation#basedOn() rests
     * on} is a {@link Outcome.Conflict} where the system lets that be known.
     *
     * @param operations at most {@link TypeSpec#writeLimit()}; no two for one record
     * @return one outcome for each {@link Operation#id()}; an operation without one counts as {@link Outcome.Unknown}
     * @throws io.sesam.talk.error.TalkException when nothing at all was done: BATCH_REFUSED when the batch is the reason, and
     *     the system does not say what in it; any other code when the system as a whole is
     */
    Map<String, Outcome> write(List<Operation> operations);
}
