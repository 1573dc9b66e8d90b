package io.sesam.talk.http;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
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

/** Writes operations in calls of a few, with one honest outcome for each. */
public final class Batches {
    private Batches() {}

    /**
     * One call for each operation.
     *
     * @param send makes the call
     * @param outcome what an answer that is well means
     * @throws TalkException when nothing at all was done
     */
    public static Map<String, Outcome> each(
            List<Operation> operations, Function<Operation, WriteReply> send, Function<ApiResponse, Outcome> outcome) {
        return groups(
                operations.stream().map(List::of).toList(),
                one -> send.apply(one.get(0)),
                (operation, response) -> outcome.apply(response));
    }

    /** One call for each group. When the system fails after a part was done, the rest is for later. */
    private static Map<String, Outcome> groups(
            List<List<Operation>> groups,
            Function<List<Operation>, WriteReply> send,
            BiFunction<Operation, ApiResponse, Outcome> outcome) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (List<Operation> group : groups) {
            try {
                WriteReply writeReply = send.apply(group);
                group.forEach(operation -> outcomes.put(
                        operation.id(), outcome(writeReply, response -> outcome.apply(operation, response))));
            } catch (TalkException e) {
                return rest(groups.stream().flatMap(List::stream).toList(), outcomes, e);
            }
        }
        return outcomes;
    }

    /**
     * One call for each record, whatever is written of it; what is refused beforehand is not sent.
     *
     * @param refusal why an operation is not sent at all, empty when it is; asked once for each, in their order
     * @param record what operations on one record have in common, such as its id
     * @param send makes the call for the operations on one record
     * @param outcome what an answer that is well means for one of them
     * @throws TalkException when nothing at all was done
     */
    public static Map<String, Outcome> byRecord(
            List<Operation> operations,
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
        outcomes.putAll(groups(List.copyOf(sound.values()), send, outcome));
        return outcomes;
    }

    /** The refusal of an operation, with its reason, where there is one. */
    public static Optional<Outcome> rejectedIf(boolean refused, String reason) {
        return refused ? Optional.of(new Outcome.Rejected(reason)) : Optional.empty();
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
     * Carries operations out one after the other, each in as many calls as it takes.
     *
     * @throws TalkException when nothing at all was done
     */
    public static Map<String, Outcome> singly(List<Operation> operations, Function<Operation, Outcome> carryOut) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            try {
                outcomes.put(operation.id(), carryOut.apply(operation));
            } catch (TalkException e) {
                return rest(operations, outcomes, e);
            }
        }
        return outcomes;
    }

    /**
     * Writes operations kind by kind: archives, then inserts, then updates.
     *
     * @param write writes operations of one kind, and throws only when nothing at all was done
     * @throws TalkException when nothing at all was done
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
     * Writes operations after a look at the records they change: of those that are no longer what the decision rests on, none
     * is written (R19).
     *
     * @param write writes the rest
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

    /** When a part was done before the system failed, the rest is for later. */
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
     * The conflict when a record is no longer what a decision rests on (R19); empty when it still is.
     *
     * @param now what a look-up said a moment ago; {@code null} when it did not answer
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
                        || Fields.saidText(Objects.requireNonNull(expected.slot(i)))
                                .equals(Fields.saidText(Objects.requireNonNull(now.slot(i))))
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

    /** Whether two texts, such as e-mail addresses, are the same but for case and outer white space. */
    public static boolean sameText(@Nullable Object one, @Nullable Object other) {
        return one != null
                && other != null
                && Fields.saidText(one)
                        .strip()
                        .equalsIgnoreCase(Fields.saidText(other).strip());
    }

    /** The outcome of an operation that had a call of its own; unknown when the answer cannot be understood: it may be done. */
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
            return new Outcome.Unknown("it was answered, but " + e.getMessage());
        }
    }
}
