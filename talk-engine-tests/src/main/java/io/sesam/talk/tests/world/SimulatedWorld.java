package io.sesam.talk.tests.world;

import io.sesam.talk.tests.world.boundary.Meddling;
import io.sesam.talk.tests.world.boundary.MemoryKeeper;
import io.sesam.talk.tests.world.boundary.Mutant;
import io.sesam.talk.tests.world.boundary.StoreKeeper;
import io.sesam.talk.tests.world.play.Flaw;
import io.sesam.talk.tests.world.play.Play;
import io.sesam.talk.tests.world.script.Playwright;
import io.sesam.talk.tests.world.script.Script;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A world in which the engine is held to what it promises.
 *
 * <p>One seed decides everything: two to five systems with abilities, lags and quirks of their own; people who enter,
 * edit, empty, merge, delete and enter again; runs of the engine between, with something going wrong at every boundary;
 * all in simulated time. When nothing goes wrong any more and the world has come to rest, this must hold:
 *
 * <ol>
 *   <li>What is remembered is so; all records of a cluster agree in what is shared, writable and fits; two more runs write
 *       nothing.
 *   <li>No system holds more records of a cluster than people made there.
 *   <li>A person's word is lost only to a newer one about the same property, and what was lost can be read.
 *   <li>Nothing was deleted that policy did not allow, and nothing that was deleted was made again.
 *   <li>The tables are the golden records, and these are what a merge of everything from scratch gives.
 *   <li>Every write is in the journal with its cause, every refusal has its reason.
 * </ol>
 *
 * <p>The same seed gives the same history, on any machine.
 */
public final class SimulatedWorld {
    private final Supplier<StoreKeeper> keepers;

    private SimulatedWorld(Supplier<StoreKeeper> keepers) {
        this.keepers = keepers;
    }

    /** A world whose engine remembers in memory. */
    public static SimulatedWorld inMemory() {
        return new SimulatedWorld(MemoryKeeper::new);
    }

    /** A world whose engine remembers in stores of another kind; each history gets a new, empty one. */
    public static SimulatedWorld over(Supplier<StoreKeeper> keepers) {
        return new SimulatedWorld(keepers);
    }

    /** Plays the history of a seed; the answer is a failure in words, or empty. */
    public Optional<String> play(long seed) {
        Script script = Playwright.of(seed);
        List<Flaw> flaws = play(script, Meddling.NONE).flaws();
        return flaws.isEmpty() ? Optional.empty() : Optional.of("seed " + seed + ": " + flaws.get(0));
    }

    /** Plays the history of a seed and makes it as short as it can be while the same promise is broken; in words. */
    public String explain(long seed) {
        return explain(Playwright.of(seed), Meddling.NONE);
    }

    String explain(Script script, Meddling meddling) {
        return new Shrinker(shorter -> play(shorter, meddling)).explain(script);
    }

    /** The first of some seeds in which a broken engine is noticed, with what was noticed; empty when it is in none. */
    Optional<String> caught(Meddling mutant, long first, long count) {
        for (long seed = first; seed < first + count; seed++) {
            List<Flaw> flaws = play(Playwright.of(seed), mutant).flaws();
            if (!flaws.isEmpty()) {
                return Optional.of("seed " + seed + ", " + flaws.get(0));
            }
        }
        return Optional.empty();
    }

    /** What came of a history. */
    record Result(List<Flaw> flaws, List<String> trace) {}

    Result play(Script script, Meddling meddling) {
        try (Play play = new Play(script, keepers.get(), meddling)) {
            List<Flaw> flaws = play.play();
            return new Result(flaws, play.trace());
        }
    }

    /**
     * Plays many histories, and prints those that fail.
     *
     * @param arguments the first seed and how many; or one seed, which is then explained; or {@code mutants} and how many
     *     seeds each of them may take to be caught
     */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        if (arguments[0].equals("mutants")) {
            for (Mutant mutant : Mutant.values()) {
                out.println(mutant + ": " + inMemory().caught(mutant, 1, Long.parseLong(arguments[1])));
            }
            return;
        }
        if (arguments.length == 1) {
            out.println(inMemory().explain(Long.parseLong(arguments[0])));
            return;
        }
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        SimulatedWorld world = inMemory();
        long begun = System.nanoTime();
        int failed = 0;
        for (long seed = first; seed < first + count; seed++) {
            Optional<String> failure = world.play(seed);
            if (failure.isPresent()) {
                failed++;
                out.println(failure.get());
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        out.printf(
                "%d seeds from %d, %d failed, %.1f s, %.0f seeds/s%n", count, first, failed, seconds, count / seconds);
    }
}
