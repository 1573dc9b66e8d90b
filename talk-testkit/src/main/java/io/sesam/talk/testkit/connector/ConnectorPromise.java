package io.sesam.talk.testkit.connector;

/**
 * One promise of a connector.
 *
 * @param words the promise; the test's name
 * @param advice what an author does when the proof fails; the end of the failure's message
 * @param proof verifies it, and fails with the reason
 */
record ConnectorPromise(String words, String advice, Proof proof) {
    /** A verification of a promise. */
    @FunctionalInterface
    interface Proof {
        void prove(ConnectorTrial trial) throws Exception;
    }
}
