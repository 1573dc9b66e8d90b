package io.sesam.talk.testkit.enricher;

import io.sesam.talk.testkit.store.StorePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Contract tests for enrichment over a store. The store is closed and opened again between all runs.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *     return EnrichmentContract.over(() -> new MyPlace()).tests();
 * }
 * }</pre>
 */
public final class EnrichmentContract {
    private final Supplier<? extends StorePlace> places;

    private EnrichmentContract(Supplier<? extends StorePlace> places) {
        this.places = places;
    }

    /** Creates the contract for persistent stores. Each place must be empty. */
    public static EnrichmentContract over(Supplier<? extends StorePlace> places) {
        return new EnrichmentContract(places);
    }

    /** Returns one test for each promise. */
    public Stream<DynamicTest> tests() {
        List<EnrichmentPromise> promises = new ArrayList<>();
        promises.addAll(FillingPromises.ALL);
        promises.addAll(AskingPromises.ALL);
        promises.addAll(WithdrawingPromises.ALL);
        return promises.stream()
                .map(promise -> DynamicTest.dynamicTest(
                        promise.words(), () -> promise.proof().prove(new EnrichmentScene(places.get()))));
    }
}
