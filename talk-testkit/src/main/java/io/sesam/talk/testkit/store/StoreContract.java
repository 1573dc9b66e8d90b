package io.sesam.talk.testkit.store;

import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Contract tests for every {@link Store}.
 *
 * <p>A store's own test is these few lines:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *     return StoreContract.surviving(() -> new MyPlace()).tests();
 * }
 * }</pre>
 *
 * <p>Random histories come from a seeded random source; a failing one carries the seed in its name and its message.
 */
public final class StoreContract {
    private final Supplier<? extends StorePlace> places;
    private final boolean survives;
    private final List<Long> seeds;

    private StoreContract(Supplier<? extends StorePlace> places, boolean survives, List<Long> seeds) {
        this.places = places;
        this.survives = survives;
        this.seeds = seeds;
    }

    /** Creates the contract for stores that live while open. Each store must be empty. */
    public static StoreContract of(Supplier<? extends Store> stores) {
        return new StoreContract(() -> schemas -> stores.get(), false, List.of(1L, 2L, 3L));
    }

    /** Creates the contract for persistent stores. Each place must be empty. */
    public static StoreContract surviving(Supplier<? extends StorePlace> places) {
        return new StoreContract(places, true, List.of(1L, 2L, 3L));
    }

    /** Returns the contract with other random seeds. */
    public StoreContract seeds(Long... others) {
        return new StoreContract(places, survives, List.of(others));
    }

    /** Returns one test per promise, and per seed for histories. */
    public Stream<DynamicTest> tests() {
        List<StorePromise> promises = new ArrayList<>();
        promises.addAll(RecordPromises.ALL);
        promises.addAll(KeyPromises.ALL);
        promises.addAll(PagePromises.ALL);
        promises.addAll(LinkPromises.ALL);
        promises.addAll(GoldenPromises.ALL);
        promises.addAll(TaskPromises.ALL);
        promises.addAll(NotePromises.ALL);
        promises.addAll(StatePromises.ALL);
        promises.addAll(ErasurePromises.ALL);
        promises.addAll(CommitPromises.ALL);
        promises.addAll(ClosingPromises.ALL);
        seeds.forEach(seed -> promises.addAll(HistoryPromises.of(seed, survives)));
        if (survives) {
            promises.addAll(RestartPromises.ALL);
        }
        return promises.stream().map(this::test);
    }

    private DynamicTest test(StorePromise promise) {
        return DynamicTest.dynamicTest(promise.words(), () -> {
            try (StoreScene scene = new StoreScene(places)) {
                promise.proof().prove(scene);
            }
        });
    }
}
