package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state that is kept between runs.
 *
 * <p>A store belongs to one engine at a time; a second one that opens it is refused. Several threads may use it.
 * After {@link #commit} returns, every later call sees all of the commit, also after a crash; after a failed
 * commit, nothing of it. Lists have no order unless one is named, and no duplicates. Ids are ordered by their code
 * points, as in databases. Records come back with their original values; normalised values must be computed again.
 * A failure is a {@link io.sesam.talk.error.TalkException}: STORE_FAILED stops the run; BUG means that a commit
 * contradicts itself or has properties that the store was not opened with.
 */
public interface Store extends AutoCloseable {
    /**
     * Returns the id of this store's history, created with the store. A sink whose tables have another one was
     * filled from another store.
     */
    String history();

    /** Returns records, also deleted ones. */
    List<StoredRecord> records(Collection<RecordRef> refs);

    /**
     * Finds the live records of a type by match keys. At most a number per key, lesser ids first, then lesser
     * systems.
     */
    List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> keys, int atMostForEach);

    /** Returns the records of golden records, live and deleted. */
    List<StoredRecord> members(Collection<GoldenId> goldens);

    /** Returns a page of all records of a type of a system, ordered by id, after an id. */
    List<StoredRecord> recordsAfter(SystemName system, EntityType type, @Nullable String id, int limit);

    /** Returns a page of live records that the given listing has not named, ordered by id, after an id. */
    List<StoredRecord> notListed(SystemName system, EntityType type, long listing, @Nullable String id, int limit);

    /** Counts the live records of a type in a system. */
    long liveRecords(SystemName system, EntityType type);

    /** Returns all links with an end among the records. */
    List<Link> links(Collection<RecordRef> refs);

    /** Returns golden records, also removed ones. */
    List<StoredGolden> goldens(Collection<GoldenId> ids);

    /**
     * Returns a page of golden records of all types changed after a sequence, in its order, removed ones included.
     * A sequence is unique: a commit that would repeat one is refused.
     */
    List<StoredGolden> goldensAfter(long sequence, int limit);

    /**
     * Searches golden records that are not removed. What a commit wrote is found after it, and nothing of what it removed or
     * forgot. As given here it looks at each golden record; a store with an index overrides it.
     */
    @Experimental
    default GoldenHits search(GoldenSearch search) {
        return SearchScan.of(this, search);
    }

    /** Returns the sequence of the last change; 0 for none. */
    long lastSequence();

    /** Counts the golden records of a type, without removed ones. */
    long goldens(EntityType type);

    /** Returns how far a type of a system has been read. */
    Optional<ReadState> reading(SystemName system, EntityType type);

    /** Returns pending comparisons with a system, ordered by golden id, after an id. */
    List<PendingComparison> tasks(SystemName system, EntityType type, @Nullable GoldenId after, int limit);

    /** Counts the pending comparisons with a system. */
    long tasks(SystemName system, EntityType type);

    /** Returns the parked writes of golden records in a system. */
    List<Parked> parked(SystemName system, EntityType type, Collection<GoldenId> goldens);

    /** Returns all parked writes of a golden record, oldest first. */
    List<Parked> parked(GoldenId golden);

    /** Returns a page of all parked writes in the order of {@link Parked#OLDEST_FIRST}, after one of them, parked still or not. */
    List<Parked> parked(@Nullable Parked after, int limit);

    /** Counts the parked writes. */
    long parkedCount();

    /** Returns open intents of golden records in a system. */
    List<Intent> intents(SystemName system, EntityType type, Collection<GoldenId> goldens);

    /** Returns open intents of a type in a system, oldest first. */
    List<Intent> intents(SystemName system, EntityType type);

    /** Returns all open intents, oldest first. */
    List<Intent> intents();

    /** Returns a page of the journal, newest first. */
    List<AuditEntry> audit(long skip, int limit);

    /** Returns a page of the journal entries of a run, newest first. */
    List<AuditEntry> audit(String run, long skip, int limit);

    /** Returns journal entries of records, newest first, at most a number per record. */
    List<AuditEntry> audit(Collection<RecordRef> records, int limit);

    /** Returns those fingerprints that are on the suppression list (R27). */
    Set<String> erased(Collection<String> fingerprints);

    /** Returns erased records that still exist in a system, longest known first. */
    List<Erasure> erasures();

    /** Returns the engine's state under a key. */
    <T extends EngineState> Optional<T> state(StateKey<T> key);

    /** Counts live records per system and type; omits zero counts. */
    Map<SystemName, Map<EntityType, Long>> counts();

    /** Applies a commit completely or, on failure, not at all. */
    void commit(Commit commit);

    /**
     * Lists where bytes of forgotten data may still be after the last commit that forgot something, in words for a report.
     * Empty when they are gone.
     */
    @Experimental
    default List<String> traces() {
        return List.of();
    }

    /**
     * Confirms that this engine still owns the store. Called before each call that may change something in a system; quick
     * while that is certain, because the database is not asked then.
     *
     * @throws io.sesam.talk.error.TalkException STORE_IN_USE when another engine owns it
     */
    @Experimental
    default void confirm() {}

    /** Releases memory that only a run needs. Called at the end of each run, and never throws; any call may follow. */
    @Experimental
    default void rest() {}

    /** Releases all resources; never throws. Committed data stays. */
    @Override
    void close();
}
