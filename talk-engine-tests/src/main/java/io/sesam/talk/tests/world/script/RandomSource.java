package io.sesam.talk.tests.world.script;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** A random source with a seed. */
public final class RandomSource {
    private final SplittableRandom random;

    /** Creates a repeatable source. */
    public RandomSource(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns true once in a number of times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** Returns a number from 0, below a bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns a number between two bounds, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    long any() {
        return random.nextLong();
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    Duration seconds(int most) {
        return Duration.ofSeconds(random.nextInt(most + 1));
    }
}
