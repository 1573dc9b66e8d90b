package io.sesam.talk.engine.run;

import io.sesam.talk.query.RunSummary;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The last 500 runs, in the store.
 *
 * <p>They are in ten parts of fifty, each one value of the engine's state; the part that is full longest is begun anew, so that
 * 450 to 500 are kept.
 */
public final class PastRuns {
    private static final int PARTS = 10;
    private static final int RUNS_OF_PART = 50;

    private PastRuns() {}

    /** The runs, the newest first. */
    public static List<RunSummary> newestFirst(Store store, int limit) {
        List<RunSummary> runs = new ArrayList<>();
        for (EngineState.RunPart part : parts(store)) {
            List<EngineState.PastRun> newest = new ArrayList<>(part.runs());
            Collections.reverse(newest);
            runs.addAll(newest);
            if (runs.size() >= limit) {
                return List.copyOf(runs.subList(0, limit));
            }
        }
        return List.copyOf(runs);
    }

    /** The sequence of golden records at the end of the last run that had ended by a time; 0 when none is known. */
    public static long sequenceAt(Store store, Instant time) {
        for (RunSummary run : newestFirst(store, PARTS * RUNS_OF_PART)) {
            if (!run.ended().isAfter(time)) {
                return run.sequence();
            }
        }
        return 0;
    }

    /** The key and the new value of the part that takes one more run. */
    static Change with(Store store, EngineState.PastRun run) {
        List<EngineState.RunPart> parts = parts(store);
        EngineState.RunPart newest = parts.isEmpty() ? new EngineState.RunPart(0, List.of()) : parts.get(0);
        if (newest.runs().size() >= RUNS_OF_PART) {
            newest = new EngineState.RunPart(newest.number() + 1, List.of());
        }
        List<EngineState.PastRun> runs = new ArrayList<>(newest.runs());
        runs.add(run);
        return new Change(key(newest.number()), new EngineState.RunPart(newest.number(), runs));
    }

    /** The change that marks a run as undone; empty when it is kept no more. */
    public static Optional<Change> undone(Store store, String run, Instant time) {
        return parts(store).stream()
                .filter(part -> part.runs().stream().anyMatch(one -> one.run().equals(run)))
                .findFirst()
                .map(part -> new Change(
                        key(part.number()),
                        new EngineState.RunPart(
                                part.number(),
                                part.runs().stream()
                                        .map(one -> one.run().equals(run) ? one.undoneAt(time) : one)
                                        .toList())));
    }

    /** A change of one part. */
    public record Change(StateKey<EngineState.RunPart> key, EngineState.RunPart part) {
        /** Adds it to a commit. */
        public void addTo(Commit commit) {
            commit.put(key, part);
        }
    }

    private static List<EngineState.RunPart> parts(Store store) {
        List<EngineState.RunPart> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            Optional<EngineState.RunPart> part = store.state(key(i));
            part.ifPresent(parts::add);
        }
        parts.sort(Comparator.comparing(EngineState.RunPart::number).reversed());
        return parts;
    }

    private static StateKey<EngineState.RunPart> key(long number) {
        return StateKey.pastRuns((int) (number % PARTS));
    }
}
