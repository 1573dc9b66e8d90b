package io.sesam.talk.testkit.enricher;

/**
 * One thing that enrichment promises.
 *
 * @param words the promise; the test's name
 * @param proof shows that it is kept, or fails saying what broke
 */
record EnrichmentPromise(String words, Proof proof) {
    /** Shows that a promise is kept. */
    @FunctionalInterface
    interface Proof {
        void prove(EnrichmentScene scene);
    }
}
