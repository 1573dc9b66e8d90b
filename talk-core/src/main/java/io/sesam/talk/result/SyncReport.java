package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.store.Erasure;
import java.util.List;
import java.util.Map;

/**
 * What a run did.
 *
 * @param run its name in the journal
 * @param read for each system and type, how many changes were read
 * @param golden for each type, what became of the golden records
 * @param written for each system and type, how the writes ended
 * @param sinks for each sink, how many rows each table has
 * @param calls for each system that is asked over a network, how many calls that took
 * @param enriched for each enricher, what it was asked and what came of it
 * @param parked how many writes are put aside, from this run and earlier ones
 * @param unknown how many inserts were sent and never answered, and cannot be found out about yet
 * @param paused for each system or sink that could not go on, why, and who must do what
 * @param braked plans that were too large to begin without a person's word
 * @param erasures records of people who were erased: what became of them in this run, and what is still there
 */
public record SyncReport(
        String run,
        Map<SystemName, Map<EntityType, Long>> read,
        Map<EntityType, Golden> golden,
        Map<SystemName, Map<EntityType, Written>> written,
        Map<SystemName, Map<String, Long>> sinks,
        Map<SystemName, Calls.Count> calls,
        Map<SystemName, Enriched> enriched,
        long parked,
        long unknown,
        Map<SystemName, String> paused,
        List<HeldPlan> braked,
        List<Erasure> erasures) {
    /**
     * What became of the golden records of a type.
     *
     * @param total how many there are now
     * @param created how many are new
     * @param updated how many have another value
     * @param deleted how many lost their last record
     * @param joined how many became part of another
     * @param split how many came out of another
     */
    public record Golden(long total, long created, long updated, long deleted, long joined, long split) {}

    /**
     * How the writes to a type of a system ended.
     *
     * @param inserted records made
     * @param updated records changed
     * @param archived records archived
     * @param unchanged records that turned out to be as they should
     * @param refused refused, by the system or by Talk for it
     * @param failed not done, to be tried again
     * @param unknown sent and not answered
     */
    public record Written(
            long inserted, long updated, long archived, long unchanged, long refused, long failed, long unknown) {
        /** How many records were touched over there. */
        public long touched() {
            return inserted + updated + archived;
        }
    }

    /**
     * What an enricher was asked, and what came of it (R31).
     *
     * @param asked questions that were put to it
     * @param matched of these, how many meant one entry
     * @param none how many meant no entry
     * @param ambiguous how many could mean several
     * @param unanswered how many could not be asked just now
     * @param withdrawn answers that counted before and do not any more
     * @param waiting golden records that are still to be asked about, by the next runs
     */
    public record Enriched(
            long asked, long matched, long none, long ambiguous, long unanswered, long withdrawn, long waiting) {
        /** The sum of the two; of what is waiting, what the other says. */
        public Enriched and(Enriched other) {
            return new Enriched(
                    asked + other.asked,
                    matched + other.matched,
                    none + other.none,
                    ambiguous + other.ambiguous,
                    unanswered + other.unanswered,
                    withdrawn + other.withdrawn,
                    other.waiting);
        }
    }

    /** Whether all went well: nothing is paused, braked or put aside, nothing is unknown, and nobody erased is still there. */
    public boolean isClean() {
        return paused.isEmpty()
                && parked == 0
                && unknown == 0
                && braked.isEmpty()
                && erasures.stream().noneMatch(erasure -> erasure.state().isOpen());
    }

    /** How many records were made or changed in all systems. */
    public long writes() {
        return written.values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(Written::touched)
                .sum();
    }

    /** How many golden records are not what they were before the run. */
    public long goldenChanges() {
        return golden.values().stream()
                .mapToLong(type -> type.created() + type.updated() + type.deleted() + type.joined() + type.split())
                .sum();
    }
}
