package io.sesam.talk.result;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Erasure;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of an erasure, system by system (R27). Talk itself remembers nothing of whom it was about any more.
 *
 * @param records every record that was known over there, and what became of it
 * @param golden how many golden records were forgotten
 * @param unanswered how many inserts were on their way and never answered: if one was done, it shows up as come back
 * @param sinks the sinks from which it is gone
 * @param paused systems and sinks that could not be asked, and why; each sync asks again
 */
public record ErasureReport(
        List<Erasure> records, int golden, int unanswered, Set<SystemName> sinks, Map<SystemName, String> paused) {
    /** Copies the collections. */
    public ErasureReport {
        records = List.copyOf(records);
        sinks = Set.copyOf(sinks);
        paused = Map.copyOf(paused);
    }

    /** Whether nothing is left anywhere that Talk knows of. */
    public boolean isDone() {
        return paused.isEmpty()
                && unanswered == 0
                && records.stream().noneMatch(erasure -> erasure.state().isOpen());
    }
}
