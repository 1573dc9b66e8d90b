package io.sesam.talk.http;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Writes operations in calls of a few, with one honest outcome for each. */
public final class Batches {
    private Batches() {}

    /**
     * One call for each operation.
     *
     * @param send makes the call
     * @param outcome what an answer that is well means
     */
    public static Map<String, Outcome> each(
            List<Operation> operations, Function<Operation, Reply> send, Function<Answer, Outcome> outcome) {
        return of(operations, 1, some -> send.apply(some.get(0)), (operation, answer) -> outcome.apply(answer));
    }

    /**
     * Calls for several operations at once. A call that the system refuses as a whole is tried again in halves, until it
     * is known which operation it refuses. When the system fails after a part was done, the rest is for later.
     *
     * @param atOnce how many operations a call may hold
     * @param send makes the call for some operations
     * @param outcome what an answer that is well means for one of them
     * @throws TalkException when nothing at all was done
     */
    public static Map<String, Outcome> of(
            List<Operation> operations,
            int atOnce,
            Function<List<Operation>, Reply> send,
            BiFunction<Operation, Answer, Outcome> outcome) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (int from = 0; from < operations.size(); from += atOnce) {
            List<Operation> some = operations.subList(from, Math.min(operations.size(), from + atOnce));
            try {
                ask(some, send, outcome, outcomes);
            } catch (TalkException e) {
                if (outcomes.isEmpty()) {
                    throw e;
                }
                return restLater(operations, outcomes, e);
            }
        }
        return outcomes;
    }

    /**
     * Carries operations out one after the other, each in as many calls as it takes. When the system fails after a part
     * was done, the rest is for later.
     *
     * @throws TalkException when nothing at all was done
     */
    public static Map<String, Outcome> singly(List<Operation> operations, Function<Operation, Outcome> carryOut) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            try {
                outcomes.put(operation.id(), carryOut.apply(operation));
            } catch (TalkException e) {
                if (outcomes.isEmpty()) {
                    throw e;
                }
                return restLater(operations, outcomes, e);
            }
        }
        return outcomes;
    }

    private static Map<String, Outcome> restLater(
            List<Operation> operations, Map<String, Outcome> outcomes, TalkException reason) {
        operations.forEach(operation -> outcomes.putIfAbsent(
                operation.id(), new Outcome.RetryLater(Duration.ofDays(1), String.valueOf(reason.getMessage()))));
        return outcomes;
    }

    private static void ask(
            List<Operation> some,
            Function<List<Operation>, Reply> send,
            BiFunction<Operation, Answer, Outcome> outcome,
            Map<String, Outcome> outcomes) {
        Reply reply = send.apply(some);
        if (reply instanceof Reply.Refused && some.size() > 1) {
            int half = some.size() / 2;
            ask(some.subList(0, half), send, outcome, outcomes);
            ask(some.subList(half, some.size()), send, outcome, outcomes);
            return;
        }
        some.forEach(operation ->
                outcomes.put(operation.id(), outcome(reply, answer -> outcome.apply(operation, answer))));
    }

    /** The outcome of an operation that had a call of its own. */
    public static Outcome outcome(Reply reply, Function<Answer, Outcome> whenDone) {
        return reply.fold(
                done -> whenDone.apply(done.answer()),
                refused -> new Outcome.Rejected(refused.reason()),
                later -> new Outcome.RetryLater(later.after(), later.reason()),
                unknown -> new Outcome.Unknown(unknown.reason()));
    }
}
