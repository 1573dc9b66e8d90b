package io.sesam.talk.engine.write;

import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sender of writes, undos and erasures to one system (R21, R22).
 *
 * <p>No other class calls a writer. Intents are durable before the first call, and each gets exactly one outcome. A
 * batch refused as a whole is sent in halves, down to single operations. Postponed operations are sent again a few
 * times within seconds. After a failure of the system it is not called again; unsent operations count as postponed.
 * For one thread.
 *
 * @param <T> the kind of request
 */
public final class BatchSender<T> {
    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunContext run;
    private final Writer writer;
    private final Outbox<T> outbox;

    /** Creates a sender to one writer. */
    public BatchSender(RunContext run, Writer writer, Outbox<T> outbox) {
        this.run = run;
        this.writer = writer;
        this.outbox = outbox;
    }

    /** Requests sent in one call, with the number of the attempt. */
    private record Part<T>(List<T> requests, int attempt) {}

    /**
     * Sends requests, at most one batch, and records their outcomes.
     *
     * @throws TalkException when the system failed or the run was cancelled; all outcomes are recorded by then
     */
    public void send(List<T> requests) {
        List<T> intended = run.state().alone(() -> {
            List<T> current = outbox.current(requests);
            Commit commit = new Commit();
            boolean stepwise = writer instanceof StepwiseWriter;
            for (T request : current) {
                Intent intent = outbox.intent(request);
                commit.put(stepwise ? intent.beforeSending() : intent);
            }
            run.state().commit(commit);
            return current;
        });
        Deque<Part<T>> parts = new ArrayDeque<>();
        push(intended, 1, parts);
        try {
            while (!parts.isEmpty()) {
                call(parts.pop(), parts);
            }
        } catch (TalkException e) {
            postpone(parts, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void call(Part<T> part, Deque<Part<T>> parts) {
        Steps steps = new Steps(part, parts);
        run.state().store().confirm();
        BatchResult<T> result =
                BatchResult.of(writer, part.requests(), outbox::operation, outbox.activity(), steps, steps::mayBeSent);
        if (result.isRefused()) {
            List<T> refused = steps.unanswered();
            int half = refused.size() / 2;
            push(refused.subList(half, refused.size()), 1, parts);
            push(refused.subList(0, half), 1, parts);
            run.cancellation().check();
            return;
        }
        boolean again = part.attempt() < TRIES
                && result.failure() == null
                && result.pause().compareTo(PATIENCE) <= 0;
        List<T> postponed =
                again ? result.postponed().stream().map(WriteResult::request).toList() : List.of();
        push(postponed, part.attempt() + 1, parts);
        remember(
                result.answers().stream()
                        .filter(asked -> !steps.isAnswered(asked.request()) && (!again || !isPostponed(asked)))
                        .toList(),
                parts);
        if (!again) {
            throwFailure(result);
        }
        if (!postponed.isEmpty()) {
            run.cancellation().sleep(result.pause());
        }
    }

    /** The single calls of a part. Stores each before it is made, and each outcome at once. */
    private final class Steps implements WriteLog {
        private final Map<String, T> byOperation = new LinkedHashMap<>();
        private final Set<String> sent = new HashSet<>();
        private final Set<String> answered = new HashSet<>();
        private final Deque<Part<T>> parts;

        Steps(Part<T> part, Deque<Part<T>> parts) {
            this.parts = parts;
            part.requests().forEach(request -> byOperation.put(id(request), request));
        }

        @Override
        public void sending(List<Operation> operations) {
            Commit commit = new Commit();
            for (Operation operation : operations) {
                commit.put(outbox.intent(request(operation)));
                sent.add(operation.id());
            }
            run.state().alone(() -> run.state().commit(commit));
        }

        @Override
        public void answered(Operation operation, Outcome outcome) {
            // A postponed operation is sent again, so it is not settled yet.
            if (!(outcome instanceof Outcome.RetryLater) && answered.add(operation.id())) {
                List<T> waiting = new ArrayList<>(unanswered());
                waiting.addAll(waiting(parts));
                outbox.remember(List.of(new WriteResult<>(request(operation), outcome)), waiting);
            }
        }

        private T request(Operation operation) {
            T request = byOperation.get(operation.id());
            if (request == null) {
                throw new IllegalStateException("the connector reports an operation that is not in its batch");
            }
            return request;
        }

        boolean mayBeSent(T request) {
            return !(writer instanceof StepwiseWriter) || sent.contains(id(request));
        }

        boolean isAnswered(T request) {
            return answered.contains(id(request));
        }

        List<T> unanswered() {
            return byOperation.values().stream()
                    .filter(request -> !isAnswered(request))
                    .toList();
        }
    }

    private String id(T request) {
        return outbox.operation(request).id();
    }

    private static <T> void push(List<T> requests, int attempt, Deque<Part<T>> parts) {
        if (!requests.isEmpty()) {
            parts.push(new Part<>(requests, attempt));
        }
    }

    private static boolean isPostponed(WriteResult<?> asked) {
        return asked.outcome() instanceof Outcome.RetryLater;
    }

    private void remember(List<WriteResult<T>> settled, Deque<Part<T>> parts) {
        if (!settled.isEmpty()) {
            outbox.remember(settled, waiting(parts));
        }
    }

    /** Throws when the system failed: the call failed, or the system is still not ready after several attempts. */
    private static void throwFailure(BatchResult<?> result) {
        if (result.failure() != null) {
            throw result.failure();
        }
        for (WriteResult<?> asked : result.answers()) {
            if (asked.outcome() instanceof Outcome.RetryLater later) {
                throw new TalkException(ErrorCode.UNWRITABLE, later.reason());
            }
        }
    }

    private void postpone(Deque<Part<T>> parts, String reason) {
        List<T> waiting = waiting(parts);
        parts.clear();
        remember(BatchResult.all(waiting, new Outcome.RetryLater(Duration.ZERO, reason)), parts);
    }

    private static <T> List<T> waiting(Deque<Part<T>> parts) {
        return parts.stream().flatMap(part -> part.requests().stream()).toList();
    }
}
