package io.sesam.talk.store;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
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
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, lost when closed.
 *
 * <p>For tests, and for hosts that read everything again at each start. Millions of records fit; each takes the
 * memory of its texts and about half a kilobyte. Several threads may read at once; a commit waits for them.
 */
public final class MemoryStore implements Store {
    private final String history = UUID.randomUUID().toString();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final MemoryStoreRecords records = new MemoryStoreRecords();
    private final MemoryStoreLinks links = new MemoryStoreLinks();
    private final MemoryStoreGoldens goldens = new MemoryStoreGoldens();
    private final MemoryStoreTasks tasks = new MemoryStoreTasks();
    private final MemoryStoreNotes notes = new MemoryStoreNotes();
    private final MemoryStoreErasures erasures = new MemoryStoreErasures();
    private boolean closed;

    private MemoryStore() {}

    /** Creates an empty store. */
    public static MemoryStore create() {
        return new MemoryStore();
    }

    @Override
    public String history() {
        return read(() -> history);
    }

    @Override
    public List<StoredRecord> records(Collection<RecordRef> refs) {
        return read(() -> records.find(refs));
    }

    @Override
    public List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> keys, int atMostForEach) {
        return read(() -> records.withKeys(type, keys, atMostForEach));
    }

    @Override
    public List<StoredRecord> members(Collection<GoldenId> ids) {
        return read(() -> records.members(ids));
    }

    @Override
    public List<StoredRecord> recordsAfter(SystemName system, EntityType type, @Nullable String id, int limit) {
        return read(() -> records.after(system, type, id, limit));
    }

    @Override
    public List<StoredRecord> notListed(
            SystemName system, EntityType type, long listing, @Nullable String id, int limit) {
        return read(() -> records.notListed(system, type, listing, id, limit));
    }

    @Override
    public long liveRecords(SystemName system, EntityType type) {
        return read(() -> records.live(system, type));
    }

    @Override
    public List<Link> links(Collection<RecordRef> refs) {
        return read(() -> links.of(refs));
    }

    @Override
    public List<StoredGolden> goldens(Collection<GoldenId> ids) {
        return read(() -> goldens.find(ids));
    }

    @Override
    public List<StoredGolden> goldensAfter(long sequence, int limit) {
        return read(() -> goldens.after(sequence, limit));
    }

    @Override
    public GoldenHits search(GoldenSearch search) {
        return read(() -> goldens.search(search));
    }

    @Override
    public long lastSequence() {
        return read(goldens::lastSequence);
    }

    @Override
    public long goldens(EntityType type) {
        return read(() -> goldens.count(type));
    }

    @Override
    public Optional<ReadState> reading(SystemName system, EntityType type) {
        return read(() -> notes.reading(system, type));
    }

    @Override
    public List<PendingComparison> tasks(SystemName system, EntityType type, @Nullable GoldenId after, int limit) {
        return read(() -> tasks.after(system, type, after, limit));
    }

    @Override
    public long tasks(SystemName system, EntityType type) {
        return read(() -> tasks.count(system, type));
    }

    @Override
    public List<Parked> parked(SystemName system, EntityType type, Collection<GoldenId> ids) {
        return read(() -> notes.parked(system, type, ids));
    }

    @Override
    public List<Parked> parked(GoldenId golden) {
        return read(() -> notes.parked(golden));
    }

    @Override
    public List<Parked> parked(@Nullable Parked after, int limit) {
        return read(() -> notes.parked(after, limit));
    }

    @Override
    public long parkedCount() {
        return read(notes::parkedCount);
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type, Collection<GoldenId> ids) {
        return read(() -> notes.intents(system, type, ids));
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type) {
        return read(() -> notes.intents(system, type));
    }

    @Override
    public List<Intent> intents() {
        return read(notes::intents);
    }

    @Override
    public List<AuditEntry> audit(long skip, int limit) {
        return read(() -> notes.audit(skip, limit));
    }

    @Override
    public List<AuditEntry> audit(String run, long skip, int limit) {
        return read(() -> notes.audit(run, skip, limit));
    }

    @Override
    public List<AuditEntry> audit(Collection<RecordRef> records, int limit) {
        return read(() -> notes.audit(Set.copyOf(records), limit));
    }

    @Override
    public Set<String> erased(Collection<String> fingerprints) {
        return read(() -> erasures.among(fingerprints));
    }

    @Override
    public List<Erasure> erasures() {
        return read(erasures::open);
    }

    @Override
    public <T extends EngineState> Optional<T> state(StateKey<T> key) {
        return read(() -> notes.state(key));
    }

    @Override
    public Map<SystemName, Map<EntityType, Long>> counts() {
        return read(records::counts);
    }

    @Override
    public void commit(Commit commit) {
        locked(lock.writeLock(), () -> {
            // Check everything that can be refused first, so that nothing below fails half-way.
            List<StoredRecord> newRecords = MemoryStoreRecords.asSaid(commit.records());
            List<StoredGolden> newGoldens = commit.goldens();
            goldens.check(newGoldens);
            records.forget(commit.recordsForgotten());
            links.change(links.of(commit.recordsForgotten()), Set.of());
            tasks.forget(commit.goldensForgotten());
            notes.forget(commit.recordsForgotten(), commit.goldensForgotten());
            records.put(newRecords);
            records.list(commit.listed());
            links.change(commit.linksRemoved(), commit.linksAdded());
            goldens.put(newGoldens);
            tasks.change(commit, goldens);
            notes.take(commit);
            erasures.take(commit);
            return true;
        });
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T read(Supplier<T> question) {
        return locked(lock.readLock(), question);
    }

    private <T> T locked(Lock one, Supplier<T> action) {
        one.lock();
        try {
            if (closed) {
                throw new TalkException(ErrorCode.STORE_FAILED, "the store is closed; open a new one");
            }
            return action.get();
        } finally {
            one.unlock();
        }
    }
}
