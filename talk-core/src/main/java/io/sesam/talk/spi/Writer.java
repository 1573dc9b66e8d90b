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
     * @throws io.sesam.talk.error.TalkException when nothing at all was done and the system as a whole is the reason
     */
    Map<String, Outcome> write(List<Operation> operations);
}
