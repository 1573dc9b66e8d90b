package io.sesam.talk.sync;

import io.sesam.talk.plan.Target;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes all systems side by side, the types of each one after the other. */
final class WritingRounds {
    private static final int ROUNDS = 3;

    private final Setup setup;
    private final Store store;
    private final Run run;
    private final Circle circle;
    private final Agreement agreement;
    private final Supplier<String> operationIds;

    WritingRounds(Setup setup, Run run, Circle circle, Agreement agreement, Supplier<String> operationIds) {
        this.setup = setup;
        this.store = setup.store();
        this.run = run;
        this.circle = circle;
        this.agreement = agreement;
        this.operationIds = operationIds;
    }

    /** Writes until what was written has made no new tasks, a few times at most: the rest is for the next run (R19). */
    void write(Workers threads) {
        run.ledger().beginWriting();
        boolean news = true;
        for (int round = 1; round <= ROUNDS && news; round++) {
            long before = moment();
            List<Runnable> parts = new ArrayList<>();
            for (Connection connection : setup.connections()) {
                parts.add(() -> write(connection));
            }
            threads.all(parts);
            news = moment() > before;
        }
    }

    private long moment() {
        return run.ledger().alone(run.ledger()::moment);
    }

    private void write(Connection connection) {
        for (TypeSpec spec : circle.types(connection)) {
            if (connection.policy(spec.type()).share()
                    && !run.tally().isPaused(connection.name())
                    && !run.tally().isBraked(connection.name(), spec.type())) {
                run.guarded(connection.name(), () -> write(connection, spec));
            }
        }
    }

    private void write(Connection connection, TypeSpec spec) {
        Optional<TargetWriting> companion = circle.types(connection).stream()
                .filter(other ->
                        spec.sameRecordAs().filter(other.type()::equals).isPresent()
                                && other.type().compareTo(spec.type()) > 0
                                && connection.policy(other.type()).share())
                .findFirst()
                .flatMap(other -> writing(connection, other, Optional.empty()));
        writing(connection, spec, companion).ifPresent(TargetWriting::write);
    }

    /** The writing of a type; empty when it is read only, or was never read. */
    private Optional<TargetWriting> writing(Connection connection, TypeSpec spec, Optional<TargetWriting> companion) {
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
                agreement,
                circle.targets(spec.type()),
                operationIds,
                companion));
    }
}
