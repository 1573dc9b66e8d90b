package io.sesam.talk;

import io.sesam.talk.engine.Engine;
import io.sesam.talk.engine.run.Connection;
import io.sesam.talk.engine.run.EngineConfig;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.Webhooks;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final Engine engine;
    private final OpenPlugins openPlugins;
    private final Semaphore turn = new Semaphore(1);
    private final Records records;
    private volatile boolean closed;

    Talk(EngineConfig config, OpenPlugins openPlugins) {
        this.config = config;
        this.engine = new Engine(config);
        this.openPlugins = openPlugins;
        this.records = new Records(this, config);
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

    /** Queries: golden records, explanations and the journal. Any thread may use it, also while a sync runs. */
    public Records records() {
        return records;
    }

    /** Decisions of an unnamed person. */
    public Stewardship stewardship() {
        return new Stewardship(this, config, null);
    }

    /**
     * Decisions of a named person or program.
     *
     * @param actor the name for the journal, such as a user id; no secret
     */
    public Stewardship stewardship(String actor) {
        return new Stewardship(this, config, actor);
    }

    /**
     * Asks a sync, a plan or anything else that works with systems to stop; it ends within a second, but for {@link #check()}
     * and {@link #explain}, which wait for the system they are asking. Does nothing when nothing is under way.
     */
    public void cancel() {
        engine.cancel();
    }

    /** State of the store, the last run and the systems; asks no system. Also while a sync runs. */
    public Status status() {
        requireOpen();
        return new StatusReader(config, turn.availablePermits() == 0).status();
    }

    void alone(Runnable work) {
        alone(() -> {
            work.run();
            return true;
        });
    }

    <T> T alone(Supplier<T> work) {
        requireOpen();
        if (!turn.tryAcquire()) {
            throw new TalkException(
                    ErrorCode.BUSY,
                    "another call of this Talk is under way. Wait for it, or cancel it; queries and status need no turn.");
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }

    /** Runs a query that would like to ask systems, and can do without. */
    <T> T query(Function<Boolean, T> work) {
        requireOpen();
        boolean alone = turn.tryAcquire();
        try {
            return work.apply(alone);
        } finally {
            if (alone) {
                turn.release();
            }
        }
    }

    Engine engine() {
        return engine;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this Talk is closed");
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
