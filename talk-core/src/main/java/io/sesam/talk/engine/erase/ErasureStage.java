package io.sesam.talk.engine.erase;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.Workers;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The erasure stage of a run (R27). Deletes erased records from all systems, in parallel. */
public final class ErasureStage {
    private final EngineConfig config;
    private final RunContext run;
    private final Participants participants;
    private final Supplier<String> operationIds;

    /** Creates the erasure stage of a run. */
    public ErasureStage(EngineConfig config, RunContext run, Participants participants, Supplier<String> operationIds) {
        this.config = config;
        this.run = run;
        this.participants = participants;
        this.operationIds = operationIds;
    }

    /** Carries out open erasures. Stores the reason where that is not possible. */
    public void erase(Workers threads, List<Erasure> open) {
        List<Erasure> pending = open.stream()
                .filter(erasure -> erasure.state() == Erasure.State.PENDING)
                .toList();
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : config.connections()) {
            for (TypeSpec spec : participants.types(connection)) {
                List<Erasure> own = pending.stream()
                        .filter(erasure -> erasure.isOf(connection.name(), spec.type()))
                        .toList();
                if (!own.isEmpty()) {
                    SystemErasure systemErasure = new SystemErasure(connection, spec, run, operationIds);
                    parts.add(() -> run.guarded(connection.name(), () -> systemErasure.erase(own)));
                }
            }
        }
        threads.all(parts);
        reportPending(pending);
    }

    private void reportPending(List<Erasure> pending) {
        Commit commit = new Commit();
        Map<SystemName, String> paused = run.stats().paused();
        for (Erasure erasure : pending) {
            if (!run.stats().erased().containsKey(erasure.record())) {
                SystemName system = erasure.record().system();
                String why = paused.getOrDefault(
                        system,
                        system + " is not connected, or its " + erasure.record().type() + " does not take part");
                Erasure waiting = erasure.became(Erasure.State.PENDING, why);
                commit.put(waiting);
                run.stats().erased(waiting);
            }
        }
        run.state().alone(() -> {
            run.state().commit(commit);
        });
    }
}
