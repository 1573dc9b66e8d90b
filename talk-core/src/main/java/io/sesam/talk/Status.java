package io.sesam.talk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Erasure;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is remembered.
 *
 * @param records for each system and type, how many live records are known
 * @param golden for each type, how many golden records there are
 * @param read for each system and type, when it was first read completely; missing where that is still to come
 * @param waiting for each system and type, how many golden records are still to be compared with it
 * @param enriched for each enricher, how many golden records it has given something, and how many it is still to be asked about
 * @param parked how many writes are put aside
 * @param unknown how many inserts were sent and never answered, and have not been found out about
 * @param braked plans that were too large to begin, and approvals that have not been used yet
 * @param erasures records of people who were erased that are still there, or there again
 */
public record Status(
        Map<SystemName, Map<EntityType, Long>> records,
        Map<EntityType, Long> golden,
        Map<SystemName, Map<EntityType, Instant>> read,
        Map<SystemName, Map<EntityType, Long>> waiting,
        Map<SystemName, Enriched> enriched,
        long parked,
        long unknown,
        List<HeldPlan> braked,
        List<Erasure> erasures) {
    /**
     * How far an enricher has come (R31).
     *
     * @param answers how many answers count now
     * @param waiting how many golden records are still to be asked about
     */
    public record Enriched(long answers, long waiting) {}

    /** Copies the lists. */
    public Status {
        braked = List.copyOf(braked);
        erasures = List.copyOf(erasures);
    }
}
