package io.sesam.talk.tests.world;

import io.sesam.talk.tests.world.boundary.Meddling;
import io.sesam.talk.tests.world.boundary.MemoryKeeper;
import io.sesam.talk.tests.world.boundary.Mutant;
import io.sesam.talk.tests.world.boundary.StoreKeeper;
import io.sesam.talk.tests.world.play.Flaw;
import io.sesam.talk.tests.world.play.Play;
import io.sesam.talk.tests.world.script.Identities;
import io.sesam.talk.tests.world.script.Playwright;
import io.sesam.talk.tests.world.script.Script;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A simulated world that tests the engine's promises.
 *
 * <p>One seed decides everything: two to five systems with their own abilities, index lags and quirks; people who
 * create, edit, clear, merge, delete and create again; engine runs in between, with faults at every boundary; all
 * in simulated time. When no more faults occur and the world has come to rest, this must hold:
 * <ol>
 * <li>The store equals the systems; all records of a cluster agree in every property that is shared, writable and
 * fits; two more runs write nothing.
 * <li>No system holds more records of a cluster than people created there.
 * <li>An edit is overwritten only by a newer edit of the same property, and the overwritten value can be read.
 * <li>Nothing was deleted without permission of the policy, and nothing deleted was inserted again.
 * <li>The sink's tables equal the golden records, and these equal a merge of everything from scratch.
 * <li>Every write is in the journal with its cause, every refusal has its reason.
 * <li>No record carries a value that no source record of its own person ever held, and nobody is lost.
 * <li>The same history gives the same golden records in any order of systems, pages and threads.
 * <li>In a system that takes one record a call, only calls without an answer are in doubt.
 * <li>Ids that a listing respells are followed: nobody is doubled, removed or merged, and nothing is written.
 * <li>After each run and each crash, the quality that was counted with every change is what a whole measurement finds.
 * </ol>
 *
 * <p>The same seed gives the same history on any machine.
 */
public final class SimulatedWorld {
    private final Supplier<StoreKeeper> keepers;

    private SimulatedWorld(Supplier<StoreKeeper> keepers) {
        this.keepers = keepers;
    }

    /** Creates a world with stores in memory. */
    public static SimulatedWorld inMemory() {
        return new SimulatedWorld(MemoryKeeper::new);
    }

    /** Creates a world with stores of another kind. Each history gets a new, empty one. */
    public static SimulatedWorld over(Supplier<StoreKeeper> keepers) {
        return new SimulatedWorld(keepers);
    }

    /** Plays the history of a seed. Returns a description of the failure, or empty. */
    public Optional<String> play(long seed) {
        Script script = Playwright.of(seed);
        List<Flaw> flaws = play(script, Meddling.NONE).flaws();
        return flaws.isEmpty() ? Optional.empty() : Optional.of("seed " + seed + ": " + flaws.get(0));
    }

    /** Plays the history of a seed about persons whose e-mails pass on. */
    public Optional<String> playIdentities(long seed) {
        List<Flaw> flaws = play(Identities.of(seed), Meddling.NONE).flaws();
        return flaws.isEmpty() ? Optional.empty() : Optional.of("seed " + seed + ": " + flaws.get(0));
    }

    /**
     * Plays what people do in the history of a seed, and then the engine in several orders of systems, pages and
     * threads. Returns the first difference between the golden records, or empty (R7).
     */
    public Optional<String> playOrders(long seed) {
        return playOrders(seed, Meddling.NONE);
    }

    Optional<String> playOrders(long seed, Meddling meddling) {
        Script script = Playwright.of(seed).beforeTheFirstRun();
        SortedMap<String, String> expected = settled(script, meddling);
        for (long order = 1; order <= 3; order++) {
            SortedMap<String, String> other = settled(script.inOrder(order), meddling);
            if (!other.equals(expected)) {
                return Optional.of("seed " + seed + ", order " + order + ": " + difference(expected, other));
            }
        }
        return Optional.empty();
    }

    private SortedMap<String, String> settled(Script script, Meddling meddling) {
        try (Play play = new Play(script, keepers.get(), meddling)) {
            return play.settledValues();
        }
    }

    private static String difference(SortedMap<String, String> expected, SortedMap<String, String> other) {
        SortedMap<String, String> missing = new TreeMap<>(expected);
        missing.entrySet().removeAll(other.entrySet());
        SortedMap<String, String> more = new TreeMap<>(other);
        more.entrySet().removeAll(expected.entrySet());
        return "golden records " + missing + " became " + more;
    }

    /** Plays the history of a seed, shortens it while the same promise is broken, and describes it. */
    public String explain(long seed) {
        return explain(Playwright.of(seed), Meddling.NONE);
    }

    String explain(Script script, Meddling meddling) {
        return new Shrinker(shorter -> play(shorter, meddling)).explain(script);
    }

    /** Finds the first seed in which a broken engine fails, with the failure. Empty when there is none. */
    Optional<String> caught(Meddling mutant, long first, long count) {
        for (long seed = first; seed < first + count; seed++) {
            for (Script script : List.of(Playwright.of(seed), Identities.of(seed))) {
                List<Flaw> flaws = play(script, mutant).flaws();
                if (!flaws.isEmpty()) {
                    return Optional.of("seed " + seed + ", " + flaws.get(0));
                }
            }
        }
        return Optional.empty();
    }

    /** The outcome of a history. */
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
     * @param arguments the first seed and the number of seeds; or one seed to explain; after {@code identities} the
     *     same for histories of persons and their e-mails; after {@code orders} the same for other orders of systems
     *     and pages; or {@code mutants} and the number of seeds in which each
     *     must fail
     */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        if (arguments[0].equals("mutants")) {
            for (Mutant mutant : Mutant.values()) {
                out.println(mutant + ": " + inMemory().caught(mutant, 1, Long.parseLong(arguments[1])));
            }
            return;
        }
        boolean identities = arguments[0].equals("identities");
        boolean orders = arguments[0].equals("orders");
        List<Long> numbers = Arrays.stream(arguments)
                .skip(identities || orders ? 1 : 0)
                .map(Long::valueOf)
                .toList();
        if (numbers.size() == 1) {
            Script script = identities ? Identities.of(numbers.get(0)) : Playwright.of(numbers.get(0));
            out.println(inMemory().explain(script, Meddling.NONE));
            return;
        }
        long first = numbers.get(0);
        long count = numbers.get(1);
        SimulatedWorld world = inMemory();
        long begun = System.nanoTime();
        int failed = 0;
        for (long seed = first; seed < first + count; seed++) {
            Optional<String> failure =
                    identities ? world.playIdentities(seed) : orders ? world.playOrders(seed) : world.play(seed);
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
