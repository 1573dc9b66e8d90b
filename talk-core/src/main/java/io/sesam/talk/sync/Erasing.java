package io.sesam.talk.sync;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Eraser;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks one system to delete what is left there of people who were erased; archives, where it cannot delete (R27).
 *
 * <p>What became of a record is remembered before the next batch is asked. To ask twice is safe: what is gone already is
 * done.
 */
final class Erasing {
    private final Connection connection;
    private final TypeSpec spec;
    private final Run run;
    private final Supplier<String> operationIds;

    Erasing(Connection connection, TypeSpec spec, Run run, Supplier<String> operationIds) {
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.operationIds = operationIds;
    }

    /** Asks for all of these, and remembers what became of each. */
    void erase(List<Erasure> pending) {
        Connector connector = connection.connector();
        Optional<Eraser> eraser = connector.eraser(spec.type());
        Optional<Writer> writer = spec.archives() ? connector.writer(spec.type()) : Optional.empty();
        if (!connection.policy(spec.type()).share()) {
            impossible(pending, "sharing with " + connection.name() + " is off, so nothing is written there");
        } else if (eraser.isPresent()) {
            inBatches(pending, batch -> erased(eraser.get(), batch));
        } else if (writer.isPresent()) {
            inBatches(pending, batch -> archived(writer.get(), batch));
        } else {
            impossible(pending, connection.name() + " lets no program delete or archive a " + spec.type());
        }
    }

    private interface Way {
        Map<Erasure, Outcome> ask(List<Erasure> batch);
    }

    private void inBatches(List<Erasure> pending, Way way) {
        for (int from = 0; from < pending.size(); from += spec.writeLimit()) {
            run.cancellation().check();
            List<Erasure> batch = pending.subList(from, Math.min(pending.size(), from + spec.writeLimit()));
            try {
                Map<Erasure, Outcome> outcomes = ask(batch, way);
                remember(batch.stream()
                        .map(erasure -> after(
                                erasure,
                                outcomes.getOrDefault(
                                        erasure, new Outcome.Unknown("the connector told no outcome for it"))))
                        .toList());
            } catch (TalkException e) {
                stillPending(pending.subList(from, pending.size()), String.valueOf(e.getMessage()));
                throw e;
            } catch (RuntimeException e) {
                String reason =
                        "the connector failed while erasing (" + e.getClass().getSimpleName() + ")";
                stillPending(pending.subList(from, pending.size()), reason);
                throw new TalkException(ErrorCode.BUG, reason, e);
            }
        }
    }

    /** A batch that is refused as a whole is asked one by one. */
    private static Map<Erasure, Outcome> ask(List<Erasure> batch, Way way) {
        try {
            return way.ask(batch);
        } catch (TalkException e) {
            if (e.code() != ErrorCode.BATCH_REFUSED) {
                throw e;
            }
            if (batch.size() == 1) {
                return Map.of(batch.get(0), new Outcome.Rejected(String.valueOf(e.getMessage())));
            }
            Map<Erasure, Outcome> outcomes = new LinkedHashMap<>();
            batch.forEach(one -> outcomes.putAll(ask(List.of(one), way)));
            return outcomes;
        }
    }

    private Map<Erasure, Outcome> erased(Eraser eraser, List<Erasure> batch) {
        Map<String, Outcome> outcomes = eraser.erase(
                batch.stream().map(erasure -> erasure.record().id()).toList());
        Map<Erasure, Outcome> byErasure = new LinkedHashMap<>();
        batch.forEach(erasure -> {
            Outcome outcome = outcomes.get(erasure.record().id());
            if (outcome != null) {
                byErasure.put(erasure, outcome);
            }
        });
        return byErasure;
    }

    private Map<Erasure, Outcome> archived(Writer writer, List<Erasure> batch) {
        Map<Erasure, Operation> operations = new LinkedHashMap<>();
        batch.forEach(erasure -> operations.put(
                erasure,
                Operation.archive(operationIds.get(), erasure.record().id(), Fields.unknown(spec.schema()), null)));
        Map<String, Outcome> outcomes = writer.write(new ArrayList<>(operations.values()));
        Map<Erasure, Outcome> byErasure = new LinkedHashMap<>();
        operations.forEach((erasure, operation) -> {
            Outcome outcome = outcomes.get(operation.id());
            if (outcome != null) {
                byErasure.put(erasure, outcome);
            }
        });
        return byErasure;
    }

    private Erasure after(Erasure erasure, Outcome outcome) {
        Erasure.State done =
                connection.connector().eraser(spec.type()).isPresent() ? Erasure.State.ERASED : Erasure.State.ARCHIVED;
        return outcome.fold(
                applied -> erasure.became(done, ""),
                noChange -> erasure.became(done, "it was gone already"),
                conflict -> conflict.current().isEmpty()
                        ? erasure.became(done, "it was gone already")
                        : erasure.became(Erasure.State.PENDING, "somebody changed it at that moment"),
                rejected -> erasure.became(Erasure.State.IMPOSSIBLE, rejected.reason() + "; do it there by hand"),
                later -> erasure.became(Erasure.State.PENDING, later.reason()),
                unknown -> erasure.became(Erasure.State.PENDING, unknown.reason()));
    }

    private void impossible(List<Erasure> pending, String why) {
        remember(pending.stream()
                .map(erasure -> erasure.became(Erasure.State.IMPOSSIBLE, why + "; do it there by hand"))
                .toList());
    }

    private void stillPending(List<Erasure> pending, String why) {
        remember(pending.stream()
                .map(erasure -> erasure.became(Erasure.State.PENDING, why))
                .toList());
    }

    private void remember(List<Erasure> erasures) {
        run.ledger().alone(() -> {
            Commit commit = new Commit();
            for (Erasure erasure : erasures) {
                if (erasure.state().isOpen()) {
                    commit.put(erasure);
                } else {
                    commit.settle(erasure.record());
                }
                commit.add(entry(erasure));
                run.tally().erased(erasure);
            }
            run.ledger().commit(commit);
            return null;
        });
    }

    private AuditEntry entry(Erasure erasure) {
        Fields nothing = Fields.unknown(spec.schema());
        String what = switch (erasure.state()) {
            case ERASED -> "erased";
            case ARCHIVED -> "archived";
            case IMPOSSIBLE -> "refused";
            case PENDING, BACK -> "failed";
        };
        return new AuditEntry(
                run.ledger().now(),
                run.id(),
                operationIds.get(),
                connection.name(),
                spec.type(),
                erasure.record().id(),
                GoldenId.foundedBy(erasure.record()),
                what,
                nothing,
                nothing,
                erasure.reason().isEmpty() ? "erasure" : "erasure: " + erasure.reason());
    }
}
