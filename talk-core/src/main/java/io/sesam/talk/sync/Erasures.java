package io.sesam.talk.sync;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Has all systems, side by side, delete what is left there of people who were erased (R27). */
final class Erasures {
    private final Setup setup;
    private final Run run;
    private final Circle circle;
    private final Supplier<String> operationIds;

    Erasures(Setup setup, Run run, Circle circle, Supplier<String> operationIds) {
        this.setup = setup;
        this.run = run;
        this.circle = circle;
        this.operationIds = operationIds;
    }

    /** Asks for those that wait for it; of the others it is told why nobody could be asked. */
    void erase(Workers threads, List<Erasure> open) {
        List<Erasure> pending = open.stream()
                .filter(erasure -> erasure.state() == Erasure.State.PENDING)
                .toList();
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            for (TypeSpec spec : circle.types(connection)) {
                List<Erasure> own = pending.stream()
                        .filter(erasure -> erasure.isOf(connection.name(), spec.type()))
                        .toList();
                if (!own.isEmpty()) {
                    Erasing erasing = new Erasing(connection, spec, run, operationIds);
                    parts.add(() -> run.guarded(connection.name(), () -> erasing.erase(own)));
                }
            }
        }
        threads.all(parts);
        tellWhyNot(pending);
    }

    private void tellWhyNot(List<Erasure> pending) {
        Commit commit = new Commit();
        Map<SystemName, String> paused = run.tally().paused();
        for (Erasure erasure : pending) {
            if (!run.tally().erased().containsKey(erasure.record())) {
                SystemName system = erasure.record().system();
                String why = paused.getOrDefault(
                        system,
                        system + " is not connected, or its " + erasure.record().type() + " takes no part");
                Erasure told = erasure.became(Erasure.State.PENDING, why);
                commit.put(told);
                run.tally().erased(told);
            }
        }
        run.ledger().alone(() -> {
            run.ledger().commit(commit);
        });
    }
}
