package io.sesam.talk;

import io.sesam.talk.engine.Engine;
import io.sesam.talk.engine.explain.Explainer;
import io.sesam.talk.engine.run.Connection;
import io.sesam.talk.engine.run.EngineConfig;
import io.sesam.talk.engine.steward.StewardActions;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.DuplicateGroup;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.Webhooks;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A company's people and organisations, kept the same in all its systems.
 *
 * <pre>{@code
 * try (Talk talk = Talk.builder()
 *         .store("sqlite", Map.of("path", "talk.db"))
 *         .connect("crm", "csv", Map.of("directory", "crm"))
 *         .connect("accounting", "csv", Map.of("directory", "accounting"))
 *         .trust("crm", "accounting")
 *         .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
 *         .build()) {
 *     Report report = talk.sync();
 * }
 * }</pre>
 *
 * <p>Any thread may call it, and any number may be in one JVM; one call that works with systems is under way at a time
 * in each, and a second one is refused. It uses the host's logger (SLF4J), writes nothing to standard output, and has no
 * thread of its own but while {@link #sync()} is under way.
 */
public final class Talk implements AutoCloseable {
    private final EngineConfig config;
    private final Store store;
    private final Engine engine;
    private final OpenPlugins openPlugins;
    private final Semaphore turn = new Semaphore(1);
    private volatile boolean closed;

    Talk(EngineConfig config, OpenPlugins openPlugins) {
        this.config = config;
        this.store = config.store();
        this.engine = new Engine(config);
        this.openPlugins = openPlugins;
    }

    /** Begins a new one. */
    public static TalkBuilder builder() {
        return new TalkBuilder();
    }

    /** Tries every system, enricher and sink; reads only. */
    public Map<SystemName, Check> check() {
        return alone(() -> new ConnectionCheck(config).check());
    }

    /**
     * Lets every system put right what {@link #check()} finds missing there and can be made without a person, such as a
     * field for Talk's ids; changes nothing else. Answers what is still to be done.
     */
    public Map<SystemName, Check> fix() {
        return alone(() -> new ConnectionCheck(config).fix());
    }

    /**
     * Takes what a system sent by itself, as the host received it. The records it is about are read again by the next
     * {@link #sync()}; nothing is believed of what it says, and nothing is written (R29).
     *
     * <p>Quick, and allowed at any time, also while a sync is under way; the system is not asked anything. Answers how many
     * records will be read again that were not going to be.
     *
     * @throws TalkException ACCESS_REFUSED when the request does not come from the system, or is too old; UNREADABLE when
     *     it cannot be understood; CONFIGURATION when there is no such system, or it sends nothing
     */
    public int receive(String system, WebhookRequest request) {
        Connection sender = config.connections().stream()
                .filter(connection -> connection.name().value().equals(system))
                .findFirst()
                .orElseThrow(() -> new TalkException(ErrorCode.CONFIGURATION, "no connection \"" + system + "\""));
        Webhooks webhooks = sender.connector()
                .webhooks()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        system + " is not set up to send anything; its settings say what it needs for webhooks"));
        return config.webhookInbox().add(sender.name(), webhooks.receive(request));
    }

    /**
     * Reads what is new in every system, merges it, writes the differences back to every system, and brings the sinks up
     * to date.
     *
     * <p>A system that cannot be read or written is paused and told in the report; the others go on. What was done is
     * kept whatever happens, and the next call goes on from there.
     *
     * @throws TalkException CANCELLED when {@link #cancel()} was called; STORE_FAILED when nothing can be remembered
     */
    public SyncReport sync() {
        return alone(engine::run);
    }

    /**
     * Reads what is new in every system, as {@link #sync()} does, and tells what that would write, field by field and with
     * whose word it is: no call is made that writes, and no sink is filled (R33).
     *
     * <p>What was read is remembered, and the next sync need not read it again. It decides anew, by what is then true: what
     * somebody edits in between is not overwritten because a plan said so. What follows from a write itself, such as a
     * person that waits for its organisation to be made there, is planned only after that. {@link #apply} carries out
     * the plan and nothing else.
     *
     * @param each is handed every change, system by system, while the plan is made; it must not call this Talk
     * @throws TalkException CANCELLED when {@link #cancel()} was called; STORE_FAILED when nothing can be remembered
     */
    public SyncPlan plan(Consumer<PlannedChange> each) {
        return alone(() -> engine.plan(each));
    }

    /** The same, counted only. */
    public SyncPlan plan() {
        return plan(change -> {});
    }

    /**
     * Does what {@link #sync()} does, but writes nothing that a plan does not say, to the letter: where, which record, what
     * is there before and what after (R33).
     *
     * <p>What has changed since, or was not part of the plan, is left as it is over there and told as a new plan, which can
     * be applied in turn; a sync would write it. A golden record of which one change is not as it was planned waits as a
     * whole. What the brake stops waits here too, for {@link #approve}; erasures that are still to be done are asked for
     * again, and the sinks are filled, as by every sync.
     *
     * @param plan what was looked at, of this process or of another: {@link SyncPlan#digest()}
     * @param left is handed every change that is left, as by {@link #plan(Consumer)}
     * @throws TalkException CANCELLED when {@link #cancel()} was called; STORE_FAILED when nothing can be remembered
     */
    public ApplyResult apply(PlanDigest plan, Consumer<PlannedChange> left) {
        return alone(() -> engine.apply(plan, left));
    }

    /** The same, with what is left counted only. */
    public ApplyResult apply(SyncPlan plan) {
        return apply(plan.digest(), change -> {});
    }

    /**
     * Reads what is new, and tells what would take back writes that are in the journal: changed values get what was there
     * before, made records are archived. Writes nothing (R35).
     *
     * <p>What somebody else has said since stays, and so does what a later run has written; the change that is handed over
     * then says why in {@link PlannedChange#refused()}, and has no values when nothing of the record can be taken back. A
     * record that is gone stays gone.
     *
     * @param each is handed every change, the newest write first; it must not call this Talk
     * @throws TalkException CONFIGURATION when the journal has no such write
     */
    public UndoPlan planUndo(UndoScope what, Consumer<PlannedChange> each) {
        return alone(() -> engine.planUndo(what, each));
    }

    /**
     * Takes back the writes of a plan of {@link #planUndo}, and no others (R35).
     *
     * <p>It counts as if a person had done it over there just now: the next {@link #sync()} brings it to the other systems, the
     * one included whose value had been written, and fills the sinks. The brake does not hold it up, but may that sync. An
     * undoing is in the journal, and can be undone; what was archived stays so.
     *
     * @throws TalkException CONFIGURATION when the journal has no such write; CANCELLED when {@link #cancel()} was called:
     *     what is not done yet can be planned again
     */
    public SyncReport undo(UndoPlan plan) {
        return alone(() -> engine.undo(plan));
    }

    /**
     * Tells why the golden record that a record belongs to is as it is: which records it is made of and what binds them,
     * who won each property over whom and by which rule, and for each system what was written there, what the next sync
     * would write, and why nothing more (R34).
     *
     * <p>It rests on what is remembered, and writes nothing; systems are asked what kinds of records they have, as some know
     * only by asking, and nothing else. What it tells are the values of people: for whoever asked, and not for a log.
     *
     * @throws TalkException CONFIGURATION when no such record is remembered
     */
    public Explanation explain(RecordRef record) {
        return alone(() -> new Explainer(config).record(record));
    }

    /** The same as {@link #explain(RecordRef)}, of a golden record. */
    public Explanation explain(GoldenId golden) {
        return alone(() -> new Explainer(config).golden(golden));
    }

    /** A page of the journal: every write that was asked and what came of it, the newest first (R35). */
    public List<AuditEntry> journal(long skip, int limit) {
        return store.audit(skip, limit);
    }

    /**
     * Asks a sync, a plan or anything else that works with systems to stop; it ends within a second, but for {@link #check()}
     * and {@link #explain}, which wait for the system they are asking. Does nothing when nothing is under way.
     */
    public void cancel() {
        engine.cancel();
    }

    /** What is remembered; asks no system. */
    public Status status() {
        return new StatusReader(config).status();
    }

    /** A page of what is put aside, the oldest first. */
    public List<Parked> parked(long skip, int limit) {
        return store.parked(skip, limit);
    }

    /**
     * Inserts that were sent and never answered, the oldest first (R21). Each run tries to find out what became of them,
     * by looking; until it is known, nothing is inserted there for the same golden record.
     */
    public List<Intent> unknown() {
        return new StewardActions(config).unknown();
    }

    /**
     * Says that an insert of {@link #unknown()} was not done: a person has looked, and the record is not there. The next
     * {@link #sync()} decides anew.
     *
     * @throws TalkException CONFIGURATION when no such operation is unknown
     */
    public void notDone(String operation) {
        alone(() -> {
            new StewardActions(config).notDone(operation);
        });
    }

    /**
     * Hands over several records of one system that are the same, such as two companies of one name: each system's own, golden
     * record by golden record (R11). Goes through all that is remembered; asks no system.
     */
    public void duplicates(Consumer<DuplicateGroup> action) {
        new StewardActions(config).duplicates(action);
    }

    /**
     * Hands over what enrichers have answered: which entry of which register is meant, under which licence its data stand,
     * which answers were ambiguous, and what a person should know, such as that a company is bankrupt (R31). Goes through all
     * that is remembered; asks nobody.
     */
    public void answers(Consumer<EnrichmentAnswer> action) {
        new StewardActions(config).answers(action);
    }

    /** Plans that were too large to begin, and wait for {@link #approve} or {@link #reject}; also after a restart (R26). */
    public List<HeldPlan> brakes() {
        return new StewardActions(config).brakes();
    }

    /**
     * Lets the next {@link #sync()} carry out a plan of {@link #brakes()}. The numbers of the plan are a ceiling: one that has
     * grown since stops again.
     *
     * @throws TalkException CONFIGURATION when no such plan waits
     */
    public void approve(SystemName system, EntityType type) {
        alone(() -> {
            new StewardActions(config).approve(system, type);
        });
    }

    /**
     * Says that a plan of {@link #brakes()} is not to be carried out. Golden records that change afterwards are compared
     * again, and so is everything when the settings change.
     *
     * @throws TalkException CONFIGURATION when no such plan waits
     */
    public void reject(SystemName system, EntityType type) {
        alone(() -> {
            new StewardActions(config).reject(system, type);
        });
    }

    /**
     * Erases the person, or whatever else, that a record belongs to (R27).
     *
     * <p>Talk forgets first, in one step: the golden record, all its records, what it said and what was written of it. Then
     * every system that holds a record deletes it, or archives it where it cannot delete; a system that is down, or that
     * refuses, is in the report and in {@link #status()}, and each {@link #sync()} asks again until it is done. The sinks are
     * emptied of it. From then on who was erased is known by a keyed hash alone: a record that shows up with the same match
     * key is left where it is, reaches no other system and no sink, and is told as come back.
     *
     * <p>A match key that other people have too, such as a shared mailbox, keeps nobody out.
     *
     * @throws TalkException CONFIGURATION when no such record is known; CANCELLED when {@link #cancel()} was called: the next
     *     sync goes on
     */
    public ErasureReport erase(RecordRef record) {
        return alone(() -> engine.erase(record));
    }

    /** The same as {@link #erase(RecordRef)}, of a golden record. */
    public ErasureReport erase(GoldenId golden) {
        return alone(() -> engine.erase(golden));
    }

    /**
     * The same as {@link #erase(RecordRef)}, of all that have a match key, such as an e-mail address; also when nobody has it
     * now: it is kept out from now on.
     */
    public ErasureReport erase(EntityType type, String key) {
        return alone(() -> engine.erase(type, key));
    }

    /**
     * Lets somebody who was erased come back, as a record that {@link #status()} tells of; the next {@link #sync()} reads it.
     *
     * @throws TalkException CONFIGURATION when no such record is told of
     */
    public void readmit(RecordRef record) {
        alone(() -> {
            new StewardActions(config).readmit(record);
        });
    }

    /** Lets everything that was refused be tried again by the next {@link #sync()} (R22); erasures too. */
    public void retry() {
        alone(() -> {
            new StewardActions(config).retryParked();
        });
    }

    /** Says that two records are the same, whatever their keys say; stays so over restarts (R8). */
    public void link(RecordRef one, RecordRef other) {
        alone(() -> {
            new StewardActions(config).link(one, other);
        });
    }

    /** Says that two records are not the same, whatever their keys say; stays so over restarts (R8). */
    public void unlink(RecordRef one, RecordRef other) {
        alone(() -> {
            new StewardActions(config).unlink(one, other);
        });
    }

    private void alone(Runnable something) {
        alone(() -> {
            something.run();
            return true;
        });
    }

    private <T> T alone(Supplier<T> something) {
        if (closed) {
            throw new IllegalStateException("this Talk is closed");
        }
        if (!turn.tryAcquire()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "another call is under way; one Talk does one thing at a time. Wait for it, or cancel it.");
        }
        try {
            return something.get();
        } finally {
            turn.release();
        }
    }

    /**
     * Cancels what is under way, waits for it, and closes the systems, the sinks and the store. May be called twice, but
     * not by a progress listener: that would wait for itself.
     */
    @Override
    public void close() {
        closed = true;
        engine.cancel();
        turn.acquireUninterruptibly();
        try {
            openPlugins.close();
        } finally {
            turn.release();
        }
    }
}
