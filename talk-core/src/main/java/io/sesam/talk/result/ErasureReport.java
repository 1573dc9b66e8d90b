package io.sesam.talk.result;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Erasure;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The result of an erasure, system by system. */
public interface ErasureReport {
    /** Every record that was known in a system, with its outcome. */
    List<Erasure> records();

    /** Number of golden records erased from the store. */
    int golden();

    /** Number of inserts in doubt; one that was done shows up later as come back. */
    int inDoubt();

    /** Sinks whose tables no longer hold the person. */
    Set<SystemName> sinks();

    /** Systems and sinks that could not be asked, each with the reason; each sync asks again. */
    Map<SystemName, String> paused();

    /**
     * Places beyond Talk's reach where bytes of the values may still be, in words, such as a database server's log or a
     * cloud's time travel (R46).
     */
    List<String> remains();

    /** Whether no known copy is left. */
    default boolean isDone() {
        return paused().isEmpty()
                && inDoubt() == 0
                && records().stream().noneMatch(erasure -> erasure.state().isOpen());
    }
}
