package io.sesam.talk.testkit.store;

/**
 * One promise of a store.
 *
 * @param words the promise; the test's name
 * @param proof verifies it, and fails with the reason
 */
record StorePromise(String words, Proof proof) {
    /** A verification of a promise. */
    @FunctionalInterface
    interface Proof {
        void prove(StoreScene scene) throws Exception;
    }
}
