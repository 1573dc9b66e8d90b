package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Linking of equal records without a match key, before one is inserted (R41).
 *
 * <p>Looks only at golden records that would be inserted somewhere. One target after the other: what is linked for one
 * is not inserted into another.
 */
public final class TwinStage {
    private final EngineConfig config;
    private final RunContext run;
    private final Participants participants;

    /** Creates the stage of a run. */
    public TwinStage(EngineConfig config, RunContext run, Participants participants) {
        this.config = config;
        this.run = run;
        this.participants = participants;
    }

    /** Links what is equal in all systems. */
    public void link() {
        for (Connection connection : config.connections()) {
            for (TypeSpec spec : participants.types(connection)) {
                if (connection.policy(spec.type()).share() && !run.stats().isPaused(connection.name())) {
                    run.guarded(connection.name(), () -> link(connection, spec));
                }
            }
        }
    }

    private void link(Connection connection, TypeSpec spec) {
        Optional<ReadState> reading = config.store().reading(connection.name(), spec.type());
        TypePolicy policy = config.policies().get(spec.type());
        if (connection.connector().writer(spec.type()).isEmpty() || reading.isEmpty() || policy == null) {
            return;
        }
        WriteTarget target = WriteTarget.of(participants, connection, spec);
        TargetPlanner planner = new TargetPlanner(target, policy, config.store(), () -> "");
        if (!target.insertsAllowed() || !spec.inserts() || !planner.mayHaveTwins()) {
            return;
        }
        participants.compareAllIfChanged(connection, spec, policy.fingerprint(), run.state());
        List<PendingComparison> tasks = planner.tasks(null);
        while (!tasks.isEmpty()) {
            run.cancellation().check();
            Set<Link> links = links(planner, planner.candidates(tasks));
            if (!links.isEmpty()) {
                run.state().alone(() -> {
                    run.state()
                            .remember(spec.type(), List.of(), links, participants.targets(spec.type()), new Commit());
                });
            }
            tasks = planner.tasks(tasks.get(tasks.size() - 1).golden());
        }
    }

    private static Set<Link> links(TargetPlanner planner, List<Candidate> candidates) {
        Set<Link> links = new LinkedHashSet<>();
        Set<String> taken = new HashSet<>();
        for (Candidate candidate : candidates) {
            RecordRef origin = candidate.golden().members().get(0).ref();
            if (candidate.twins().size() == 1
                    && !planner.mustWait(candidate)
                    && planner.inserts(candidate)
                    && taken.add(origin.system() + " " + candidate.twins().get(0))) {
                links.add(new Link(origin, candidate.twins().get(0), Link.Origin.EQUAL));
            }
        }
        return links;
    }
}
