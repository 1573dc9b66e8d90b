package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of store changes that apply atomically (R23).
 *
 * <p>Filled by one thread and given to {@link Store#commit} once. A later {@code put} for the same key replaces the
 * earlier one.
 */
public final class Commit {
    private final Map<Object, StoredRecord> records = new LinkedHashMap<>();
    private final Map<GoldenId, StoredGolden> goldens = new LinkedHashMap<>();
    private final Set<Link> linksAdded = new LinkedHashSet<>();
    private final Set<Link> linksRemoved = new LinkedHashSet<>();
    private final List<ReadState> readings = new ArrayList<>();
    private final Set<PendingComparison> tasksAdded = new LinkedHashSet<>();
    private final Set<PendingComparison> tasksDone = new LinkedHashSet<>();
    private final List<TaskAll> tasksForAll = new ArrayList<>();
    private final Map<Parked.Key, Parked> parked = new LinkedHashMap<>();
    private final Set<Parked.Key> unparked = new LinkedHashSet<>();
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Set<String> intentsClosed = new LinkedHashSet<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Map<StateKey<?>, EngineState> states = new LinkedHashMap<>();
    private final Set<StateKey<?>> statesRemoved = new LinkedHashSet<>();
    private final List<Listed> listed = new ArrayList<>();
    private final Set<RecordRef> recordsForgotten = new LinkedHashSet<>();
    private final Set<GoldenId> goldensForgotten = new LinkedHashSet<>();
    private final Set<String> erased = new LinkedHashSet<>();
    private final Set<String> readmitted = new LinkedHashSet<>();
    private final Map<RecordRef, Erasure> erasures = new LinkedHashMap<>();
    private final Set<RecordRef> erasuresSettled = new LinkedHashSet<>();

    /** Creates an empty commit. */
    public Commit() {}

    /** The comparison of all golden records of a type with a system. */
    public record TaskAll(SystemName system, EntityType type) {}

    /** Unchanged records of a type that a listing named. */
    public record Listed(SystemName system, EntityType type, long listing, List<String> ids) {}

    /** Stores a record with its match keys, replacing the earlier state. */
    public Commit put(StoredRecord record) {
        records.put(record.ref(), record);
        return this;
    }

    /** Stores a golden record, also a removed one. */
    public Commit put(StoredGolden golden) {
        goldens.put(golden.id(), golden);
        return this;
    }

    /** Adds a link between records. */
    public Commit add(Link link) {
        linksAdded.add(link);
        linksRemoved.remove(link);
        return this;
    }

    /** Removes a link between records. */
    public Commit remove(Link link) {
        linksRemoved.add(link);
        linksAdded.remove(link);
        return this;
    }

    /** Stores how far reading has come. */
    public Commit put(ReadState readState) {
        readings.add(readState);
        return this;
    }

    /** Marks unchanged records as named by a listing. */
    public Commit put(Listed unchanged) {
        listed.add(unchanged);
        return this;
    }

    /** Requests the comparison of a golden record with a system. */
    public Commit add(PendingComparison task) {
        tasksAdded.add(task);
        return this;
    }

    /** Requests the comparison of all golden records of a type that are not removed, those of this commit included. */
    public Commit add(TaskAll all) {
        tasksForAll.add(all);
        return this;
    }

    /** Marks a golden record as compared with a system. When the same comparison is also added, it is due again. */
    public Commit done(PendingComparison task) {
        tasksDone.add(task);
        return this;
    }

    /** Parks a refused write. */
    public Commit put(Parked entry) {
        parked.put(entry.key(), entry);
        unparked.remove(entry.key());
        return this;
    }

    /** Removes a parked write. */
    public Commit unpark(Parked.Key key) {
        unparked.add(key);
        parked.remove(key);
        return this;
    }

    /**
     * Removes a record, its links and the values in its journal entries, before anything else of this commit. The
     * entries stay, without values.
     */
    public Commit forget(RecordRef record) {
        recordsForgotten.add(record);
        return this;
    }

    /**
     * Removes everything stored about a golden record, before anything else of this commit. That is comparisons,
     * parked writes, intents, and the values in its journal entries. The golden record itself must be put as
     * removed, without values.
     */
    public Commit forget(GoldenId golden) {
        goldensForgotten.add(golden);
        return this;
    }

    /** Adds a fingerprint to the suppression list. */
    public Commit erase(String fingerprint) {
        erased.add(fingerprint);
        readmitted.remove(fingerprint);
        return this;
    }

    /** Removes a fingerprint from the suppression list. */
    public Commit readmit(String fingerprint) {
        readmitted.add(fingerprint);
        erased.remove(fingerprint);
        return this;
    }

    /** Stores the erasure of a record, replacing the earlier state. */
    public Commit put(Erasure erasure) {
        erasures.put(erasure.record(), erasure);
        erasuresSettled.remove(erasure.record());
        return this;
    }

    /** Removes the erasure of a record. Nothing remains to be done. */
    public Commit settle(RecordRef record) {
        erasuresSettled.add(record);
        erasures.remove(record);
        return this;
    }

    /** Stores an intent before a write. */
    public Commit put(Intent intent) {
        intents.put(intent.operation(), intent);
        return this;
    }

    /** Removes an intent; its outcome is known. */
    public Commit close(String operation) {
        intentsClosed.add(operation);
        intents.remove(operation);
        return this;
    }

    /** Appends an entry to the journal. */
    public Commit add(AuditEntry entry) {
        audit.add(entry);
        return this;
    }

    /** Stores a value of the engine's state, replacing the earlier one. */
    public <T extends EngineState> Commit put(StateKey<T> key, T value) {
        states.put(key, value);
        statesRemoved.remove(key);
        return this;
    }

    /** Removes a value of the engine's state. */
    public Commit remove(StateKey<?> key) {
        statesRemoved.add(key);
        states.remove(key);
        return this;
    }

    /** Checks whether the commit is empty. */
    public boolean isEmpty() {
        return records.isEmpty()
                && goldens.isEmpty()
                && linksAdded.isEmpty()
                && linksRemoved.isEmpty()
                && readings.isEmpty()
                && tasksAdded.isEmpty()
                && tasksDone.isEmpty()
                && tasksForAll.isEmpty()
                && parked.isEmpty()
                && unparked.isEmpty()
                && intents.isEmpty()
                && intentsClosed.isEmpty()
                && audit.isEmpty()
                && states.isEmpty()
                && statesRemoved.isEmpty()
                && listed.isEmpty()
                && !forgets()
                && erased.isEmpty()
                && readmitted.isEmpty()
                && erasures.isEmpty()
                && erasuresSettled.isEmpty();
    }

    /** Checks whether data must be erased so that none of it remains. */
    public boolean forgets() {
        return !recordsForgotten.isEmpty() || !goldensForgotten.isEmpty();
    }

    /** Returns the records to erase, before everything else. */
    public Set<RecordRef> recordsForgotten() {
        return recordsForgotten;
    }

    /** Returns the golden records to erase, before everything else. */
    public Set<GoldenId> goldensForgotten() {
        return goldensForgotten;
    }

    /** Returns fingerprints to add to the suppression list. */
    public Set<String> erased() {
        return erased;
    }

    /** Returns fingerprints to remove from the suppression list. */
    public Set<String> readmitted() {
        return readmitted;
    }

    /** Returns the erasures to store. */
    public List<Erasure> erasures() {
        return List.copyOf(erasures.values());
    }

    /** Returns the records whose erasures are to be removed. */
    public Set<RecordRef> erasuresSettled() {
        return erasuresSettled;
    }

    /** Returns the records to store. */
    public List<StoredRecord> records() {
        return List.copyOf(records.values());
    }

    /** Returns the golden records to store. */
    public List<StoredGolden> goldens() {
        return List.copyOf(goldens.values());
    }

    /** Returns the links to add. */
    public Set<Link> linksAdded() {
        return linksAdded;
    }

    /** Returns the links to remove. */
    public Set<Link> linksRemoved() {
        return linksRemoved;
    }

    /** Returns the reading states to store. */
    public List<ReadState> readings() {
        return readings;
    }

    /** Returns the unchanged records that a listing named. */
    public List<Listed> listed() {
        return listed;
    }

    /** Returns the comparisons to add. */
    public Set<PendingComparison> tasksAdded() {
        return tasksAdded;
    }

    /** Returns the finished comparisons, to remove before others are added. */
    public Set<PendingComparison> tasksDone() {
        return tasksDone;
    }

    /** Returns the types to compare completely. */
    public List<TaskAll> tasksForAll() {
        return tasksForAll;
    }

    /** Returns the writes to park. */
    public List<Parked> parked() {
        return List.copyOf(parked.values());
    }

    /** Returns the keys of parked writes to remove. */
    public Set<Parked.Key> unparked() {
        return unparked;
    }

    /** Returns the intents to store. */
    public List<Intent> intents() {
        return List.copyOf(intents.values());
    }

    /** Returns the operation ids of intents to remove. */
    public Set<String> intentsClosed() {
        return intentsClosed;
    }

    /** Returns the new journal entries, in order. */
    public List<AuditEntry> audit() {
        return audit;
    }

    /** Returns the values of engine state to store. */
    public Map<StateKey<?>, EngineState> states() {
        return states;
    }

    /** Returns the keys of engine state to remove. */
    public Set<StateKey<?>> statesRemoved() {
        return statesRemoved;
    }
}
