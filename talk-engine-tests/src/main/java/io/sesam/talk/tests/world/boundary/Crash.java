package io.sesam.talk.tests.world.boundary;

/** The end of the engine's process. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("the process has ended", null, false, false);
    }
}
