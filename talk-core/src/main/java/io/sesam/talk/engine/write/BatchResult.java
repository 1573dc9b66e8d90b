package io.sesam.talk.engine.write;

import io.sesam.talk.engine.config.PluginFailures;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import io.sesam.talk.spi.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of one writing call: one outcome per operation.
 *
 * @param <T> the kind of request
 * @param answers one per request, in order; none when the batch was refused as a whole
 * @param isRefused whether the batch was refused as a whole and nothing was done: its parts are to be sent
 *     separately
 * @param failure the failure after which the system is not called again in this run, if any
 */
public record BatchResult<T>(
        List<WriteResult<T>> answers,
        boolean isRefused,
        @Nullable TalkException failure) {
    /** Copies the list. */
    public BatchResult {
        answers = List.copyOf(answers);
    }

    /**
     * Calls a writer once. A writer's report that nothing was done is trusted. After any other failure, and for an
     * operation without an outcome, the outcome is unknown (R21).
     *
     * @param activity what the connector is doing, for messages
     * @param log the record of single calls, for a {@link StepwiseWriter}
     * @param mayBeSent whether a call for a request may have been made
     */
    static <T> BatchResult<T> of(
            Writer writer,
            List<T> batch,
            Function<T, Operation> operation,
            String activity,
            WriteLog log,
            Predicate<T> mayBeSent) {
        try {
            List<Operation> operations = batch.stream().map(operation).toList();
            Map<String, Outcome> outcomes = writer instanceof StepwiseWriter stepwise
                    ? stepwise.write(operations, log)
                    : writer.write(operations);
            return new BatchResult<>(matched(batch, operation, outcomes), false, null);
        } catch (TalkException e) {
            String reason = String.valueOf(e.getMessage());
            if (e.code() == ErrorCode.BATCH_REFUSED) {
                return batch.size() > 1
                        ? new BatchResult<>(List.of(), true, null)
                        : new BatchResult<>(all(batch, new Outcome.Rejected(reason)), false, null);
            }
            return new BatchResult<>(all(batch, new Outcome.RetryLater(Duration.ZERO, reason)), false, e);
        } catch (Throwable e) {
            PluginFailures.rethrowFatal(e);
            String reason = "the connector failed while " + activity + " ("
                    + e.getClass().getSimpleName() + ")";
            List<WriteResult<T>> answers = batch.stream()
                    .map(request -> new WriteResult<>(
                            request,
                            mayBeSent.test(request)
                                    ? new Outcome.Unknown(reason)
                                    : new Outcome.RetryLater(Duration.ZERO, reason)))
                    .toList();
            return new BatchResult<>(answers, false, new TalkException(ErrorCode.BUG, reason, e));
        }
    }

    /** Returns operations that the system postponed. */
    public List<WriteResult<T>> postponed() {
        return answers.stream()
                .filter(result -> result.outcome() instanceof Outcome.RetryLater)
                .toList();
    }

    /** Returns the longest wait the system asks for. */
    public Duration pause() {
        return answers.stream()
                .flatMap(result -> result.outcome() instanceof Outcome.RetryLater later
                        ? Stream.of(later.after())
                        : Stream.<Duration>empty())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static <T> List<WriteResult<T>> matched(
            List<T> batch, Function<T, Operation> operation, Map<String, Outcome> outcomes) {
        List<WriteResult<T>> answers = new ArrayList<>();
        for (T request : batch) {
            Outcome outcome = outcomes.get(operation.apply(request).id());
            answers.add(new WriteResult<>(
                    request,
                    outcome != null
                            ? outcome
                            : new Outcome.Unknown("the connector returned no outcome for this operation")));
        }
        return answers;
    }

    /** Creates the same outcome for all requests. */
    public static <T> List<WriteResult<T>> all(List<T> batch, Outcome outcome) {
        return batch.stream()
                .map(request -> new WriteResult<>(request, outcome))
                .toList();
    }
}
