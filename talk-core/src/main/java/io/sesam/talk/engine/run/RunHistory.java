package io.sesam.talk.engine.run;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.quality.QualityCounter;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores how runs ended, for {@code Talk.status()} after a restart.
 *
 * <p>One commit at the end of a run.
 */
public final class RunHistory {
    private final EngineConfig config;
    private final RunContext run;

    /** The history of one run. */
    public RunHistory(EngineConfig config, RunContext run) {
        this.config = config;
        this.run = run;
    }

    /**
     * Stores the end of a sync, its pauses, and the types that were read.
     *
     * @param measured the types whose quality was measured because it was not counted before
     */
    public void ended(SyncReport report, Set<EntityType> measured) {
        Instant now = run.state().now();
        String outcome = report.isClean() ? "CLEAN" : "INCOMPLETE";
        commit(Optional.of(new Ending(
                new EngineState.RunEnd(
                        report.run(), run.started(), now, outcome, report.writes(), report.goldenChanges()),
                new EngineState.PastRun(
                        report.run(),
                        run.started(),
                        now,
                        outcome,
                        report.read().values().stream()
                                .mapToLong(RunHistory::sum)
                                .sum(),
                        report.writes(),
                        refused(report),
                        report.goldenChanges(),
                        report.calls().values().stream()
                                .mapToLong(calls -> calls.reads() + calls.writes())
                                .sum(),
                        config.store().lastSequence(),
                        Optional.empty()),
                measured)));
    }

    private static long sum(Map<EntityType, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long refused(SyncReport report) {
        return report.written().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(written -> written.refused() + written.failed())
                .sum();
    }

    /** What is stored of the end of a sync. */
    private record Ending(EngineState.RunEnd last, EngineState.PastRun past, Set<EntityType> measured) {
        void addTo(Commit commit, Store store, QualityCounter quality) {
            commit.put(StateKey.lastRun(), last);
            PastRuns.with(store, past).addTo(commit);
            quality.endRun(commit, measured);
        }
    }

    /** Stores the new pauses and the types that were read by a plan, which tries no writer and no sink. */
    public void ended() {
        commit(Optional.empty());
    }

    /** Stores that a sync failed or was cancelled; a store that fails keeps the earlier end. */
    public void failed(TalkException failure) {
        Store store = config.store();
        Instant now = run.state().now();
        String outcome = failure.code().name();
        try {
            Commit commit = new Commit();
            new Ending(
                            new EngineState.RunEnd(run.id(), run.started(), now, outcome, 0, 0),
                            new EngineState.PastRun(
                                    run.id(),
                                    run.started(),
                                    now,
                                    outcome,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    store.lastSequence(),
                                    Optional.empty()),
                            Set.of())
                    .addTo(commit, store, run.state().quality());
            store.commit(commit);
        } catch (TalkException e) {
            failure.addSuppressed(e);
        }
    }

    private void commit(Optional<Ending> end) {
        Commit commit = new Commit();
        end.ifPresent(value -> value.addTo(commit, config.store(), run.state().quality()));
        Instant now = run.state().now();
        Map<SystemName, String> paused = run.stats().paused();
        for (SystemName name : names()) {
            pause(name, paused, now, end.isPresent(), commit);
        }
        for (Connection connection : config.connections()) {
            for (EntityType type : config.policies().keySet()) {
                if (run.isRead(connection.name(), type)) {
                    commit.put(StateKey.lastRead(connection.name(), type), new EngineState.Moment(now));
                }
            }
        }
        List<SystemName> back = names().stream()
                .filter(name -> commit.statesRemoved().contains(StateKey.pause(name)))
                .toList();
        if (!commit.isEmpty()) {
            run.state().alone(() -> run.state().commit(commit));
        }
        back.forEach(name -> config.announcer().publish(listener -> listener.systemBack(name)));
    }

    private void pause(SystemName name, Map<SystemName, String> paused, Instant now, boolean isSync, Commit commit) {
        StateKey<EngineState.Pause> key = StateKey.pause(name);
        Optional<EngineState.Pause> before = config.store().state(key);
        String reason = paused.get(name);
        if (reason != null) {
            commit.put(
                    key,
                    new EngineState.Pause(before.map(EngineState.Pause::since).orElse(now), reason));
        } else if (isSync && before.isPresent()) {
            commit.remove(key);
        }
    }

    private List<SystemName> names() {
        List<SystemName> names = new ArrayList<>();
        config.connections().forEach(connection -> names.add(connection.name()));
        config.enrichers().forEach(connection -> names.add(connection.name()));
        config.sinks().forEach(connection -> names.add(connection.name()));
        return names;
    }
}
