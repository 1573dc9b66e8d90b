package io.sesam.talk;

import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.explain.ContradictionSearch;
import io.sesam.talk.engine.explain.Explainer;
import io.sesam.talk.engine.explain.GoldenPageData;
import io.sesam.talk.engine.explain.GoldenReader;
import io.sesam.talk.engine.explain.QualityReader;
import io.sesam.talk.engine.explain.RecordSearch;
import io.sesam.talk.engine.quality.QualityTrend;
import io.sesam.talk.engine.run.PastRuns;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.query.ContradictionPage;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.QualityReport;
import io.sesam.talk.query.RecordPage;
import io.sesam.talk.query.RecordQuery;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.result.GoldenPage;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Queries about golden records and their journal.
 *
 * <p>Answers come from the store and also while a sync runs: each shows what is committed at that moment. They hold values of
 * people. Any thread may use it.
 */
@Experimental
public final class Records {
    private final Talk talk;
    private final EngineConfig config;
    private final Store store;

    Records(Talk talk, EngineConfig config) {
        this.talk = talk;
        this.config = config;
        this.store = config.store();
    }

    /** The golden record of an id; empty when it is unknown, deleted, or joined another. */
    public Optional<GoldenRecord> golden(GoldenId id) {
        talk.requireOpen();
        return store.goldens(List.of(id)).stream()
                .filter(golden -> !golden.removed())
                .map(StoredGolden::values)
                .findFirst()
                .flatMap(values -> reader(values.schema().type()).byIds(List.of(id)).stream()
                        .findFirst());
    }

    /** The golden record that a system's record belongs to; empty when the record is unknown or deleted. */
    public Optional<GoldenRecord> golden(RecordRef record) {
        talk.requireOpen();
        return store.records(List.of(record)).stream()
                .filter(StoredRecord::isLive)
                .map(StoredRecord::golden)
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(id -> reader(record.type()).byIds(List.of(id)).stream().findFirst());
    }

    /** The golden record that a system's record belongs to. */
    public Optional<GoldenRecord> golden(String system, String type, String id) {
        return golden(RecordRef.of(system, new EntityType(type), id));
    }

    /**
     * The golden records with a match key, such as an e-mail address or a name.
     *
     * <p>The text is compared as the match rules compare values. Rules of several properties are not asked. At most 500 records
     * of a key are looked at.
     *
     * @throws TalkException CONFIGURATION when the type is not declared
     */
    public List<GoldenRecord> byKey(String type, String key) {
        talk.requireOpen();
        return reader(new EntityType(type)).byKey(key);
    }

    /**
     * The first page of the golden records of a type, in the order of their last change.
     *
     * @throws TalkException CONFIGURATION when the type is not declared
     */
    public GoldenPage page(String type, int limit) {
        return page(type, 0, limit);
    }

    /** The page after a position that an earlier page gave; a golden record that changed meanwhile comes again. */
    public GoldenPage page(String type, long position, int limit) {
        talk.requireOpen();
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one record: " + limit);
        }
        GoldenReader.Slice slice = reader(new EntityType(type)).after(position, limit);
        return new GoldenPageData(
                slice.goldens(), slice.isLast() ? OptionalLong.empty() : OptionalLong.of(slice.last()));
    }

    /**
     * A page of the golden records that a query finds.
     *
     * <p>Quick however many there are: the store has an index, and a page ends after a bounded amount of work.
     *
     * @throws TalkException CONFIGURATION when the type is not declared
     */
    public RecordPage search(RecordQuery query) {
        talk.requireOpen();
        return new RecordSearch(config, policy(query.type()), query).page();
    }

    /**
     * Measures the data of a type: how full, distinct and equal each system is, and how the systems overlap.
     *
     * <p>Goes through all golden records of the type with their records, page by page, in bounded memory; a million take minutes.
     * Ends early, with what was seen, when the thread is interrupted or this {@code Talk} is closed. What a sync changes meanwhile
     * may be left out; {@link #qualityTrend} is exact.
     *
     * @throws TalkException CONFIGURATION when the type is not declared
     */
    public QualityReport quality(String type) {
        talk.requireOpen();
        BooleanSupplier goesOn = () -> talk.isOpen() && !Thread.currentThread().isInterrupted();
        return new QualityReader(store, policy(new EntityType(type))).read(goesOn);
    }

    /**
     * The quality of a type at the end of the last syncs, the oldest first: one point for each.
     *
     * <p>Nothing is measured for it: every change is counted with its commit. Kept are the counts of the last 51 to 60 syncs that
     * changed golden records, with the syncs between them, as far as {@link #runs} knows them. A store of an earlier version is
     * measured once by its first sync, and has points from then on.
     *
     * @throws TalkException CONFIGURATION when the type is not declared
     */
    public List<QualityPoint> qualityTrend(String type) {
        talk.requireOpen();
        List<RunSummary> runs = new ArrayList<>(PastRuns.newestFirst(store, Integer.MAX_VALUE));
        Collections.reverse(runs);
        return QualityTrend.of(store, policy(new EntityType(type)).type(), runs);
    }

    /**
     * The first page of the golden records of a type whose systems have different values of a property.
     *
     * <p>Looks at 2,000 golden records for one page, in the order of their last change.
     *
     * @throws TalkException CONFIGURATION when the type is not declared
     */
    public ContradictionPage contradictions(String type, int limit) {
        return contradictions(type, "", limit);
    }

    /** The page after a position that an earlier page gave; a golden record that changed meanwhile comes again. */
    public ContradictionPage contradictions(String type, String position, int limit) {
        talk.requireOpen();
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one record: " + limit);
        }
        return new ContradictionSearch(store, policy(new EntityType(type)), limit).after(position);
    }

    /** The last syncs, the newest first; at least 450 are kept, over restarts too. */
    public List<RunSummary> runs(int limit) {
        talk.requireOpen();
        return PastRuns.newestFirst(store, limit);
    }

    /**
     * Explains the golden record that a record belongs to: its members, the winners, and the writes to each system (R34).
     *
     * <p>Systems are asked what types they have, unless a run is under way.
     *
     * @throws TalkException CONFIGURATION when the record is unknown
     */
    public Explanation explain(RecordRef record) {
        return talk.query(mayAsk -> new Explainer(config, mayAsk).record(record));
    }

    /** Explains the golden record that a record belongs to. */
    public Explanation explain(String system, String type, String id) {
        return explain(RecordRef.of(system, new EntityType(type), id));
    }

    /** Explains a golden record. */
    public Explanation explain(GoldenId golden) {
        return talk.query(mayAsk -> new Explainer(config, mayAsk).golden(golden));
    }

    /** A page of the journal, the newest entry first (R35). */
    public List<AuditEntry> journal(long skip, int limit) {
        talk.requireOpen();
        return store.audit(skip, limit);
    }

    /** A page of the journal of one run, the newest entry first. */
    public List<AuditEntry> journal(String run, long skip, int limit) {
        talk.requireOpen();
        return store.audit(run, skip, limit);
    }

    /** The journal of one record, the newest entry first. */
    public List<AuditEntry> journal(RecordRef record, int limit) {
        talk.requireOpen();
        return store.audit(List.of(record), limit);
    }

    private GoldenReader reader(EntityType type) {
        return new GoldenReader(store, policy(type));
    }

    private TypePolicy policy(EntityType type) {
        TypePolicy policy = config.policies().get(type);
        if (policy == null) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "no type \"" + type + "\" is declared; declared are "
                            + config.policies().keySet());
        }
        return policy;
    }
}
