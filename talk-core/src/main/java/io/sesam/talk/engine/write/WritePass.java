package io.sesam.talk.engine.write;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.plan.WriteFilter;
import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.engine.read.ReferenceTargets;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.Workers;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Writing of all systems in parallel. The types of each system are written one after another. */
public final class WritePass {
    private static final int ROUNDS = 3;

    private final EngineConfig config;
    private final Store store;
    private final RunContext run;
    private final Participants participants;
    private final WriteFilter filter;
    private final Supplier<String> operationIds;

    /** Creates the writing stage of a run. */
    public WritePass(
            EngineConfig config,
            RunContext run,
            Participants participants,
            WriteFilter filter,
            Supplier<String> operationIds) {
        this.config = config;
        this.store = config.store();
        this.run = run;
        this.participants = participants;
        this.filter = filter;
        this.operationIds = operationIds;
    }

    /** Writes until no write causes further comparisons, a few times at most. The rest waits for the next run (R19). */
    public void write(Workers threads) {
        run.state().beginWriting();
        boolean news = true;
        for (int round = 1; round <= ROUNDS && news; round++) {
            long before = moment();
            List<Runnable> parts = new ArrayList<>();
            for (Connection connection : config.connections()) {
                parts.add(() -> write(connection));
            }
            threads.all(parts);
            news = moment() > before;
        }
    }

    private long moment() {
        return run.state().alone(run.state()::moment);
    }

    private void write(Connection connection) {
        for (TypeSpec spec : participants.types(connection)) {
            if (connection.policy(spec.type()).share()
                    && !run.stats().isPaused(connection.name())
                    && !run.stats().isHeld(connection.name(), spec.type())) {
                run.guarded(connection.name(), () -> write(connection, spec));
            }
        }
    }

    private void write(Connection connection, TypeSpec spec) {
        Optional<TargetWriter> companion = participants.types(connection).stream()
                .filter(other ->
                        spec.sameRecordAs().filter(other.type()::equals).isPresent()
                                && other.type().compareTo(spec.type()) > 0
                                && connection.policy(other.type()).share())
                .findFirst()
                .flatMap(other -> writing(connection, other, Optional.empty()));
        writing(connection, spec, companion).ifPresent(TargetWriter::write);
    }

    /** Creates the writer of a type. Empty when it is read-only or was never read. */
    private Optional<TargetWriter> writing(Connection connection, TypeSpec spec, Optional<TargetWriter> companion) {
        Optional<Writer> writer = connection.connector().writer(spec.type());
        Optional<ReadState> reading = store.reading(connection.name(), spec.type());
        TypePolicy policy = config.policies().get(spec.type());
        if (writer.isEmpty() || reading.isEmpty() || policy == null) {
            return Optional.empty();
        }
        WriteTarget target = WriteTarget.of(participants, connection, spec);
        participants.compareAllIfChanged(connection, spec, policy.fingerprint(), run.state());
        return Optional.of(new TargetWriter(
                target,
                writer.get(),
                new ReferenceTargets(connection, spec, run, participants),
                policy,
                run,
                filter,
                participants.targets(spec.type()),
                operationIds,
                companion));
    }
}
