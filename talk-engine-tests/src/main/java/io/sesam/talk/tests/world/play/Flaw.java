package io.sesam.talk.tests.world.play;

/**
 * A broken promise.
 *
 * @param promise the number in {@link io.sesam.talk.tests.world.SimulatedWorld}, from 1; 0 for a world that does
 *     not come to rest
 * @param what what was found instead
 */
public record Flaw(int promise, String what) {
    @Override
    public String toString() {
        return "promise " + promise + ": " + what;
    }
}
