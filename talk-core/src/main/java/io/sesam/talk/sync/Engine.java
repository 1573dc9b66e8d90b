package io.sesam.talk.sync;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.Remedy;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.plan.Target;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.Sleeper;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks records through the rooms.
 *
 * <p>One run at a time; {@link #cancel()} from any thread. Systems are read side by side, then written side by side, one
 * call at a time within each; a system that cannot go on is paused alone (R30).
 */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int ROUNDS = 3;

    private final Setup setup;
    private final Store store;
    private volatile @Nullable Cancellation cancellation;
    private volatile @Nullable Workers workers;

    /** An engine over a set-up. */
    public Engine(Setup setup) {
        this.setup = setup;
        this.store = setup.store();
    }

    /** Asks a run that is under way to stop; it ends within a second, keeping what it has done. */
    public void cancel() {
        Cancellation wish = cancellation;
        Workers running = workers;
        if (wish != null) {
            wish.wish();
        }
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * Reads what is new everywhere, writes what differs, and fills the sinks.
     *
     * @throws TalkException when the run as a whole cannot go on: the store fails, or it was cancelled
     */
    public Report run() {
        Cancellation wish = new Cancellation(Sleeper.of(setup.clock()));
        Tally tally = new Tally();
        Ledger ledger = new Ledger(store, setup.clock(), setup.policies().values(), tally, this::allTargets);
        Run run = new Run(operationId(), setup.clock().instant(), ledger, tally, wish, setup.progress());
        Map<SystemName, Calls.Count> called = called();
        try (Workers threads = new Workers(setup.sideBySide())) {
            cancellation = wish;
            workers = threads;
            Circle circle = new Circle(setup, holdings(run, threads));
            applyNewPolicies(run, circle);
            Recovery.noteUnanswered(run);
            read(run, threads, circle);
            recover(run, threads, circle);
            write(run, threads, circle);
            sink(run, threads);
            called().forEach((system, count) ->
                    tally.called(system, count.since(called.getOrDefault(system, Calls.Count.NONE))));
            return tally.report(store, setup.policies().keySet());
        } catch (RuntimeException e) {
            // whatever an interrupted part fails with, the reason is the wish
            throw wish.isWished() ? Cancellation.cancelled() : e;
        } finally {
            cancellation = null;
            workers = null;
        }
    }

    private Map<SystemName, Calls.Count> called() {
        Map<SystemName, Calls.Count> counts = new TreeMap<>();
        setup.connections()
                .forEach(connection ->
                        counts.put(connection.name(), connection.calls().count()));
        return counts;
    }

    /** What each system holds; one that cannot tell is paused. */
    private Map<SystemName, Map<EntityType, TypeSpec>> holdings(Run run, Workers threads) {
        Map<SystemName, Map<EntityType, TypeSpec>> holdings = new ConcurrentHashMap<>();
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            parts.add(() -> guarded(run, connection.name(), () -> {
                Map<EntityType, TypeSpec> types = new TreeMap<>();
                for (TypeSpec spec : connection.connector().types()) {
                    TypePolicy policy = setup.policies().get(spec.type());
                    if (policy != null && connection.takesPart(spec.type())) {
                        requireSchema(connection, spec, policy);
                        types.put(spec.type(), spec);
                    }
                }
                refuseMissing(connection, types);
                holdings.put(connection.name(), types);
            }));
        }
        threads.all(parts);
        return holdings;
    }

    private static void requireSchema(Connection connection, TypeSpec spec, TypePolicy policy) {
        if (!spec.schema().equals(policy.schema())) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "the connector of " + connection.name() + " describes " + spec.type() + " as " + spec.schema()
                            + ", but was lent " + policy.schema() + "; this is a mistake in it");
        }
    }

    private static void refuseMissing(Connection connection, Map<EntityType, TypeSpec> types) {
        for (EntityType wanted : connection.policies().keySet()) {
            if (!types.containsKey(wanted)) {
                throw new TalkException(
                        ErrorCode.UNREADABLE,
                        connection.name() + " holds no " + wanted + ", which its settings name; it holds "
                                + (types.isEmpty() ? "nothing" : types.keySet()));
            }
        }
    }

    /** Rules that are not those of the last run are applied to all that is remembered. */
    private void applyNewPolicies(Run run, Circle circle) {
        for (TypePolicy policy : setup.policies().values()) {
            String name = "policy/" + policy.type();
            String fingerprint = policy.fingerprint();
            Optional<String> noted = store.note(name);
            if (noted.isPresent() && !noted.get().equals(fingerprint)) {
                LOG.info("the rules for {} have changed; applying them to all records", policy.type());
                store.counts().keySet().forEach(system -> applyAnew(run, system, policy, circle));
            }
            if (noted.isEmpty() || !noted.get().equals(fingerprint)) {
                store.commit(new Commit().note(name, fingerprint));
            }
        }
    }

    /** Every system that may be written at all; a task for one that does not hold the type is worked off by nobody. */
    private List<SystemName> allTargets(EntityType type) {
        return setup.connections().stream()
                .filter(connection -> connection.policy(type).share()
                        && store.reading(connection.name(), type).isPresent())
                .map(Connection::name)
                .toList();
    }

    private void applyAnew(Run run, SystemName system, TypePolicy policy, Circle circle) {
        String after = null;
        List<StoredRecord> page = store.recordsAfter(system, policy.type(), after, 500);
        while (!page.isEmpty()) {
            run.cancellation().check();
            List<StoredRecord> records = page;
            run.ledger().alone(() -> {
                run.ledger().remember(policy.type(), records, List.of(), circle.targets(policy.type()), new Commit());
                return null;
            });
            after = page.get(page.size() - 1).ref().id();
            page = store.recordsAfter(system, policy.type(), after, 500);
        }
    }

    private void read(Run run, Workers threads, Circle circle) {
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            circle.types(connection).forEach(spec -> run.tally().read(connection.name(), spec.type(), 0));
            parts.add(() -> read(run, connection, circle));
        }
        threads.all(parts);
    }

    /** The types of one system one after the other; one that cannot be read does not keep the others from it. */
    private void read(Run run, Connection connection, Circle circle) {
        for (TypeSpec spec : circle.types(connection)) {
            guarded(
                    run,
                    connection.name(),
                    () -> connection
                            .connector()
                            .reader(spec.type())
                            .ifPresent(reader -> read(run, connection, spec, circle, reader)));
        }
    }

    private void read(Run run, Connection connection, TypeSpec spec, Circle circle, Reader reader) {
        SystemReading reading = new SystemReading(connection, spec, run, circle.targetsWhileReading(spec.type()));
        reading.read(reader);
        run.wasRead(connection.name(), spec.type());
        reading.readAgain(setup.hints().take(connection.name(), spec.type()));
    }

    /** Finds out what became of writes that nobody answered, before anybody is written (R21). */
    private void recover(Run run, Workers threads, Circle circle) {
        List<Intent> open = store.intents();
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            for (TypeSpec spec : circle.types(connection)) {
                List<Intent> own = open.stream()
                        .filter(intent -> intent.system().equals(connection.name())
                                && intent.type().equals(spec.type()))
                        .toList();
                TypePolicy policy = setup.policies().get(spec.type());
                if (!own.isEmpty() && policy != null) {
                    Recovery recovery = new Recovery(connection, spec, policy, run, circle.targets(spec.type()));
                    parts.add(() -> guarded(run, connection.name(), () -> recovery.recover(own)));
                }
            }
        }
        threads.all(parts);
    }

    /** Writes until no conflict has made new tasks, a few times at most: the rest is for the next run (R19). */
    private void write(Run run, Workers threads, Circle circle) {
        AtomicBoolean conflicts = new AtomicBoolean(true);
        run.ledger().beginWriting();
        for (int round = 1; round <= ROUNDS && conflicts.getAndSet(false); round++) {
            List<Runnable> parts = new ArrayList<>();
            for (Connection connection : setup.connections()) {
                parts.add(() -> write(run, connection, circle, conflicts));
            }
            threads.all(parts);
        }
    }

    private void write(Run run, Connection connection, Circle circle, AtomicBoolean conflicts) {
        for (TypeSpec spec : circle.types(connection)) {
            if (connection.policy(spec.type()).share() && !run.tally().isPaused(connection.name())) {
                guarded(run, connection.name(), () -> {
                    if (write(run, connection, spec, circle)) {
                        conflicts.set(true);
                    }
                });
            }
        }
    }

    private boolean write(Run run, Connection connection, TypeSpec spec, Circle circle) {
        Optional<TargetWriting> companion = circle.types(connection).stream()
                .filter(other ->
                        spec.sameRecordAs().filter(other.type()::equals).isPresent()
                                && other.type().compareTo(spec.type()) > 0
                                && connection.policy(other.type()).share())
                .findFirst()
                .flatMap(other -> writing(run, connection, other, circle, Optional.empty()));
        return writing(run, connection, spec, circle, companion)
                .filter(TargetWriting::write)
                .isPresent();
    }

    /** The writing of a type; empty when it is read only, or was never read. */
    private Optional<TargetWriting> writing(
            Run run, Connection connection, TypeSpec spec, Circle circle, Optional<TargetWriting> companion) {
        Optional<Writer> writer = connection.connector().writer(spec.type());
        Optional<Reading> reading = store.reading(connection.name(), spec.type());
        TypePolicy policy = setup.policies().get(spec.type());
        if (writer.isEmpty() || reading.isEmpty() || policy == null) {
            return Optional.empty();
        }
        Target target = circle.target(connection, spec, reading.get());
        circle.compareAllIfChanged(target, policy.fingerprint(), run.ledger());
        return Optional.of(new TargetWriting(
                target,
                writer.get(),
                policy.survivorship(),
                run,
                circle.targets(spec.type()),
                this::operationId,
                companion));
    }

    private void sink(Run run, Workers threads) {
        List<Runnable> parts = new ArrayList<>();
        for (SinkConnection connection : setup.sinks()) {
            parts.add(() ->
                    guarded(run, connection.name(), () -> new SinkFilling(connection, setup.policies(), run).fill()));
        }
        threads.all(parts);
    }

    /** Does a part of the run for one system; what concerns that system alone pauses it alone (R30). */
    private void guarded(Run run, SystemName system, Runnable part) {
        try {
            run.cancellation().check();
            part.run();
        } catch (TalkException e) {
            if (e.code().remedy() == Remedy.STOP || run.cancellation().isWished()) {
                throw e;
            }
            pause(run, system, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            if (run.cancellation().isWished()) {
                throw Cancellation.cancelled();
            }
            pause(
                    run,
                    system,
                    "the plugin of " + system + " failed (" + e.getClass().getSimpleName()
                            + "); this is a mistake in it, not in your data",
                    e);
        }
    }

    private static void pause(Run run, SystemName system, String reason, RuntimeException cause) {
        run.tally().pause(system, reason);
        LOG.warn("{} is paused: {}", system, reason);
        LOG.debug("{} is paused because of a {}", system, cause.getClass().getName());
    }

    private String operationId() {
        byte[] id = new byte[12];
        synchronized (setup.random()) {
            setup.random().nextBytes(id);
        }
        return HexFormat.of().formatHex(id);
    }
}
