package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered between runs.
 *
 * <p>A store belongs to one engine at a time; a second one that opens it is refused. Any thread may call it. What
 * {@link #commit} took is there for whoever asks afterwards, also after a crash; of what it did not take, nothing is.
 * Lists are in no order unless one is named, and hold nothing twice; ids are in the order of their code points, as
 * databases have it. Records come back as they were said: their normalised values are to be made again. Failures are a
 * {@link io.sesam.talk.error.TalkException} STORE_FAILED, and stop the run; BUG, when a commit contradicts itself or has
 * values of properties that the store was not opened with.
 */
public interface Store extends AutoCloseable {
    /** A name made when the store was: tables of a sink that name another one are not from here. */
    String history();

    /** The records that are remembered, also those that are gone. */
    List<StoredRecord> records(Collection<RecordRef> refs);

    /**
     * The live records of a type that carry any of some keys; for each key no more than a number, the lesser ids first, and
     * of one id the lesser system.
     */
    List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> keys, int atMostForEach);

    /** The records, live and gone, that belong to golden records. */
    List<StoredRecord> members(Collection<GoldenId> goldens);

    /** A page of all records of a type of a system, in the order of their ids, after an id. */
    List<StoredRecord> recordsAfter(SystemName system, EntityType type, @Nullable String id, int limit);

    /**
     * A page of the live records of a type that were last named by an earlier listing, in the order of their ids, after
     * an id.
     */
    List<StoredRecord> notListed(SystemName system, EntityType type, long listing, @Nullable String id, int limit);

    /** How many live records of a type a system has. */
    long liveRecords(SystemName system, EntityType type);

    /** All links, of whatever origin, that have an end among some records. */
    List<Link> links(Collection<RecordRef> refs);

    /** Golden records, also those that are removed. */
    List<StoredGolden> goldens(Collection<GoldenId> ids);

    /**
     * A page of the golden records of all types that changed after a sequence, in its order; removed ones too. No two
     * golden records have the same sequence: a commit that would make it so is refused.
     */
    List<StoredGolden> goldensAfter(long sequence, int limit);

    /** The sequence of the last change of a golden record; 0 when there was none. */
    long lastSequence();

    /** How many golden records of a type there are, without the removed. */
    long goldens(EntityType type);

    /** How far a type of a system has been read. */
    Optional<ReadState> reading(SystemName system, EntityType type);

    /** Golden records to be compared with a system, in the order of their ids, after an id. */
    List<PendingComparison> tasks(SystemName system, EntityType type, @Nullable GoldenId after, int limit);

    /** How many golden records are to be compared with a system. */
    long tasks(SystemName system, EntityType type);

    /** What is put aside for some golden records in a system. */
    List<Parked> parked(SystemName system, EntityType type, Collection<GoldenId> goldens);

    /** A page of all that is put aside, the oldest first, after as many. */
    List<Parked> parked(long skip, int limit);

    /** How many writes are put aside. */
    long parkedCount();

    /** Intents of which nobody knows what became, for some golden records in a system. */
    List<Intent> intents(SystemName system, EntityType type, Collection<GoldenId> goldens);

    /** Intents of which nobody knows what became, for a type of a system, the oldest first. */
    List<Intent> intents(SystemName system, EntityType type);

    /** All intents of which nobody knows what became, the oldest first. */
    List<Intent> intents();

    /** A page of the journal of writes, the newest first. */
    List<AuditEntry> audit(long skip, int limit);

    /** What the journal has about some records, the newest first and no more than a number for each record. */
    List<AuditEntry> audit(Collection<RecordRef> records, int limit);

    /** Which of these fingerprints are those of somebody who was erased (R27). */
    Set<String> erased(Collection<String> fingerprints);

    /** Records of people who were erased that are still there, the longest known first. */
    List<Erasure> erasures();

    /** The value of the engine's state under a key. */
    <T extends EngineState> Optional<T> state(StateKey<T> key);

    /** How many records each system has of each type, live ones only; without those that have none. */
    Map<SystemName, Map<EntityType, Long>> counts();

    /** Makes everything in it true, or, when it fails, nothing. */
    void commit(Commit commit);

    /** Lets go of everything; never fails. What was committed stays. */
    @Override
    void close();
}
