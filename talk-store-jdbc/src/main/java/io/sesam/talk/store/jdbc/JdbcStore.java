package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.SearchText;
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
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store over JDBC tables. Each query is delegated to its table; each commit is one transaction. */
final class JdbcStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);
    private static final int INDEXED_AT_ONCE = 5_000;

    /** What is read whole, kept in memory and wanted by every run. */
    private static final List<String> WHOLE_TABLES = List.of(
            Schemas.ALL,
            AboutTable.SELECT,
            StateTable.SELECT_KEPT,
            GoldenTable.LAST,
            ReadingTable.SELECT,
            IntentTable.ALL,
            IntentTable.ALL_BATCHES,
            ErasureTable.OPEN,
            TotalTable.FIND);

    private final StoreDatabase database;
    private final RecordTable records;
    private final LinkTable links;
    private final GoldenTable goldens;
    private final TaskTable tasks;
    private final ReadingTable readings;
    private final ParkedTable parked;
    private final IntentTable intents;
    private final AuditTable audit;
    private final StateTable states;
    private final AboutTable about;
    private final TotalTable totals;
    private final ErasureTable erasures;
    private final ClusterCache cache;
    private final Runnable onClose;
    private volatile List<String> traces = List.of();

    /** How this engine would index words; only in a store that another engine owns, whose index may be otherwise. */
    private @Nullable String searchRules;

    /** Creates a store over migrated tables. {@code onClose} runs after the database is closed. */
    JdbcStore(StoreDatabase database, Schemas schemas, ClusterCache cache, Runnable onClose) {
        FieldsCodec fields = new FieldsCodec();
        this.database = database;
        this.cache = cache;
        this.totals = new TotalTable(database);
        this.records = new RecordTable(database, schemas, new RecordCodec(schemas, fields), totals, cache);
        this.links = new LinkTable(database);
        this.goldens = new GoldenTable(database, schemas, fields, totals, cache);
        this.tasks = new TaskTable(database, totals);
        this.readings = new ReadingTable(database);
        this.parked = new ParkedTable(database);
        this.intents = new IntentTable(database, schemas, fields);
        this.audit = new AuditTable(database, schemas, fields);
        this.states = new StateTable(database);
        this.about = new AboutTable(database);
        this.erasures = new ErasureTable(database);
        this.onClose = onClose;
        database.onUncertainty(this::forgetMemory);
    }

    private void fillMemory() {
        database.ask(() -> {
            about.search();
            states.load();
            goldens.lastSequence();
            readings.load();
            intents.all();
            erasures.open();
            totals.load();
            return true;
        });
    }

    private void forgetMemory() {
        records.clear();
        goldens.clear();
        readings.clear();
        parked.clear();
        intents.clear();
        states.clear();
        about.clear();
        totals.clear();
        erasures.clear();
    }

    /** Opens a store that another engine owns, for queries. */
    static JdbcStore openForQueries(StoreDatabase database, Map<EntityType, Schema> schemas) {
        JdbcStore store =
                new JdbcStore(database, Schemas.loadForQueries(database, schemas), new ClusterCache(0), () -> {});
        store.searchRules = SearchText.rules(schemas.values());
        return store;
    }

    /** Opens a store over migrated tables. Gives it a history id if it has none yet. */
    static JdbcStore open(
            StoreDatabase database, Map<EntityType, Schema> schemas, RandomGenerator random, Runnable onClose) {
        AtomicReference<JdbcStore> opened = new AtomicReference<>();
        Runnable opening = () -> {
            Schemas loaded = Schemas.load(database, schemas);
            JdbcStore made = new JdbcStore(database, loaded, ClusterCache.inHeap(), onClose);
            if (database.isKept()) {
                made.fillMemory();
            }
            opened.set(made);
        };
        if (database.isKept()) {
            database.prefetch(WHOLE_TABLES, opening);
        } else {
            opening.run();
        }
        JdbcStore store = Objects.requireNonNull(opened.get());
        if (database.ask(store.about::history).isEmpty()) {
            byte[] name = new byte[16];
            random.nextBytes(name);
            database.change(() -> store.about.putHistory(HexFormat.of().formatHex(name)));
        }
        store.indexWords(SearchText.rules(schemas.values()));
        return store;
    }

    /** Indexes the words of all golden records, unless they are indexed by these rules. */
    private void indexWords(String rules) {
        if (database.ask(about::search).equals(rules)) {
            return;
        }
        database.change(() -> {
            about.putSearch("");
            goldens.clearSearch();
        });
        long indexed = 0;
        for (List<StoredGolden> page = goldensAfter(0, INDEXED_AT_ONCE);
                !page.isEmpty();
                page = goldensAfter(page.get(page.size() - 1).sequence(), INDEXED_AT_ONCE)) {
            List<StoredGolden> some = page;
            database.change(() -> goldens.index(some));
            indexed += page.size();
        }
        database.change(() -> {
            goldens.flushSearch();
            about.putSearch(rules);
        });
        if (indexed > 0) {
            LOG.info(
                    "{} golden records of {} were indexed for searches",
                    indexed,
                    database.dialect().name());
        }
    }

    @Override
    public String history() {
        return database.ask(() -> about.history().orElseThrow());
    }

    @Override
    public List<StoredRecord> records(Collection<RecordRef> refs) {
        return database.ask(() -> records.find(refs));
    }

    @Override
    public List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> keys, int atMostForEach) {
        return database.ask(() -> records.withKeys(type, keys, atMostForEach));
    }

    @Override
    public List<StoredRecord> members(Collection<GoldenId> ids) {
        return database.ask(() -> records.members(ids));
    }

    @Override
    public List<StoredRecord> recordsAfter(SystemName system, EntityType type, @Nullable String id, int limit) {
        return database.ask(() -> records.after(system, type, id, limit));
    }

    @Override
    public List<StoredRecord> notListed(
            SystemName system, EntityType type, long listing, @Nullable String id, int limit) {
        return database.ask(() -> records.notListed(system, type, listing, id, limit));
    }

    @Override
    public long liveRecords(SystemName system, EntityType type) {
        return database.ask(
                () -> totals.inMemory(TotalTable.RECORDS, system.value(), type.name()),
                () -> records.live(system, type));
    }

    @Override
    public List<Link> links(Collection<RecordRef> refs) {
        return database.ask(() -> links.of(refs));
    }

    @Override
    public List<StoredGolden> goldens(Collection<GoldenId> ids) {
        return database.ask(() -> goldens.find(ids));
    }

    @Override
    public List<StoredGolden> goldensAfter(long sequence, int limit) {
        return database.ask(() -> goldens.after(sequence, limit));
    }

    @Override
    public GoldenHits search(GoldenSearch search) {
        if (searchRules != null && !database.ask(about::search).equals(searchRules)) {
            return Store.super.search(search);
        }
        return database.ask(() -> goldens.search(search));
    }

    @Override
    public long lastSequence() {
        return database.ask(goldens::lastSequenceInMemory, goldens::lastSequence);
    }

    @Override
    public long goldens(EntityType type) {
        return database.ask(() -> totals.inMemory(TotalTable.GOLDENS, "", type.name()), () -> goldens.live(type));
    }

    @Override
    public Optional<ReadState> reading(SystemName system, EntityType type) {
        return database.ask(() -> readings.inMemory(system, type), () -> readings.find(system, type));
    }

    @Override
    public List<PendingComparison> tasks(SystemName system, EntityType type, @Nullable GoldenId after, int limit) {
        return database.ask(() -> tasks.after(system, type, after, limit));
    }

    @Override
    public long tasks(SystemName system, EntityType type) {
        return database.ask(
                () -> totals.inMemory(TotalTable.TASKS, system.value(), type.name()), () -> tasks.count(system, type));
    }

    @Override
    public List<Parked> parked(SystemName system, EntityType type, Collection<GoldenId> ids) {
        return database.ask(() -> parked.find(system, type, ids));
    }

    @Override
    public List<Parked> parked(GoldenId golden) {
        return database.ask(() -> parked.of(golden));
    }

    @Override
    public List<Parked> parked(@Nullable Parked after, int limit) {
        return database.ask(() -> parked.page(after, limit));
    }

    @Override
    public long parkedCount() {
        return database.ask(parked::count);
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type, Collection<GoldenId> ids) {
        return database.ask(() -> intents.find(system, type, ids));
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type) {
        return database.ask(() -> intents.of(system, type));
    }

    @Override
    public List<Intent> intents() {
        return database.ask(intents::all);
    }

    @Override
    public List<AuditEntry> audit(long skip, int limit) {
        return database.ask(() -> audit.page(skip, limit));
    }

    @Override
    public List<AuditEntry> audit(String run, long skip, int limit) {
        return database.ask(() -> audit.of(run, skip, limit));
    }

    @Override
    public List<AuditEntry> audit(Collection<RecordRef> records, int limit) {
        return database.ask(() -> audit.about(records, limit));
    }

    @Override
    public Set<String> erased(Collection<String> fingerprints) {
        return database.ask(() -> erasures.among(fingerprints));
    }

    @Override
    public List<Erasure> erasures() {
        return database.ask(erasures::inMemory, erasures::open);
    }

    @Override
    public <T extends EngineState> Optional<T> state(StateKey<T> key) {
        return database.ask(() -> states.inMemory(key), () -> states.find(key));
    }

    @Override
    public Map<SystemName, Map<EntityType, Long>> counts() {
        return database.ask(records::counts);
    }

    @Override
    public void commit(Commit commit) {
        database.change(() -> {
            totals.begin();
            forget(commit.recordsForgotten(), commit.goldensForgotten());
            records.put(commit.records());
            records.list(commit.listed());
            links.change(commit.linksRemoved(), commit.linksAdded());
            goldens.put(commit.goldens());
            if (commit.forgets()) {
                goldens.flushSearch();
            }
            tasks.change(commit);
            readings.put(commit.readings());
            parked.change(commit.unparked(), commit.parked());
            intents.change(commit.intentsClosed(), commit.intents());
            audit.add(commit.audit());
            states.change(commit.statesRemoved(), commit.states());
            totals.put();
            erasures.change(commit);
            cache.apply(commit);
        });
        if (commit.forgets()) {
            traces = database.purge();
        }
    }

    @Override
    public void confirm() {
        database.ask(() -> Optional.of(true), () -> true);
    }

    @Override
    public void rest() {
        database.alone(this::forgetMemory);
    }

    @Override
    public List<String> traces() {
        return traces;
    }

    private void forget(Set<RecordRef> refs, Set<GoldenId> ids) throws SQLException {
        if (!ids.isEmpty()) {
            goldens.forgetSequence();
        }
        if (!refs.isEmpty()) {
            links.change(links.of(refs), Set.of());
            records.forget(refs);
        }
        tasks.forget(ids);
        parked.forget(ids);
        intents.forget(ids);
        audit.forget(refs, ids);
    }

    @Override
    public void close() {
        if (database.close()) {
            onClose.run();
        }
    }
}
