package io.sesam.talk.engine.erase;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.write.BatchSender;
import io.sesam.talk.engine.write.Outbox;
import io.sesam.talk.engine.write.WriteResult;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Eraser;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Erasure in one system; archives where it cannot delete (R27).
 *
 * <p>Outcomes are stored before the next batch. Repeating is safe: a record that is already gone counts as done.
 */
final class SystemErasure implements Outbox<SystemErasure.Request> {
    private final Connection connection;
    private final TypeSpec spec;
    private final RunContext run;
    private final Supplier<String> operationIds;

    SystemErasure(Connection connection, TypeSpec spec, RunContext run, Supplier<String> operationIds) {
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.operationIds = operationIds;
    }

    /** Carries out erasures and stores their outcomes. */
    void erase(List<Erasure> pending) {
        Connector connector = connection.connector();
        Optional<Eraser> eraser = connector.eraser(spec.type());
        Optional<Writer> writer = spec.archives() ? connector.writer(spec.type()) : Optional.empty();
        if (!connection.policy(spec.type()).share()) {
            impossible(pending, "sharing with " + connection.name() + " is off, so nothing is written there");
        } else if (eraser.isPresent()) {
            inBatches(pending, deleting(eraser.get()));
        } else if (writer.isPresent()) {
            inBatches(pending, writer.get());
        } else {
            impossible(pending, connection.name() + " has no API to delete or archive a " + spec.type());
        }
    }

    /** A record to delete or archive. */
    record Request(Erasure erasure, Operation operation) {}

    /** Adapts an eraser to a writer that deletes the record of each operation. */
    private static Writer deleting(Eraser eraser) {
        return operations -> {
            Map<String, Outcome> byRecord =
                    eraser.erase(operations.stream().map(Operation::existingId).toList());
            Map<String, Outcome> outcomes = new HashMap<>();
            operations.forEach(operation -> Optional.ofNullable(byRecord.get(operation.existingId()))
                    .ifPresent(outcome -> outcomes.put(operation.id(), outcome)));
            return outcomes;
        };
    }

    private void inBatches(List<Erasure> pending, Writer way) {
        BatchSender<Request> sender = new BatchSender<>(run, way, this);
        for (int from = 0; from < pending.size(); from += spec.writeLimit()) {
            run.cancellation().check();
            int to = Math.min(pending.size(), from + spec.writeLimit());
            try {
                sender.send(
                        pending.subList(from, to).stream().map(this::request).toList());
            } catch (TalkException e) {
                stillPending(pending.subList(to, pending.size()), String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }

    private Request request(Erasure erasure) {
        return new Request(
                erasure,
                Operation.archive(operationIds.get(), erasure.record().id(), Fields.unknown(spec.schema()), null));
    }

    @Override
    public Operation operation(Request request) {
        return request.operation();
    }

    @Override
    public String activity() {
        return "erasing";
    }

    @Override
    public Intent intent(Request request) {
        RecordRef record = request.erasure().record();
        return Intent.of(
                Intent.Purpose.ERASURE,
                request.operation(),
                record,
                GoldenId.foundedBy(record),
                run.state().now());
    }

    @Override
    public void remember(List<WriteResult<Request>> settled, List<Request> waiting) {
        run.state().alone(() -> {
            Commit commit = new Commit();
            for (WriteResult<Request> result : settled) {
                String operation = result.request().operation().id();
                commit.close(operation);
                note(after(result.request().erasure(), result.outcome()), operation, commit);
            }
            run.state().commit(commit);
        });
    }

    private Erasure after(Erasure erasure, Outcome outcome) {
        Erasure.State done =
                connection.connector().eraser(spec.type()).isPresent() ? Erasure.State.ERASED : Erasure.State.ARCHIVED;
        return outcome.fold(
                applied -> erasure.became(done, ""),
                noChange -> erasure.became(done, "it no longer existed"),
                conflict -> conflict.current().isEmpty()
                        ? erasure.became(done, "it no longer existed")
                        : erasure.became(Erasure.State.PENDING, "it was changed in the system at that moment"),
                rejected -> erasure.became(Erasure.State.IMPOSSIBLE, rejected.reason() + "; delete it there by hand"),
                later -> erasure.became(Erasure.State.PENDING, later.reason()),
                unknown -> erasure.became(Erasure.State.PENDING, unknown.reason()));
    }

    private void impossible(List<Erasure> pending, String why) {
        remember(pending.stream()
                .map(erasure -> erasure.became(Erasure.State.IMPOSSIBLE, why + "; delete it there by hand"))
                .toList());
    }

    private void stillPending(List<Erasure> pending, String why) {
        remember(pending.stream()
                .map(erasure -> erasure.became(Erasure.State.PENDING, why))
                .toList());
    }

    /** Stores erasures that are not sent. */
    private void remember(List<Erasure> erasures) {
        run.state().alone(() -> {
            Commit commit = new Commit();
            erasures.forEach(erasure -> note(erasure, operationIds.get(), commit));
            run.state().commit(commit);
        });
    }

    private void note(Erasure erasure, String operation, Commit commit) {
        if (erasure.state().isOpen()) {
            commit.put(erasure);
        } else {
            commit.settle(erasure.record());
        }
        commit.add(entry(erasure, operation));
        run.stats().erased(erasure);
    }

    private AuditEntry entry(Erasure erasure, String operation) {
        Fields nothing = Fields.unknown(spec.schema());
        AuditEntry.Outcome outcome = switch (erasure.state()) {
            case ERASED -> AuditEntry.Outcome.ERASED;
            case ARCHIVED -> AuditEntry.Outcome.ARCHIVED;
            case IMPOSSIBLE -> AuditEntry.Outcome.REFUSED;
            case PENDING, BACK -> AuditEntry.Outcome.FAILED;
        };
        return AuditEntry.builder()
                .time(run.state().now())
                .run(run.id())
                .operation(operation)
                .system(connection.name())
                .type(spec.type())
                .recordId(erasure.record().id())
                .golden(GoldenId.foundedBy(erasure.record()))
                .outcome(outcome)
                .before(nothing)
                .after(nothing)
                .reason(erasure.reason().isEmpty() ? "erasure" : "erasure: " + erasure.reason())
                .build();
    }
}
