package io.sesam.talk.engine.config;

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
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that may be in use by another process.
 *
 * <p>On standby its queries are answered by a store that only reads, where the kind of store has one, and its commits are refused
 * with STORE_IN_USE. {@link #lead()} opens the store itself as soon as nobody else has it, and again after it was lost. Any thread may
 * use it.
 */
public final class StandbyStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyStore.class);

    private final Supplier<Store> opening;
    private final Supplier<Optional<Store>> readOpening;

    /** Held for reading by each question, so that nobody closes a store that is asked. */
    private final ReadWriteLock asked = new ReentrantReadWriteLock();

    private volatile @Nullable Store own;
    private volatile boolean lost;
    private final Object readerLock = new Object();
    private @Nullable Store reader;
    private boolean closed;
    private boolean logged;
    private volatile String reason = "the store is in use by another process";
    private Runnable onLead = () -> {};

    /**
     * Creates a store that is on standby.
     *
     * @param opening opens the store, or is refused with STORE_IN_USE
     * @param readOpening opens a store that only reads; empty where that cannot be
     */
    public StandbyStore(Supplier<Store> opening, Supplier<Optional<Store>> readOpening) {
        this.opening = opening;
        this.readOpening = readOpening;
    }

    /** Sets what runs each time when this process has become the owner. */
    public synchronized void onLead(Runnable action) {
        onLead = action;
    }

    /** Whether another process owns the store, as far as is known. */
    public boolean isStandby() {
        return own == null || lost;
    }

    /** Becomes the owner, as for {@link #lead()}; reports whether it is. */
    public boolean tryLead() {
        try {
            lead();
            return true;
        } catch (TalkException e) {
            if (e.code() != ErrorCode.STORE_IN_USE) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Becomes the owner, unless it still is: it asks, because it may have been silent for longer than another process waits.
     *
     * @throws TalkException STORE_IN_USE when another process is; or why the store cannot be opened
     */
    public synchronized void lead() {
        if (!isStandby() && isOwner()) {
            return;
        }
        replaceOwn(null);
        Store opened;
        try {
            opened = opening.get();
        } catch (TalkException e) {
            if (e.code() == ErrorCode.STORE_IN_USE) {
                standBy(String.valueOf(e.getMessage()));
            }
            throw e;
        }
        replaceOwn(opened);
        if (logged) {
            LOG.info("this process owns the store now, and is no longer on standby");
            logged = false;
        }
        onLead.run();
    }

    /** Whether nobody has taken the store over: a commit proves it, even of nothing. */
    private boolean isOwner() {
        try {
            commit(new Commit());
            return true;
        } catch (TalkException e) {
            if (e.code() != ErrorCode.STORE_IN_USE) {
                throw e;
            }
            return false;
        }
    }

    private void standBy(String why) {
        reason = why;
        if (!logged) {
            LOG.info("this process is on standby: {}", why);
            logged = true;
        }
    }

    private void replaceOwn(@Nullable Store next) {
        asked.writeLock().lock();
        try {
            if (closed) {
                if (next != null) {
                    next.close();
                }
                throw new IllegalStateException("the store is closed");
            }
            Store before = own;
            own = next;
            lost = false;
            if (before != null) {
                before.close();
            }
            if (next != null) {
                closeReader();
            }
        } finally {
            asked.writeLock().unlock();
        }
    }

    private void closeReader() {
        synchronized (readerLock) {
            Store open = reader;
            reader = null;
            if (open != null) {
                open.close();
            }
        }
    }

    private Store reader() {
        synchronized (readerLock) {
            Store open = reader;
            if (open == null) {
                open = readOpening.get().orElseThrow(() -> new TalkException(ErrorCode.STORE_IN_USE, reason));
                reader = open;
            }
            return open;
        }
    }

    private <T> T ask(Function<Store, T> question) {
        asked.readLock().lock();
        try {
            Store store = own;
            return store == null || lost ? question.apply(reader()) : owned(store, question);
        } finally {
            asked.readLock().unlock();
        }
    }

    /** Notes when another process has taken the store over. */
    private <T> T owned(Store store, Function<Store, T> use) {
        try {
            return use.apply(store);
        } catch (TalkException e) {
            if (e.code() == ErrorCode.STORE_IN_USE) {
                lost = true;
            }
            throw e;
        }
    }

    @Override
    public void commit(Commit commit) {
        asked.readLock().lock();
        try {
            Store store = own;
            if (store == null || lost) {
                throw new TalkException(ErrorCode.STORE_IN_USE, reason);
            }
            owned(store, open -> {
                open.commit(commit);
                return true;
            });
        } finally {
            asked.readLock().unlock();
        }
    }

    @Override
    public String history() {
        return ask(Store::history);
    }

    @Override
    public List<StoredRecord> records(Collection<RecordRef> refs) {
        return ask(store -> store.records(refs));
    }

    @Override
    public List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> keys, int atMostForEach) {
        return ask(store -> store.withKeys(type, keys, atMostForEach));
    }

    @Override
    public List<StoredRecord> members(Collection<GoldenId> goldens) {
        return ask(store -> store.members(goldens));
    }

    @Override
    public List<StoredRecord> recordsAfter(SystemName system, EntityType type, @Nullable String id, int limit) {
        return ask(store -> store.recordsAfter(system, type, id, limit));
    }

    @Override
    public List<StoredRecord> notListed(
            SystemName system, EntityType type, long listing, @Nullable String id, int limit) {
        return ask(store -> store.notListed(system, type, listing, id, limit));
    }

    @Override
    public long liveRecords(SystemName system, EntityType type) {
        return ask(store -> store.liveRecords(system, type));
    }

    @Override
    public List<Link> links(Collection<RecordRef> refs) {
        return ask(store -> store.links(refs));
    }

    @Override
    public List<StoredGolden> goldens(Collection<GoldenId> ids) {
        return ask(store -> store.goldens(ids));
    }

    @Override
    public List<StoredGolden> goldensAfter(long sequence, int limit) {
        return ask(store -> store.goldensAfter(sequence, limit));
    }

    @Override
    public GoldenHits search(GoldenSearch search) {
        return ask(store -> store.search(search));
    }

    @Override
    public long lastSequence() {
        return ask(Store::lastSequence);
    }

    @Override
    public long goldens(EntityType type) {
        return ask(store -> store.goldens(type));
    }

    @Override
    public Optional<ReadState> reading(SystemName system, EntityType type) {
        return ask(store -> store.reading(system, type));
    }

    @Override
    public List<PendingComparison> tasks(SystemName system, EntityType type, @Nullable GoldenId after, int limit) {
        return ask(store -> store.tasks(system, type, after, limit));
    }

    @Override
    public long tasks(SystemName system, EntityType type) {
        return ask(store -> store.tasks(system, type));
    }

    @Override
    public List<Parked> parked(SystemName system, EntityType type, Collection<GoldenId> goldens) {
        return ask(store -> store.parked(system, type, goldens));
    }

    @Override
    public List<Parked> parked(GoldenId golden) {
        return ask(store -> store.parked(golden));
    }

    @Override
    public List<Parked> parked(@Nullable Parked after, int limit) {
        return ask(store -> store.parked(after, limit));
    }

    @Override
    public long parkedCount() {
        return ask(Store::parkedCount);
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type, Collection<GoldenId> goldens) {
        return ask(store -> store.intents(system, type, goldens));
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type) {
        return ask(store -> store.intents(system, type));
    }

    @Override
    public List<Intent> intents() {
        return ask(Store::intents);
    }

    @Override
    public List<AuditEntry> audit(long skip, int limit) {
        return ask(store -> store.audit(skip, limit));
    }

    @Override
    public List<AuditEntry> audit(String run, long skip, int limit) {
        return ask(store -> store.audit(run, skip, limit));
    }

    @Override
    public List<AuditEntry> audit(Collection<RecordRef> records, int limit) {
        return ask(store -> store.audit(records, limit));
    }

    @Override
    public Set<String> erased(Collection<String> fingerprints) {
        return ask(store -> store.erased(fingerprints));
    }

    @Override
    public List<Erasure> erasures() {
        return ask(Store::erasures);
    }

    @Override
    public <T extends EngineState> Optional<T> state(StateKey<T> key) {
        return ask(store -> store.state(key));
    }

    @Override
    public Map<SystemName, Map<EntityType, Long>> counts() {
        return ask(Store::counts);
    }

    @Override
    public List<String> traces() {
        return ask(Store::traces);
    }

    @Override
    public void confirm() {
        asked.readLock().lock();
        try {
            Store store = own;
            if (store == null || lost) {
                throw new TalkException(ErrorCode.STORE_IN_USE, reason);
            }
            owned(store, open -> {
                open.confirm();
                return true;
            });
        } finally {
            asked.readLock().unlock();
        }
    }

    @Override
    public void rest() {
        asked.readLock().lock();
        try {
            Store store = own;
            if (store != null) {
                store.rest();
            }
        } finally {
            asked.readLock().unlock();
        }
    }

    @Override
    public void close() {
        asked.writeLock().lock();
        try {
            closed = true;
            Store store = own;
            own = null;
            if (store != null) {
                store.close();
            }
            closeReader();
        } finally {
            asked.writeLock().unlock();
        }
    }
}
