package io.sesam.talk.tests.world.script;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Chance, from a seed. */
public final class RandomSource {
    private final SplittableRandom random;

    /** Dice that fall the same way for one seed. */
    public RandomSource(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** From 0, below a number. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both included. */
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
