package io.sesam.talk.testkit.store;

/**
 * One thing that a store promises.
 *
 * @param words the promise; the test's name
 * @param proof shows that it is kept, or fails saying what broke
 */
record StorePromise(String words, Proof proof) {
    /** Shows that a promise is kept. */
    @FunctionalInterface
    interface Proof {
        void prove(StoreScene scene) throws Exception;
    }
}
