package io.sesam.talk.http;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.WriteLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writers of operations in batches, one outcome each. */
public final class Batches {
    private Batches() {}

    /**
     * Writes each operation with its own call.
     *
     * @param log is notified of each call and each outcome
     * @param send makes the call
     * @param outcome interprets a successful response
     * @throws TalkException when nothing at all was written
     */
    public static Map<String, Outcome> each(
            List<Operation> operations,
            WriteLog log,
            Function<Operation, WriteReply> send,
            Function<ApiResponse, Outcome> outcome) {
        return groups(
                operations.stream().map(List::of).toList(),
                log,
                one -> send.apply(one.get(0)),
                (operation, response) -> outcome.apply(response));
    }

    /**
     * Writes each group with one call. When the system fails after some groups were written, the remaining operations
     * are reported as "later".
     */
    private static Map<String, Outcome> groups(
            List<List<Operation>> groups,
            WriteLog log,
            Function<List<Operation>, WriteReply> send,
            BiFunction<Operation, ApiResponse, Outcome> outcome) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (List<Operation> group : groups) {
            try {
                log.sending(group);
                WriteReply writeReply = send.apply(group);
                for (Operation operation : group) {
                    Outcome result = outcome(writeReply, response -> outcome.apply(operation, response));
                    outcomes.put(operation.id(), result);
                    log.answered(operation, result);
                }
            } catch (TalkException e) {
                return rest(groups.stream().flatMap(List::stream).toList(), outcomes, e);
            }
        }
        return outcomes;
    }

    /**
     * Writes all operations on a record together. An operation that is refused beforehand is not sent.
     *
     * @param log is notified of each call and each outcome
     * @param refusal returns a reason not to send an operation, or empty; called once per operation, in their order
     * @param record returns the key that operations on one record share, such as its id
     * @param send makes the call for the operations on one record
     * @param outcome interprets a successful response for one of them
     * @throws TalkException when nothing at all was written
     */
    public static Map<String, Outcome> byRecord(
            List<Operation> operations,
            WriteLog log,
            Function<Operation, Optional<Outcome>> refusal,
            Function<Operation, String> record,
            Function<List<Operation>, WriteReply> send,
            BiFunction<Operation, ApiResponse, Outcome> outcome) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        Map<String, List<Operation>> sound = new LinkedHashMap<>();
        operations.forEach(operation -> refusal.apply(operation)
                .ifPresentOrElse(
                        refused -> outcomes.put(operation.id(), refused),
                        () -> sound.computeIfAbsent(record.apply(operation), id -> new ArrayList<>())
                                .add(operation)));
        outcomes.putAll(groups(List.copyOf(sound.values()), log, send, outcome));
        return outcomes;
    }

    /** Returns a refusal when the condition holds. */
    public static Optional<Outcome> rejectedIf(boolean refused, String reason) {
        return refused ? Optional.of(new Outcome.Rejected(reason)) : Optional.empty();
    }

    /**
     * Writes several operations with each call. A call that the system refuses as a whole is split in halves and sent
     * again until the refused operation is found. When the system fails after some operations were written, the
     * remaining ones are reported as "later".
     *
     * @param atOnce the maximum number of operations in one call
     * @param send makes the call for some operations
     * @param outcome interprets a successful response for one of them
     * @throws TalkException when nothing at all was written
     */
    public static Map<String, Outcome> of(
            List<Operation> operations,
            int atOnce,
            Function<List<Operation>, WriteReply> send,
            BiFunction<Operation, ApiResponse, Outcome> outcome) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (int from = 0; from < operations.size(); from += atOnce) {
            List<Operation> some = operations.subList(from, Math.min(operations.size(), from + atOnce));
            try {
                ask(some, send, outcome, outcomes);
            } catch (TalkException e) {
                return rest(operations, outcomes, e);
            }
        }
        return outcomes;
    }

    /**
     * Writes operations one after the other. Each may take several calls.
     *
     * @param log is notified of each operation and each outcome
     * @throws TalkException when nothing at all was written
     */
    public static Map<String, Outcome> singly(
            List<Operation> operations, WriteLog log, Function<Operation, Outcome> carryOut) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            try {
                log.sending(List.of(operation));
                Outcome outcome = carryOut.apply(operation);
                outcomes.put(operation.id(), outcome);
                log.answered(operation, outcome);
            } catch (TalkException e) {
                return rest(operations, outcomes, e);
            }
        }
        return outcomes;
    }

    /**
     * Writes archives, then inserts, then updates.
     *
     * @param write writes operations of one kind, and throws only when nothing at all was written
     * @throws TalkException when nothing at all was written
     */
    public static Map<String, Outcome> byKind(
            List<Operation> operations, BiFunction<Operation.Kind, List<Operation>, Map<String, Outcome>> write) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation.Kind kind : List.of(Operation.Kind.ARCHIVE, Operation.Kind.INSERT, Operation.Kind.UPDATE)) {
            List<Operation> some = operations.stream()
                    .filter(operation -> operation.kind() == kind)
                    .toList();
            try {
                outcomes.putAll(some.isEmpty() ? Map.of() : write.apply(kind, some));
            } catch (TalkException e) {
                return rest(operations, outcomes, e);
            }
        }
        return outcomes;
    }

    /**
     * Writes only operations whose records are unchanged. Looks the records up first; an operation whose record differs
     * from the state it was decided on becomes a conflict.
     *
     * @param write writes the remaining operations
     */
    public static Map<String, Outcome> unlessStale(
            List<Operation> operations, Lookup lookup, Function<List<Operation>, Map<String, Outcome>> write) {
        Map<String, Lookup.Found> now = lookup.byId(operations.stream()
                .flatMap(operation -> operation.recordId().stream())
                .toList());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        operations.stream()
                .filter(operation -> operation.recordId().isPresent())
                .forEach(operation -> conflict(operation, now.get(operation.existingId()))
                        .ifPresent(stale -> outcomes.put(operation.id(), stale)));
        outcomes.putAll(write.apply(operations.stream()
                .filter(operation -> !outcomes.containsKey(operation.id()))
                .toList()));
        return outcomes;
    }

    /** Reports the remaining operations as "later". Throws the failure when nothing was written yet. */
    private static Map<String, Outcome> rest(
            List<Operation> operations, Map<String, Outcome> outcomes, TalkException failure) {
        if (outcomes.isEmpty()) {
            throw failure;
        }
        operations.forEach(operation -> outcomes.putIfAbsent(
                operation.id(), new Outcome.RetryLater(Duration.ofDays(1), String.valueOf(failure.getMessage()))));
        return outcomes;
    }

    /**
     * Returns a conflict when the record has changed. Empty when the record still has the state that the operation was
     * decided on.
     *
     * @param now the result of a look-up made just before; {@code null} when it found no answer
     */
    public static Optional<Outcome> conflict(Operation operation, Lookup.@Nullable Found now) {
        if (now instanceof Lookup.Found.Present present) {
            return holds(operation.basedOn(), present.record().fields())
                    ? Optional.empty()
                    : Optional.of(new Outcome.Conflict(Optional.of(present.record())));
        }
        return Optional.of(new Outcome.Conflict(Optional.empty()));
    }

    private static boolean holds(Fields expected, Fields now) {
        return IntStream.range(0, expected.schema().size())
                .allMatch(i -> expected.slot(i) == null
                        || now.slot(i) == null
                        || Fields.textOf(Objects.requireNonNull(expected.slot(i)))
                                .equals(Fields.textOf(Objects.requireNonNull(now.slot(i))))
                        || Objects.equals(expected.slot(i), now.slot(i)));
    }

    private static void ask(
            List<Operation> some,
            Function<List<Operation>, WriteReply> send,
            BiFunction<Operation, ApiResponse, Outcome> outcome,
            Map<String, Outcome> outcomes) {
        WriteReply writeReply = send.apply(some);
        if (writeReply instanceof WriteReply.Refused && some.size() > 1) {
            int half = some.size() / 2;
            ask(some.subList(0, half), send, outcome, outcomes);
            ask(some.subList(half, some.size()), send, outcome, outcomes);
            return;
        }
        some.forEach(operation ->
                outcomes.put(operation.id(), outcome(writeReply, response -> outcome.apply(operation, response))));
    }

    /** Compares texts without case and outer white space. */
    public static boolean sameText(@Nullable Object one, @Nullable Object other) {
        return one != null
                && other != null
                && Fields.textOf(one)
                        .strip()
                        .equalsIgnoreCase(Fields.textOf(other).strip());
    }

    /**
     * Returns the outcome of a single-operation call. Unknown when the response cannot be interpreted, because the
     * write may have happened.
     */
    public static Outcome outcome(WriteReply writeReply, Function<ApiResponse, Outcome> whenDone) {
        return writeReply.fold(
                done -> understood(done.response(), whenDone),
                refused -> new Outcome.Rejected(refused.reason()),
                later -> new Outcome.RetryLater(later.after(), later.reason()),
                unknown -> new Outcome.Unknown(unknown.reason()));
    }

    private static Outcome understood(ApiResponse response, Function<ApiResponse, Outcome> whenDone) {
        try {
            return whenDone.apply(response);
        } catch (TalkException e) {
            return new Outcome.Unknown("the system answered, but the answer could not be read: " + e.getMessage());
        }
    }
}
