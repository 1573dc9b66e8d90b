package io.sesam.talk;

import io.sesam.talk.contract.LiveContract;
import io.sesam.talk.engine.Engine;
import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.StandbyStore;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.Listening;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.Webhooks;
import io.sesam.talk.spi.token.TokenStore;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps a company's records the same in all its systems.
 *
 * <pre>{@code
 * try (Talk talk = Talk.builder()
 *         .store("sqlite", Map.of("path", "talk.db"))
 *         .connect("crm", "csv", Map.of("directory", "crm"))
 *         .connect("accounting", "csv", Map.of("directory", "accounting"))
 *         .trust("crm", "accounting")
 *         .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
 *         .build()) {
 *     SyncReport report = talk.sync();
 * }
 * }</pre>
 *
 * <p>Any thread may call it, and any number may live in one JVM. One call that works with systems runs at a time; a second one fails
 * with BUSY. Queries ({@link #records()}), lists ({@link #stewardship()}) and {@link #status()} are answered meanwhile. It logs through
 * SLF4J, writes nothing to standard output, and has threads only while a run is under way or a listener is called.
 */
public final class Talk implements AutoCloseable {
    private final EngineConfig config;
    private final Engine engine;
    private final OpenPlugins openPlugins;
    private final Optional<StandbyStore> standby;
    private final Semaphore turn = new Semaphore(1);
    private final Records records;
    private final Map<String, Map<String, String>> settings;
    private final TokenStore tokens;
    private volatile boolean closed;

    Talk(
            EngineConfig config,
            OpenPlugins openPlugins,
            Map<String, Map<String, String>> settings,
            TokenStore tokens,
            Optional<StandbyStore> standby) {
        this.config = config;
        this.tokens = tokens;
        this.standby = standby;
        this.settings = Collections.unmodifiableMap(settings);
        this.engine = new Engine(config);
        this.openPlugins = openPlugins;
        this.records = new Records(this, config);
    }

    /** Starts configuring a {@code Talk}. */
    public static TalkBuilder builder() {
        return new TalkBuilder();
    }

    /** Checks every system, enricher and sink. Reads only. */
    public Map<SystemName, Check> check() {
        return alone(() -> new ConnectionCheck(config).check());
    }

    /**
     * Repairs what {@link #check()} reports and needs no person, such as a missing field for Talk's ids.
     *
     * <p>Changes nothing else. Returns what is still to be done.
     */
    public Map<SystemName, Check> fix() {
        return alone(() -> new ConnectionCheck(config).fix());
    }

    /**
     * Prepares a check of what a connector promises, against the account it is connected to.
     *
     * <p>Nothing is asked before {@link LiveContract#check()}, which only reads: some pages of each type, and some of these records
     * again. It takes the turn of a sync.
     *
     * @throws TalkException CONFIGURATION when there is no such connection
     */
    @Experimental
    public LiveContract contract(String system) {
        requireOpen();
        return config.connections().stream()
                .filter(connection -> connection.name().value().equals(system))
                .findFirst()
                .map(connection -> new LiveContract(
                        connection.connector(),
                        config.policies().keySet().stream()
                                .filter(connection::takesPart)
                                .toList(),
                        connection.calls(),
                        config.clock(),
                        this::alone))
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "there is no connection \"" + system + "\"; there are "
                                + config.connections().stream()
                                        .map(Connection::name)
                                        .toList()));
    }

    /**
     * Receives a webhook that a system sent to the host.
     *
     * <p>The request is verified and taken as a hint: the next {@link #sync()} reads the named records again. Nothing in it is
     * believed, nothing is written, and the system is not called (R29). Quick, and allowed while a sync runs.
     *
     * @return number of records that will be read again and were not to be before
     * @throws TalkException ACCESS_REFUSED when the signature is wrong or the request too old; UNREADABLE when its content
     *     cannot be parsed; CONFIGURATION when there is no such connection, or it is not set up for webhooks; STORE_IN_USE when
     *     another process syncs, to which the sender should send it again
     */
    public int receive(String system, WebhookRequest request) {
        return hint(system, verify(system, request));
    }

    /**
     * Verifies a webhook and returns the records that it names; stores nothing.
     *
     * <p>For a host that keeps hints itself, and gives them to {@link #hint} in whichever process syncs next.
     *
     * @throws TalkException as {@link #receive}
     */
    @Experimental
    public List<Hint> verify(String system, WebhookRequest request) {
        Webhooks webhooks = connection(system)
                .connector()
                .webhooks()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        system + " is not set up to send anything; its settings say what it needs for webhooks"));
        return List.copyOf(webhooks.receive(request));
    }

    /**
     * Lets the next {@link #sync()} read records again (R29).
     *
     * @return number of records that were not to be read again before
     * @throws TalkException CONFIGURATION when there is no such connection; STORE_IN_USE when another process syncs
     */
    @Experimental
    public int hint(String system, Collection<Hint> hints) {
        Connection sender = connection(system);
        if (isStandby()) {
            throw new TalkException(
                    ErrorCode.STORE_IN_USE,
                    "another process syncs " + system + ", and this one is on standby; let the sender try again");
        }
        return config.webhookInbox().add(sender.name(), hints);
    }

    private Connection connection(String system) {
        return config.connections().stream()
                .filter(connection -> connection.name().value().equals(system))
                .findFirst()
                .orElseThrow(() -> new TalkException(ErrorCode.CONFIGURATION, "no connection \"" + system + "\""));
    }

    private boolean isStandby() {
        return standby.filter(StandbyStore::isStandby).isPresent();
    }

    /**
     * Syncs all systems: reads changes, merges them, writes the differences back, updates the sinks.
     *
     * <p>A system that cannot be read or written is paused and listed in the report; the others go on. Each step is committed: after
     * any failure the next call goes on from there.
     *
     * @throws TalkException BUSY when another call is under way; CANCELLED after {@link #cancel()}; STORE_FAILED when the store
     *     cannot be read or written; STORE_IN_USE when another process owns it
     */
    public SyncReport sync() {
        return alone(engine::run);
    }

    /**
     * Plans a sync: reads changes and reports the writes that follow. Writes to no system and no sink (R33).
     *
     * <p>What was read is committed, and is not read again. A later {@link #sync()} decides anew, so an edit made in between is not
     * overwritten. Writes that depend on other writes, such as a person whose organisation must be inserted first, are planned only
     * after those. {@link #apply} carries out the plan and nothing else.
     *
     * @param each receives every change, system by system, while the plan is made; it must not call this {@code Talk}
     * @throws TalkException BUSY, CANCELLED or STORE_FAILED, as for {@link #sync()}
     */
    public SyncPlan plan(Consumer<PlannedChange> each) {
        return alone(() -> engine.plan(each));
    }

    /** Plans a sync and only counts its changes. */
    public SyncPlan plan() {
        return plan(change -> {});
    }

    /**
     * Applies a plan: a sync that writes only the planned changes, compared by record, old and new values (R33).
     *
     * <p>Changes that are not in the plan are left alone and returned as a new plan. When one change of a golden record differs from
     * the plan, all changes of that golden record wait. The change limit holds plans here too. Pending erasures are tried and sinks are
     * updated, as in every sync.
     *
     * @param plan the digest of a plan, made by this process or another: {@link SyncPlan#digest()}
     * @param left receives every change that is left, as in {@link #plan(Consumer)}
     * @throws TalkException BUSY, CANCELLED or STORE_FAILED, as for {@link #sync()}
     */
    public ApplyResult apply(PlanDigest plan, Consumer<PlannedChange> left) {
        return alone(() -> engine.apply(plan, left));
    }

    /** Applies a plan and only counts the changes that are left. */
    public ApplyResult apply(SyncPlan plan) {
        return apply(plan.digest(), change -> {});
    }

    /**
     * Plans an undo: reads changes and reports the writes that compensate writes of the journal (R35).
     *
     * <p>Updated values get their old values back, inserted records are archived. Values that were edited since, or written by a later
     * run, stay: such a change names the reason in {@link PlannedChange#refused()}. Deleted records stay deleted. Writes nothing.
     *
     * @param each receives every change, the newest write first; it must not call this {@code Talk}
     * @throws TalkException CONFIGURATION when the journal has no such write
     */
    public UndoPlan planUndo(UndoScope what, Consumer<PlannedChange> each) {
        return alone(() -> engine.planUndo(what, each));
    }

    /**
     * Carries out an undo plan and nothing else (R35).
     *
     * <p>The writes count as edits made in the system now: the next {@link #sync()} brings them to the other systems and the sinks. The
     * change limit does not hold an undo, but may hold that sync. An undo is in the journal and can be undone; archived records stay
     * archived.
     *
     * @throws TalkException CONFIGURATION when the journal has no such write; CANCELLED after {@link #cancel()}: the rest can be
     *     planned again
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
     * Cancels the call that is under way; does nothing when there is none.
     *
     * <p>A run ends within a second. {@link #check()} ends when the system that it is asking answers.
     */
    public void cancel() {
        engine.cancel();
    }

    /**
     * Ends the call that is under way at its next safe point: between two pages or two batches.
     *
     * <p>Unlike {@link #cancel()} it interrupts no call to a system, so no write is left in doubt; it takes as long as the calls under
     * way. The run fails with CANCELLED, and the next one goes on from there.
     */
    @Experimental
    public void stopSoon() {
        engine.stopSoon();
    }

    /**
     * Adds a listener until it is closed; nothing of it is stored, and changes of golden records begin now.
     *
     * <p>For a page or a meter that lives shorter than this {@code Talk}; a lasting one is given to
     * {@link TalkBuilder#listener(String, TalkListener)}.
     */
    @Experimental
    public Listening listen(TalkListener listener) {
        requireOpen();
        return config.announcer().listen(listener);
    }

    /** State of the store, the last run and the systems; asks no system. Also while a sync runs. */
    public Status status() {
        requireOpen();
        return new StatusReader(config, turn.availablePermits() == 0, isStandby()).status();
    }

    /**
     * Settings of each connection, enricher, sink and store for a person's eyes, by place and key.
     *
     * <p>The kind of the plugin comes first, defaults are included, secrets are hidden.
     */
    @Experimental
    public Map<String, Map<String, String>> settings() {
        return settings;
    }

    /**
     * Where connections keep issued tokens, encrypted with the keys of the host.
     *
     * <p>For the installation of access by a customer. The store that the builder was given, or else Talk's own, which answers
     * while this {@code Talk} is open. Also while a sync runs.
     */
    @Experimental
    public TokenStore tokens() {
        return tokens;
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
            standby.ifPresent(StandbyStore::lead);
            return work.get();
        } finally {
            config.announcer().goldenChanged();
            turn.release();
        }
    }

    /** Runs a query that would like to ask systems, and can do without. */
    <T> T query(Function<Boolean, T> work) {
        requireOpen();
        boolean alone = !isStandby() && turn.tryAcquire();
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

    boolean isOpen() {
        return !closed;
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
            config.announcer().close();
            openPlugins.close();
        } finally {
            turn.release();
        }
    }
}
