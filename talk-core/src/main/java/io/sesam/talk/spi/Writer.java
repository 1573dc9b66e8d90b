package io.sesam.talk.spi;

import java.util.List;
import java.util.Map;

/** Writer of one type, batch by batch. */
@FunctionalInterface
public interface Writer {
    /**
     * Carries out each operation independently: a refused one does not stop the others (R22).
     *
     * <p>Never retries by itself. An operation whose record no longer has the values it {@link Operation#basedOn()
     * rests on} is a {@link Outcome.Conflict} where the system allows to detect that. A postponed operation may
     * come again in the same run, under the same id.
     *
     * @param operations at most {@link TypeSpec#writeLimit()}; no two for one record
     * @return one outcome per {@link Operation#id()}; a missing one counts as {@link Outcome.Unknown}
     * @throws io.sesam.talk.error.TalkException only when nothing was done: BATCH_REFUSED when the system refused
     *     the batch without naming the operation at fault; any other code when the system as a whole failed
     */
    Map<String, Outcome> write(List<Operation> operations);
}
