package io.sesam.talk.testkit.enricher;

/**
 * One promise of enrichment.
 *
 * @param words the promise; the test's name
 * @param proof verifies it, and fails with the reason
 */
record EnrichmentPromise(String words, Proof proof) {
    /** A verification of a promise. */
    @FunctionalInterface
    interface Proof {
        void prove(EnrichmentScene scene);
    }
}
