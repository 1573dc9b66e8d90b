package io.sesam.talk.tests.world;

/**
 * A promise that was not kept.
 *
 * @param promise which of those of {@link SimulatedWorld}, from 1; 0 for a world that does not come to rest at all
 * @param what what was found instead
 */
public record Flaw(int promise, String what) {
    @Override
    public String toString() {
        return "promise " + promise + ": " + what;
    }
}
