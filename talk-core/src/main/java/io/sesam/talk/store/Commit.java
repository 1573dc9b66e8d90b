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
 * Everything that becomes true at one moment: records, what follows from them, and how far reading has come (R23).
 *
 * <p>Filled by one thread, given to {@link Store#commit} once. A later {@code put} of the same thing replaces the
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

    /** An empty one. */
    public Commit() {}

    /** All golden records of a type are to be compared with a system. */
    public record TaskAll(SystemName system, EntityType type) {}

    /** Records of a type that a listing named and that did not change. */
    public record Listed(SystemName system, EntityType type, long listing, List<String> ids) {}

    /** Remembers a record, with its keys; what was remembered of it is replaced. */
    public Commit put(StoredRecord record) {
        records.put(record.ref(), record);
        return this;
    }

    /** Remembers a golden record, also one that is removed. */
    public Commit put(StoredGolden golden) {
        goldens.put(golden.id(), golden);
        return this;
    }

    /** Remembers a link. */
    public Commit add(Link link) {
        linksAdded.add(link);
        linksRemoved.remove(link);
        return this;
    }

    /** Forgets a link. */
    public Commit remove(Link link) {
        linksRemoved.add(link);
        linksAdded.remove(link);
        return this;
    }

    /** Remembers how far reading has come. */
    public Commit put(ReadState readState) {
        readings.add(readState);
        return this;
    }

    /** Notes that records were named by a listing and did not change. */
    public Commit put(Listed unchanged) {
        listed.add(unchanged);
        return this;
    }

    /** Notes that a golden record is to be compared with a system. */
    public Commit add(PendingComparison task) {
        tasksAdded.add(task);
        return this;
    }

    /** Notes that every golden record of a type that is not removed, those of this commit included, is to be compared. */
    public Commit add(TaskAll all) {
        tasksForAll.add(all);
        return this;
    }

    /** Notes that a golden record has been compared with a system. What is both done and added is to be done again. */
    public Commit done(PendingComparison task) {
        tasksDone.add(task);
        return this;
    }

    /** Puts a write aside. */
    public Commit put(Parked entry) {
        parked.put(entry.key(), entry);
        unparked.remove(entry.key());
        return this;
    }

    /** Forgets a write that was put aside. */
    public Commit unpark(Parked.Key key) {
        unparked.add(key);
        parked.remove(key);
        return this;
    }

    /**
     * Forgets a record before anything else of this commit: what is remembered of it, its links, and what the journal says
     * of its values. That it was written, and when, stays.
     */
    public Commit forget(RecordRef record) {
        recordsForgotten.add(record);
        return this;
    }

    /**
     * Forgets, before anything else of this commit, what is noted about a golden record: what is to be compared, put aside or
     * not answered, and what the journal says of its values. The golden record itself is to be put as removed, without
     * values.
     */
    public Commit forget(GoldenId golden) {
        goldensForgotten.add(golden);
        return this;
    }

    /** Remembers the fingerprint of somebody who was erased. */
    public Commit erase(String fingerprint) {
        erased.add(fingerprint);
        readmitted.remove(fingerprint);
        return this;
    }

    /** Forgets that somebody was erased. */
    public Commit readmit(String fingerprint) {
        readmitted.add(fingerprint);
        erased.remove(fingerprint);
        return this;
    }

    /** Remembers a record of somebody who was erased; what was noted of it before is replaced. */
    public Commit put(Erasure erasure) {
        erasures.put(erasure.record(), erasure);
        erasuresSettled.remove(erasure.record());
        return this;
    }

    /** There is nothing more to do about a record of somebody who was erased. */
    public Commit settle(RecordRef record) {
        erasuresSettled.add(record);
        erasures.remove(record);
        return this;
    }

    /** Notes an intent. */
    public Commit put(Intent intent) {
        intents.put(intent.operation(), intent);
        return this;
    }

    /** Forgets an intent: what became of it is known. */
    public Commit close(String operation) {
        intentsClosed.add(operation);
        intents.remove(operation);
        return this;
    }

    /** Adds to the journal of writes. */
    public Commit add(AuditEntry entry) {
        audit.add(entry);
        return this;
    }

    /** Keeps a value of the engine's state; what was kept under the key is replaced. */
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

    /** Whether there is nothing in it. */
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

    /** Whether something is to be forgotten so that nothing is left of it. */
    public boolean forgets() {
        return !recordsForgotten.isEmpty() || !goldensForgotten.isEmpty();
    }

    /** Records to forget, first of all. */
    public Set<RecordRef> recordsForgotten() {
        return recordsForgotten;
    }

    /** Golden records to forget what is noted about, first of all. */
    public Set<GoldenId> goldensForgotten() {
        return goldensForgotten;
    }

    /** Fingerprints of those who were erased. */
    public Set<String> erased() {
        return erased;
    }

    /** Fingerprints of those who may come back. */
    public Set<String> readmitted() {
        return readmitted;
    }

    /** Records that are still there of those who were erased. */
    public List<Erasure> erasures() {
        return List.copyOf(erasures.values());
    }

    /** Records that there is nothing more to do about. */
    public Set<RecordRef> erasuresSettled() {
        return erasuresSettled;
    }

    /** Records to remember. */
    public List<StoredRecord> records() {
        return List.copyOf(records.values());
    }

    /** Golden records to remember. */
    public List<StoredGolden> goldens() {
        return List.copyOf(goldens.values());
    }

    /** Links to remember. */
    public Set<Link> linksAdded() {
        return linksAdded;
    }

    /** Links to forget. */
    public Set<Link> linksRemoved() {
        return linksRemoved;
    }

    /** How far reading has come. */
    public List<ReadState> readings() {
        return readings;
    }

    /** Unchanged records that a listing named. */
    public List<Listed> listed() {
        return listed;
    }

    /** Golden records to be compared. */
    public Set<PendingComparison> tasksAdded() {
        return tasksAdded;
    }

    /** Golden records that have been compared; to be taken away before others are added. */
    public Set<PendingComparison> tasksDone() {
        return tasksDone;
    }

    /** Types of which every golden record is to be compared. */
    public List<TaskAll> tasksForAll() {
        return tasksForAll;
    }

    /** Writes to put aside. */
    public List<Parked> parked() {
        return List.copyOf(parked.values());
    }

    /** Writes no longer put aside. */
    public Set<Parked.Key> unparked() {
        return unparked;
    }

    /** Intents to note. */
    public List<Intent> intents() {
        return List.copyOf(intents.values());
    }

    /** Intents to forget. */
    public Set<String> intentsClosed() {
        return intentsClosed;
    }

    /** The journal's new entries, in order. */
    public List<AuditEntry> audit() {
        return audit;
    }

    /** Values of the engine's state to keep. */
    public Map<StateKey<?>, EngineState> states() {
        return states;
    }

    /** Values of the engine's state to remove. */
    public Set<StateKey<?>> statesRemoved() {
        return statesRemoved;
    }
}
