package io.sesam.talk.testkit.connector;

/**
 * One thing that a connector promises.
 *
 * @param words the promise; the test's name
 * @param proof shows that it is kept, or fails saying what broke
 */
record ConnectorPromise(String words, Proof proof) {
    /** Shows that a promise is kept. */
    @FunctionalInterface
    interface Proof {
        void prove(ConnectorTrial trial) throws Exception;
    }
}
