package io.sesam.talk.tests.world.play;

/**
 * A promise that was not kept.
 *
 * @param promise which of those of {@link io.sesam.talk.tests.world.SimulatedWorld}, from 1; 0 for a world that does not come to rest at all
 * @param what what was found instead
 */
public record Flaw(int promise, String what) {
    @Override
    public String toString() {
        return "promise " + promise + ": " + what;
    }
}
