package io.sesam.talk.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Counts trials: a fixed number of them, or as many as fit into {@code talk.fuzz.seconds}. */
final class Tally {
    private final int atLeast;
    private final String name;
    private final int seconds = Integer.getInteger("talk.fuzz.seconds", 0);
    private final long end = System.nanoTime() + seconds * 1_000_000_000L;
    private long seed = Long.getLong("talk.fuzz.seed", 1);
    private int tried;
    private int refused;

    private Tally(int atLeast, String name) {
        this.atLeast = atLeast;
        this.name = name;
    }

    static Tally of(int atLeast, String name) {
        return new Tally(atLeast, name);
    }

    boolean goesOn() {
        boolean on = tried < atLeast || seconds > 0 && System.nanoTime() - end < 0;
        if (!on && seconds > 0) {
            try {
                Files.writeString(
                        Path.of("target", "fuzz-" + name + ".txt"),
                        tried + " trials, " + refused + " steps refused, last seed " + seed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return on;
    }

    /** The next seed. */
    long next() {
        return seed++;
    }

    void tried(Trial trial, Consumer<Trial> work) {
        try {
            work.accept(trial);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(name + ", seed " + (seed - 1), e);
        }
        tried++;
        refused += trial.refused();
    }

    int refused() {
        return refused;
    }
}
